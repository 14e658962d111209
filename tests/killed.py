"""Writes a package again and again in processes that are killed, and says what each kill left behind.

Each process counts what it calls and kills itself at the call it was told, so that every point of a run
can be met and a run can be repeated. Prints a line for each kill: ``old``, ``new``, or what is mixed.
"""

import os
import random
import signal
import sys
import threading
from pathlib import Path
from types import FrameType

from stopgen import emit, lock
from stopgen.diagnostic import collect
from stopgen.emit.guard import exclusive
from stopgen.lock import Lock
from stopgen.paths import twin

NAMES = ["a.py", "b.py", "p/c.py", "p/d.py", "p/q/e.py", "r/f.py", "r/g.py"]


def tree(number: int) -> dict[str, bytes]:
    """A package that differs from the one before in every file, and has other files."""
    kept = [name for index, name in enumerate(NAMES) if (index + number) % 4]
    return {name: f"{name} = {number}\n".encode() for name in kept}


def write(number: int, output: Path) -> bool:
    files = [emit.File(path, content) for path, content in tree(number).items()]
    plan, found = collect(emit.write(files, Lock(), output))
    return plan is not None and found == []


def on_disk(output: Path) -> dict[str, bytes]:
    found = {p.relative_to(output).as_posix(): p for p in output.rglob("*") if p.is_file()}
    return {name: path.read_bytes() for name, path in found.items()}


def killed_at(call: int, number: int, output: Path) -> int:
    """Write in a process that kills itself at a call; return the number of its calls, 0 if it died."""
    reader, writer = os.pipe()
    if child := os.fork():
        os.close(writer)
        with os.fdopen(reader) as pipe:
            calls = int(pipe.read() or 0)
        os.waitpid(child, 0)
        return calls
    count = 0

    def tick(_frame: FrameType, event: str, _argument: object) -> None:
        nonlocal count
        count += event in {"call", "c_call", "c_return"}
        if count == call:
            os.kill(os.getpid(), signal.SIGKILL)

    threading.setprofile(tick)
    sys.setprofile(tick)
    write(number, output)
    sys.setprofile(None)
    os.write(writer, str(count).encode())
    os._exit(0)


def expected(number: int, output: Path) -> dict[str, bytes]:
    """All files of a package that was written whole."""
    files = tree(number)
    outputs = {path: lock.digest(content) for path, content in files.items()}
    return {**files, lock.NAME: lock.render(Lock(outputs=outputs)), "mine": b"mine"}


def main(output: Path, kills: int, seed: int) -> None:
    """Kill one process after the other; each finds what the one before it left."""
    chance = random.Random(seed)
    assert write(0, output)
    (output / "mine").write_bytes(b"mine")
    old, calls = 0, killed_at(-1, 1, output)
    write(0, output)
    for kill in range(kills):
        new = old + 1
        killed_at(chance.randint(1, calls), new, output)
        found = on_disk(output)
        states = {"old": expected(old, output), "new": expected(new, output)}
        state = next((name for name, files in states.items() if files == found), None)
        sys.stdout.write(state or f"mixed after kill {kill}: {sorted(found)}")
        sys.stdout.write("\n")
        if state == "new" or kill % 2:
            assert write(new, output), "the next run does not repair"
            with exclusive(output):
                assert on_disk(output) == expected(new, output)
                assert not twin(output).exists()
            old = new


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3]))
