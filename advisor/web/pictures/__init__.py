"""A stored route as pictures: the ladder across the States, the arcs between them, the plan in time.

Pure but for addresses and words: a brief, the rulebook's names and what the agency has seen so far come in, SVG comes
out. Each picture has a table of the same rows beside it; layout (where things lie) and drawing (SVG) are apart.
"""
