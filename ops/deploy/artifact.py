"""A check of a built artifact: it is imported as in Lambda, from its own folder, and nothing is compiled.

Run by path in the environment `runtime`, isolated (`python -I`), with the folder of one function as its argument.
"""

import importlib
import sys
from importlib.util import MAGIC_NUMBER, cache_from_source, source_hash
from pathlib import Path

# PEP 552: byte code with the hash of its source, which the import does not check again.
_UNCHECKED_HASH = (1).to_bytes(4, "little")


# What reads and checks the files that people edit; a function that imported one would pay for it at each cold start.
_ONLY_TO_BUILD = ("tomllib", "ops")


def modules(artifact: Path) -> list[str]:
    """Return every module of ours in the artifact."""
    files = sorted((artifact / "functions").rglob("*.py"))
    return [".".join(file.relative_to(artifact).with_suffix("").parts).removesuffix(".__init__") for file in files]


def uncompiled(artifact: Path) -> list[str]:
    """Return every file without byte code, or with the byte code of another source."""
    files = sorted(artifact.rglob("*.py"))
    return [str(file.relative_to(artifact)) for file in files if _byte_code_header(file) != _expected(file)]


def load_plain_data() -> list[str]:
    """Read the settings of every employer and the words of each of its languages. Return what had to be imported."""
    from functions.letters.wording import read_wordings  # noqa: PLC0415
    from functions.runtime.employers_file import read_employers  # noqa: PLC0415

    wordings = read_wordings()
    for employer in read_employers().every():
        for language in employer.policy.languages.offered:
            wordings.of(language)
    return [*(name for name in _ONLY_TO_BUILD if name in sys.modules), *_forms()]


def _forms() -> list[str]:
    """Return the models that check settings: where settings are plain data, their modules have none."""
    from pydantic import BaseModel  # noqa: PLC0415

    modules = [module for name, module in sys.modules.items() if name.startswith("functions.domain.employers")]
    values = [value for module in modules for value in vars(module).values()]
    return [value.__name__ for value in values if isinstance(value, type) and issubclass(value, BaseModel)]


def _byte_code_header(file: Path) -> bytes:
    cached = Path(cache_from_source(str(file)))
    return cached.read_bytes()[:16] if cached.exists() else b""


def _expected(file: Path) -> bytes:
    return MAGIC_NUMBER + _UNCHECKED_HASH + source_hash(file.read_bytes())


def main(artifact: Path) -> None:
    """Check and import the artifact. Exit with a message if something is wrong."""
    sys.path.insert(0, str(artifact))
    sys.dont_write_bytecode = True
    if missing := uncompiled(artifact):
        sys.exit(f"{artifact.name}: no byte code for {len(missing)} files, the first of them {missing[0]}")
    imported = [importlib.import_module(name) for name in modules(artifact)]
    if needed := load_plain_data():
        sys.exit(f"{artifact.name}: its settings or words are not plain data, they need {', '.join(needed)}")
    foreign = [module.__name__ for module in imported if not str(module.__file__).startswith(str(artifact))]
    if foreign or not imported:
        sys.exit(f"not imported from the artifact: {', '.join(foreign) or 'anything'}")
    print(f"{artifact.name}: all compiled, {len(imported)} modules imported")


if __name__ == "__main__":
    main(Path(sys.argv[1]).resolve())
