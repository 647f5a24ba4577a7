"""Build hook: validates the data and compiles it into the wheel. Nothing generated is committed."""

import sys
import tempfile
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class CompileCatalogue(BuildHookInterface[Any]):
    """Puts the compiled catalogue beside the data files of the wheel. An editable install reads the YAML files."""

    PLUGIN_NAME = "custom"

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Compile before the wheel is made; a mistake in the data stops the build."""
        if self.target_name != "wheel" or version == "editable":
            return
        sys.path[:0] = [str(Path(self.root) / "src"), self.root]
        from tools.page.english import PAGE  # noqa: PLC0415 - as above

        from ivigcalc.catalogue.compiled import NAME, compile_catalogue  # noqa: PLC0415 - from the checkout being built
        from ivigcalc.catalogue.load import DATA_VERSION  # noqa: PLC0415 - as above
        from ivigcalc.catalogue.locale import FOLDER, compiled_locales  # noqa: PLC0415 - as above
        from ivigcalc.catalogue.validate import read_catalogue  # noqa: PLC0415 - as above
        from ivigcalc.report.english import ENGLISH  # noqa: PLC0415 - as above

        data = Path(self.root) / "data"
        self._folder = tempfile.TemporaryDirectory()
        compiled = Path(self._folder.name) / NAME
        catalogue = read_catalogue(data, DATA_VERSION)
        compiled.write_bytes(compile_catalogue(catalogue, data))
        build_data["force_include"][str(compiled)] = f"ivigcalc/data/{NAME}"
        for name, content in compiled_locales(catalogue, ENGLISH.replaced(page=PAGE)).items():
            compiled = Path(self._folder.name) / name
            compiled.write_bytes(content)
            build_data["force_include"][str(compiled)] = f"ivigcalc/data/{FOLDER}/{name}"

    def finalize(self, version: str, build_data: dict[str, Any], artifact_path: str) -> None:  # noqa: ARG002 - the interface's
        """Remove what was compiled, once it is in the wheel."""
        if hasattr(self, "_folder"):
            self._folder.cleanup()
