"""The routing engine: facts and a published rulebook go in, an explained route comes out.

Reads: nothing but its arguments. Writes: nothing. No framework, no file, no clock: see README.md beside this file.
"""

ENGINE_VERSION = "1.0.0"
"""Goes into every stored route. Raise it whenever the same input may give another answer."""
