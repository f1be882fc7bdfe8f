"""`manage.py run`: the whole application on one's own machine, as two child processes.

`prepare` brings the data folder up to date (schema, catalogue, demo), `office` names the two programs, `children`
starts and watches them. The command itself is advisor/management/commands/run.py.
"""
