"""The languages of the pages: which there are, how a text is said in one, and how their files are kept."""
