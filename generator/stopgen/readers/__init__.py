"""Readers: each recognises one form of document by its content and turns it into descriptions."""
