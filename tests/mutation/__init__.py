"""Mutation testing of the engine: small faults are planted into `routing/` one by one, and the fast tests must notice.

    python -m tests.mutation                        every mutant of every module
    python -m tests.mutation --sample 600 --seed 1  a random sample, with its interval of confidence
    python -m tests.mutation periods facts --survivors

`operators` says which faults are planted, `running` how they are tried, `__main__` is the command. No file is ever
changed: a mutant lives in a forked process only.
"""
