"""Imports every module of a package, and ends with 1 where that does more than read modules.

``python -B -W error importing.py FOLDER PACKAGE``
"""

from __future__ import annotations

import importlib
import os
import site
import sys
import sysconfig
from pathlib import Path
from typing import Any

_FORBIDDEN = (
    "ctypes.dlopen",
    "os.exec",
    "os.fork",
    "os.mkdir",
    "os.posix_spawn",
    "os.remove",
    "os.rename",
    "os.spawn",
    "os.system",
    "pty.spawn",
    "socket.bind",
    "socket.connect",
    "socket.get",
    "socket.sendto",
    "subprocess.Popen",
    "urllib.Request",
)
_WRITING = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_APPEND | os.O_TRUNC


def main(folder: Path, package: str) -> int:
    """Import all modules below a package, and print what is forbidden."""
    allowed = tuple(str(Path(home).resolve()) for home in (str(folder), *_homes()))
    found: list[str] = []

    def hook(event: str, arguments: tuple[Any, ...]) -> None:
        if event == "open":
            path, _, flags = arguments
            if flags & _WRITING or not _is_below(path, allowed):
                found.append(f"{event} {arguments}")
        elif event.startswith(_FORBIDDEN):
            found.append(f"{event} {arguments}")

    sys.path.insert(0, str(folder))
    names = sorted(_names(folder, package))
    sys.addaudithook(hook)
    for name in names:
        importlib.import_module(name)
    sys.stdout.write("\n".join([*found, f"{len(names)} modules", ""]))
    return 1 if found else 0


def _names(folder: Path, package: str) -> set[str]:
    files = (path.relative_to(folder) for path in folder.joinpath(package).rglob("*.py"))
    return {".".join(file.with_suffix("").parts).removesuffix(".__init__") for file in files}


def _homes() -> list[str]:
    return [*sysconfig.get_paths().values(), *site.getsitepackages(), sys.prefix, sys.base_prefix]


def _is_below(path: str | bytes, allowed: tuple[str, ...]) -> bool:
    return str(Path(os.fsdecode(path)).resolve()).startswith(allowed)


if __name__ == "__main__":
    raise SystemExit(main(Path(sys.argv[1]), sys.argv[2]))
