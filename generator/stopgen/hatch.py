"""The build hook of Hatch: what is built holds the clients, generated at that moment."""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from hatchling.builders.config import BuilderConfig
from hatchling.builders.hooks.plugin.interface import BuildHookInterface
from hatchling.plugin import hookimpl

from stopgen import api, report
from stopgen.config import Config
from stopgen.result import Result
from stopgen.source import language

_TABLE = "tool.hatch.build.hooks.stopgen"
_OPTIONS = ("specs", "output", "locale")
_HATCHS = (
    "dependencies",
    "enable-by-default",
    "require-runtime-dependencies",
    "require-runtime-features",
)


class StopgenBuildHook(BuildHookInterface[BuilderConfig]):
    """Generates the clients before something is built.

    Its options are those of ``[tool.stopgen]``, and default to them.
    """

    PLUGIN_NAME = "stopgen"

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Generate the clients, and have them packed even where version control ignores them."""
        del version
        root = Path(os.path.relpath(self.root))
        config = self._configure(root)
        specs, output = root / config.specs, root / config.output
        if not output.resolve().is_relative_to(root.resolve()):
            self.app.abort(f"{_TABLE}: {output} is not inside of what is built")
        result = api.generate(
            specs, output, locale=config.locale, choices=config.providers, limit=config.limit
        )
        self._tell(result)
        build_data["artifacts"].append(
            f"/{output.resolve().relative_to(root.resolve()).as_posix()}/"
        )

    def _configure(self, root: Path) -> Config:
        """Return the project's configuration with what the hook's options say instead."""
        options = self._options()
        config, found = api.configure(root)
        self._tell(Result(config.output, found))
        return config._replace(
            specs=Path(options.get("specs", config.specs)),
            output=Path(options.get("output", config.output)),
            locale=options.get("locale", config.locale),
        )

    def _options(self) -> Mapping[str, str]:
        """Return the options of the hook; a wrong one ends the build."""
        options: dict[str, str] = {}
        for key, value in self.config.items():
            if key in _OPTIONS and isinstance(value, str) and value:
                options[key] = value
            elif key in _OPTIONS:
                self.app.abort(f"{_TABLE}: {key} must be text")
            elif key not in _HATCHS:
                self.app.abort(f"{_TABLE}: unknown key {key!r}; known are {', '.join(_OPTIONS)}")
        if "locale" in options and language(options["locale"]) is None:
            self.app.abort(f"{_TABLE}: {options['locale']!r} is not a language tag")
        return options

    def _tell(self, result: Result) -> None:
        """Show what was found; an error ends the build."""
        for line in report.diagnostics(result.diagnostics):
            self.app.display_warning(line)
        if not result.ok:
            self.app.abort("stopgen: no clients are generated because of errors")


@hookimpl
def hatch_register_build_hook() -> type[StopgenBuildHook]:
    """Make the hook known to Hatch."""
    return StopgenBuildHook
