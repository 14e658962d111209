"""The reader of Markdown pages in prose: recognises them and turns them into descriptions."""

from stopgen.readers.prose.reader import read, recognises

__all__ = ["read", "recognises"]
