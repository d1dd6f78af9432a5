"""An export of everybody in a pool to a file: a process of its own. Prints the most memory that it ever held."""

import sys
import tempfile
from datetime import timedelta
from typing import Any, cast

from bench.search.people import NOW
from bench.search.tables import INDEX, PROFILES, SearchTables
from bench.worker import peak_rss
from functions.console.caller import Caller
from functions.console.csv_file import CsvFile
from functions.console.export_facts import ExportFacts, write_file
from functions.console.export_people import stream_people
from functions.console.search import Search
from functions.console.wording import WORDS_FOLDER
from functions.domain.pool.access import AccessLine, SearchRecord
from functions.domain.pool.search.criteria import Criteria
from functions.runtime import startup
from functions.runtime.http.words import read_words
from functions.stores.pool.pool_search import PoolSearch
from functions.stores.pool.talent_pool import TalentPool
from ops.deploy.company_file import read_company


class _Log:
    """An access log that counts the people."""

    def __init__(self) -> None:
        self.shown = 0

    def record(self, line: AccessLine) -> None:
        self.shown += len(line.ids)


def main(size: int) -> None:
    # As the command does once it is connected.
    startup.freeze_gc()
    tables, log = cast(Any, SearchTables(size)), _Log()
    pool = TalentPool(tables, PROFILES, INDEX, timedelta(days=1096), str)
    caller = Caller(who="bench", roles=(), employer="", employers=("",))
    record = SearchRecord(
        id="0" * 32, employer="", who="bench", at=NOW, opening="R-1", criteria={}, count=size, is_more=False
    )
    search = Search(record, Criteria())
    exported = stream_people(
        search, caller, pool=pool, index=PoolSearch(tables, INDEX), access_log=cast(Any, log), now=lambda: NOW
    )
    facts = ExportFacts(search, caller, read_company().default.policy, NOW)
    with tempfile.TemporaryFile("w", encoding="utf-8") as file:
        file.writelines(write_file(CsvFile(read_words(WORDS_FOLDER, "en")), facts, exported))
    if log.shown != size:
        sys.exit(f"{log.shown} of {size} people were exported")
    print(peak_rss())


if __name__ == "__main__":
    main(int(sys.argv[1]))
