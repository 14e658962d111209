"""The report: one page for people who look before they read."""

from stopgen.targets.report.build import Subject
from stopgen.targets.report.generate import generate

__all__ = ["Subject", "generate"]
