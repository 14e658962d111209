"""Brings published documents here: the only part of stopgen that touches the network."""
