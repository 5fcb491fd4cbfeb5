"""The building blocks of pages (``components``) and the words in them (``wording``)."""
