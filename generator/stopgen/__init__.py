"""Turns API documents into typed Python clients that stop what a platform is running."""

__version__ = "0.1.0"
