"""Pure rules of the tenant's rights: how long data is kept and what is then erased, who must be informed by when."""
