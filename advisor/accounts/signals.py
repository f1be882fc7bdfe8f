"""What happens to accounts, announced: the audit listens (advisor/cases/account_events.py), so that this room needs not
know it. Sent inside the transaction of the change, and a listener that fails takes the change back.
"""

from django.dispatch import Signal

# Arguments: actor, action, object_type, object_id, now, detail.
account_changed = Signal()
