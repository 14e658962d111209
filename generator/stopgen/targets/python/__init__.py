"""The Python target: a package of typed synchronous and asynchronous clients."""

from stopgen.targets.python.generate import check, generate

__all__ = ["check", "generate"]
