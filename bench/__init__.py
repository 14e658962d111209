"""Measurements that a person can repeat: ``python -m bench``."""
