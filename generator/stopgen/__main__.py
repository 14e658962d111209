"""Runs the command line as ``python -m stopgen``."""

from stopgen.entry import main

main("python -m stopgen")
