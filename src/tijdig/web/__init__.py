"""Pages, per audience; thin views over the rooms."""
