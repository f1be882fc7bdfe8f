"""The steps from a bare `python3` to a ready `.venv`. Standard library only.

advisor/bootstrap.py loads this folder by path, under the name `rogatory_setup`, because nothing else is installed then;
so modules here import one another relatively and nothing of the rest of `advisor`. `pango` is also used at run time.
"""
