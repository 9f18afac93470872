"""Signing in, the choice of a counter, one's own password; imports nothing heavy, it is the first window to paint."""
