"""The project's bars: what must stay fast and small, each as one number.

`python -m tests.bench [CODE ...]` prints them. Every module of this folder whose name begins with `bars_` exposes
`bars()`, the list of its `Bar`s; nothing has to be registered.
"""
