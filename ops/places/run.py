"""`make places`: write the table of places anew."""

from functions.domain.places.table import FILE
from ops.places.codes import fsa_rows, zip_rows
from ops.places.sources import fsa_database, read_towns, read_zips
from ops.places.towns import town_rows
from ops.places.write import table
from ops.terminal.paths import shown
from ops.terminal.progress import say


def write_table() -> None:
    """Write `functions/domain/places/places.bin` from the packages that are installed. Raise Failure on other data."""
    rows = [*town_rows(read_towns()), *fsa_rows(fsa_database()), *zip_rows(read_zips())]
    content = table(rows)
    FILE.write_bytes(content)
    say(f"{shown(FILE)}: {len(rows)} places, {len(content) / 1e6:.1f} MB")
