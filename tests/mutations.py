"""Ways to spoil a document, as accidents and strangers do."""

from __future__ import annotations

from collections.abc import Sequence

from hypothesis import strategies as st

NASTY = [
    b"\x00",
    b"\xff\xfe",
    b"\xef\xbb\xbf",
    "\u2028".encode(),
    "\u202e".encode(),
    b"\r",
    b"\x0b",
    b"\t",
    b"```",
    b"````yaml\n",
    b"---\n",
    b"{{ x }}",
    b"{% x %}",
    b"{",
    b"}",
    b"[[[[",
    b"'",
    b'"',
    b'"""',
    b"\\",
    b"|",
    b"&a ",
    b"*a ",
    b"<<: ",
    b"? ",
    b"!!python/object:os.system ",
    b"!!binary ",
    b"$ref: ",
    b"#/",
    b"null",
    b"true",
    b".inf",
    b"-0",
    b"1e999",
    b"9" * 400,
    b"../" * 9,
    b"A" * 3000,
    b"[" * 300,
    b"> " * 300,
]


@st.composite
def spoiled(draw: st.DrawFn, documents: Sequence[bytes]) -> bytes:
    """Take one of the documents, and cut, double, swap or overwrite parts of it a few times."""
    text = draw(st.sampled_from(documents))
    for _ in range(draw(st.integers(1, 4))):
        text = draw(_spoil(text, documents))
    return text


@st.composite
def _spoil(draw: st.DrawFn, text: bytes, documents: Sequence[bytes]) -> bytes:
    """Change a document once."""
    by_lines = draw(st.booleans())
    units = text.splitlines(keepends=True) if by_lines else [bytes([byte]) for byte in text]
    start, end = sorted(draw(st.tuples(_place(units), _place(units))))
    if not by_lines:
        end = min(end, start + draw(st.integers(0, 40)))
    match draw(
        st.sampled_from(["cut", "double", "swap", "insert", "binary", "splice", "truncate"])
    ):
        case "cut":
            units[start:end] = []
        case "double":
            units[end:end] = units[start:end]
        case "swap":
            units[start:end] = reversed(units[start:end])
        case "insert":
            units[start:start] = [draw(st.sampled_from(NASTY))]
        case "binary":
            units[start:end] = [draw(st.binary(max_size=20))]
        case "splice":
            other = draw(st.sampled_from(documents)).splitlines(keepends=True)
            first, last = sorted(draw(st.tuples(_place(other), _place(other))))
            units[start:end] = other[first:last]
        case _:
            units[start:] = []
    return b"".join(units)


def _place(units: Sequence[bytes]) -> st.SearchStrategy[int]:
    return st.integers(0, len(units))
