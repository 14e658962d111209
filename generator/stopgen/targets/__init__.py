"""Targets: each turns providers into files and never touches the disk."""
