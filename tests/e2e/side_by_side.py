"""Which tests run side by side: a worker runs a group of them one after another, and then takes the next group.

What drives the deployed stack is in two groups that take about as long as each other. A worker that runs one deploys a
stack of its own, so no more than two stacks run, however many workers there are. Of all other tests, a module is a
group, because it shares a server and a window; a language of the pages is one; and each target of make.
"""

import re
from functools import cache
from pathlib import Path

from xdist.scheduler import LoadScopeScheduling

_HERE = Path(__file__).parent
# In the order in which they begin: the longest first, and last what fills the gaps.
_STACK_AND_BROWSER, _STACK, _LANGUAGE, _MODULE, _TARGET = range(5)
_LANGUAGE_OF = re.compile(r"\[([a-z]{2}(?:-[A-Z]{2})?)-")


class SideBySide(LoadScopeScheduling):  # type: ignore[misc]
    """Distributes the groups, in the order of the first test of each.

    xdist's own `--dist loadgroup` groups nothing with pytest 9.2.
    """

    def _split_scope(self, nodeid: str) -> str:
        module = Path(nodeid.partition("::")[0])
        # Whoever names other folders too has their tests grouped by module.
        kind = turn_of(module.name) if module.parent.name == _HERE.name else _MODULE
        if kind in {_STACK_AND_BROWSER, _STACK}:
            return f"stack {kind}"
        if kind == _LANGUAGE and (language := _LANGUAGE_OF.search(nodeid)):
            return f"{module} {language[1]}"
        return nodeid if kind == _TARGET else str(module)


@cache
def turn_of(module: str) -> int:
    """Return when a module's turn is, by the fixtures that its tests ask for."""
    source = (_HERE / module).read_text("utf-8")
    if "deployed: Deployed" in source:
        return _STACK_AND_BROWSER if "page: Page" in source else _STACK
    if module == "test_pages_everywhere.py":
        return _LANGUAGE
    return _TARGET if module == "test_make_targets.py" else _MODULE
