"""The rights of a case: kinds, numbers of registers, what was done, and which tracks are usual then. Pure."""
