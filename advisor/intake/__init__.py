"""Pure: answers become facts, case files become answers."""
