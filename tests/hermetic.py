"""Runs stopgen, and ends the process where it touches anything that a sandboxed build does not show.

Arguments: the folder of the generator, the folder of the build, and those of stopgen.
"""

import os
import sys
import sysconfig
from pathlib import Path

generator, here, *arguments = sys.argv[1:]
SYSTEM = ["/usr", "/lib", "/etc", "/dev", "/proc", "/opt"]
PYTHON = [*filter(None, sys.path), *sysconfig.get_paths().values(), sys.prefix, sys.base_prefix]
STOPGEN = [generator, str(Path(generator).parent / "templates")]
KNOWN = {str(Path(path).resolve()) for path in (*PYTHON, *STOPGEN, *SYSTEM)}
WRITES = os.O_WRONLY | os.O_RDWR | os.O_CREAT
CHANGES = {
    "os.mkdir",
    "os.rename",
    "os.remove",
    "os.rmdir",
    "os.link",
    "os.symlink",
    "shutil.rmtree",
}


def refuse(what: str) -> None:
    os.write(2, f"not hermetic: {what}\n".encode())
    os._exit(9)


def is_below(path: object, folders: set[str]) -> bool:
    if not isinstance(path, str | bytes | os.PathLike):
        return True
    found = os.path.normpath(Path(os.fsdecode(path)).absolute())
    return any(found == folder or found.startswith(f"{folder}/") for folder in folders)


def watch(event: str, values: tuple[object, ...]) -> None:
    if event.startswith(("socket.", "subprocess.", "os.exec", "os.fork", "os.posix_spawn")):
        refuse(event)
    if event == "open":
        path, _, flags = values
        writes = isinstance(flags, int) and flags & WRITES
        if not is_below(path, {out} if writes else {here} | KNOWN):
            refuse(f"{event} {path!r} {flags}")
    elif event in CHANGES and not all(is_below(path, {out}) for path in values[:1]):
        refuse(f"{event} {values}")


out = str(Path(arguments[arguments.index("--output") + 1]).absolute().parent)
sys.path.insert(0, generator)
sys.argv = ["stopgen", *arguments]
sys.dont_write_bytecode = True
sys.addaudithook(watch)

from stopgen.entry import main  # noqa: E402 # what is imported is watched too

main("stopgen")
