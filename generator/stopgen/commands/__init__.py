"""The commands, one a module; they print and exit, and import the stages when they run."""
