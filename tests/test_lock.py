import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stopgen import __version__, lock
from stopgen.lock import DamagedLockError, Lock
from stopgen.paths import is_safe

DIGEST = lock.digest(b"content")
names = st.text(alphabet="ab/äß.-_", min_size=1, max_size=8).filter(is_safe)


def tree(**changes: object) -> bytes:
    """A lock in JSON with some keys replaced."""
    content: dict[str, object] = json.loads(lock.render(Lock())) | changes
    return json.dumps(content).encode()


@given(
    st.dictionaries(names, st.just(DIGEST), max_size=3),
    st.dictionaries(names, st.just(DIGEST), max_size=3),
    st.dictionaries(st.text(max_size=3), st.text(max_size=3), max_size=2),
)
def test_what_is_written_is_read_again(
    inputs: dict[str, str], outputs: dict[str, str], settings: dict[str, str]
) -> None:
    record = Lock(inputs, outputs, settings)
    assert lock.parse(lock.render(record)) == record


def test_the_order_of_entries_makes_no_difference() -> None:
    one = Lock(inputs={"a": DIGEST, "b": DIGEST}, outputs={"c": DIGEST, "d": DIGEST})
    other = Lock(inputs={"b": DIGEST, "a": DIGEST}, outputs={"d": DIGEST, "c": DIGEST})
    assert lock.render(one) == lock.render(other)


def test_a_lock_has_a_line_for_each_file_and_names_its_generator() -> None:
    lines = lock.render(Lock(inputs={"ä.md": DIGEST})).decode().splitlines()
    assert f'    "ä.md": "{DIGEST}"' in lines
    assert f'  "generator": "{__version__}",' in lines


def test_the_line_ends_of_a_checkout_do_not_change_a_digest() -> None:
    assert lock.digest(b"a\r\nb\r\n") == lock.digest(b"a\nb\n")
    assert lock.digest(b"a\rb") != lock.digest(b"a\nb")
    assert lock.digest(b"a") != lock.digest(b"b")


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", "not JSON"),
        (b"<<<<<<< HEAD\n{}\n", "marks of a merge"),
        (b"\xff", "not JSON"),
        (b"[" * 100_000, "not JSON"),
        (b'{"a": ' + b"9" * 5000 + b"}", "not JSON"),
        (b"[]", "does not say its format"),
        (b"{}", "does not say its format"),
        (tree(format=3), "format 3"),
        (tree(operations=None), "operations or diagnostics"),
        (
            tree(diagnostics=[["no-such-code", "error", "", [["a", 1, 1]]]]),
            "operations or diagnostics",
        ),
        (tree(generator=1), "generator"),
        (tree(inputs=[]), "inputs are not a table"),
        (tree(outputs={"a": 1}), "outputs are not all text"),
        (tree(outputs={"a": "abc"}), "'a'"),
        (tree(settings=None), "settings are not a table"),
    ],
)
def test_a_damaged_lock_says_what_is_wrong_with_it(content: bytes, reason: str) -> None:
    with pytest.raises(DamagedLockError, match=reason):
        lock.parse(content)


def test_what_another_version_found_is_no_damage() -> None:
    found = [["a-code-of-later", "error", "", [["a", 1, 1]]]]
    read = lock.parse(tree(generator="99.0", diagnostics=found, outputs={"a": "0" * 64}))
    assert read == Lock(outputs={"a": "0" * 64}, generator="99.0")


@pytest.mark.parametrize(
    "path", ["../a", "/a", "a/../../b", "a\\b", "C:a", "a//b", "", ".", "a\n", lock.NAME]
)
def test_a_lock_never_names_a_file_that_a_run_cannot_have_written(path: str) -> None:
    with pytest.raises(DamagedLockError, match="no run can have written"):
        lock.parse(tree(outputs={path: DIGEST}))
