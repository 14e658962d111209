import pytest
from hypothesis import given
from hypothesis import strategies as st

from stopgen import size


@pytest.mark.parametrize(
    ("text", "count"),
    [("64MiB", 64 << 20), ("1 GiB", 1 << 30), ("3KiB", 3072), ("700", 700)],
)
def test_a_size_is_written_as_people_write_it(text: str, count: int) -> None:
    assert size.read(text) == count


@pytest.mark.parametrize("text", ["", "0", "1TB", "-1", "1.5MiB", "MiB", "1 MiB "])
def test_what_is_no_size_is_none(text: str) -> None:
    assert size.read(text) is None


@given(st.integers(1, 1 << 40))
def test_a_size_is_read_back(count: int) -> None:
    assert size.read(size.spell(count)) == count
