"""The short form of the mock cases' answers, kept as text so that a change of law or engine shows in a diff.

`python -m tests.routing.golden` writes the files anew; the diff is then read like any other change.
"""
