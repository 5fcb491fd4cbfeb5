"""The only door through which personal data reaches a person or organisation."""
