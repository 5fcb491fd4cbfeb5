"""The resident register and benefit facts: facts only, as long as triage needs them."""
