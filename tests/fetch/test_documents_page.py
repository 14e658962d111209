"""What the guide says about documents holds."""

import re
from dataclasses import asdict
from pathlib import Path

from stopgen import provider_file
from stopgen.diagnostic import Code, collect
from stopgen.source import Document

PAGE = (Path(__file__).parents[2] / "docs" / "guide" / "documents.md").read_text("utf-8")


def test_the_settings_shown_are_valid_and_complete() -> None:
    (text,) = re.findall(r"^```toml\n(.*?)^```$", PAGE, re.MULTILINE | re.DOTALL)
    document = Document("specs/acme/provider.toml", "acme/provider.toml", "acme", None, text)
    file, found = collect(provider_file.read(document))
    assert found == []
    assert file is not None
    assert all(asdict(file).values())
    assert all(asdict(file)["settings"].values())


def test_every_code_that_is_explained_exists() -> None:
    table = PAGE.partition("| code | means |\n|---|---|\n")[2].partition("\n\n")[0]
    named = {code for row in table.splitlines() for code in re.findall(r"`([a-z0-9-]+)`", row[:60])}
    assert len(named) > 10
    assert named <= set(Code) | {"--ca-file"}
