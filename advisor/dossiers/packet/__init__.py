"""The translation packet of a dossier: its free text as numbered sentences in XLIFF 2.0, and its return's check.

`making.py` builds the packet from a job's frozen inputs, `writing.py` writes it, `reading.py` reads a return that
nobody trusts, `checking.py` compares the two sentence by sentence; `tokens.py` and `names.py` find what must survive.
"""
