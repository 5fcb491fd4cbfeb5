"""The documents of a covenant, built from its file and nothing else: what people sign is what runs."""
