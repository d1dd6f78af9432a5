"""Imports a built artifact as Lambda would: from its own folder and the runtime's boto3, and from nowhere else.

Run by path in the environment `runtime`, isolated (`python -I`), with the folder of one function as its argument.
"""

import importlib
import sys
from pathlib import Path


def modules(artifact: Path) -> list[str]:
    """Every module that is deployed."""
    files = sorted((artifact / "functions").rglob("*.py"))
    return [".".join(file.relative_to(artifact).with_suffix("").parts).removesuffix(".__init__") for file in files]


def main(artifact: Path) -> None:
    sys.path.insert(0, str(artifact))
    sys.dont_write_bytecode = True
    imported = [importlib.import_module(name) for name in modules(artifact)]
    strangers = [module.__name__ for module in imported if not str(module.__file__).startswith(str(artifact))]
    if strangers or not imported:
        sys.exit(f"Not imported from the artifact: {', '.join(strangers) or 'anything'}")
    print(f"{artifact.name}: {len(imported)} modules imported")


if __name__ == "__main__":
    main(Path(sys.argv[1]).resolve())
