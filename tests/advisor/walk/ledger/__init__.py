"""The deadline ledger: pure lines, services, pages, reminders, feeds."""
