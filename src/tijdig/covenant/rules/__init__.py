"""Pure covenant rules: no Django, no files, no clock. Text and dates come in, frozen values go out."""
