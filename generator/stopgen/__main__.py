"""Runs the command line as ``python -m stopgen``."""

from stopgen.cli import main

main(prog_name="python -m stopgen")
