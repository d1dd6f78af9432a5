"""Sentences of the site's scripts: each `say('name', { value })` is held against the words, and goes into the page."""

import json
import re
from collections.abc import Iterator, Mapping
from pathlib import Path

from ops.deploy.site_words import PLURAL_FORMS, SCRIPTS, Words
from ops.terminal.paths import shown

_SAY = re.compile(r"\bsay\('(\w+)'(?:,\s*\{([^}]*)\})?\)")
_VALUE = re.compile(r"\{([\w.]*)\}")


def as_json(words: Words, section: str) -> str:
    """Return the sentences of a section for scripts as JSON that may stand between the tags of a script element."""
    # An HTML parser looks for "<" alone there, and knows no entities.
    text = json.dumps(words.sections.get(section, {}), ensure_ascii=False, separators=(",", ":"))
    return text.replace("<", "\\u003c")


def mistakes_in_script(script: Path, words: Words) -> Iterator[str]:
    """Yield a mistake for each sentence that the script says and the words do not have, or have with other values."""
    source, file = script.read_text("utf-8"), shown(script)
    for call in _SAY.finditer(source):
        place = f"{file}:{source.count('\n', 0, call.start()) + 1}"
        given = {value.partition(":")[0].strip() for value in (call[2] or "").split(",") if value.strip()}
        names = [f"{section}.{call[1]}" for section in SCRIPTS]
        name, forms = next(((name, forms) for name in names if (forms := words.forms(name))), (names[0], {}))
        if not forms:
            yield f"{place}: {name} is not in {words.place()}"
        elif name not in forms and f"{name}.other" not in forms:
            yield f"{words.place(name)}: {name}: needs the form `other`"
        else:
            yield from _other_values(forms, given, words, place)


def _other_values(forms: Mapping[str, str], given: set[str], words: Words, script: str) -> Iterator[str]:
    for name, sentence in forms.items():
        # What is no text at all is a blemish, which is named by itself.
        text = str(sentence)
        where = f"{words.place(name)}: "
        if "[" in text:
            yield f"{where}{name}: a script puts no element into [brackets]"
        named = set(_VALUE.findall(text))
        for value in sorted(named - given):
            yield f"{where}{name}: {{{value}}} is not known; {script} gives {_listed(given)}"
        # The form for one thing may say "a month"; every other sentence says all that it is given.
        if name.rpartition(".")[2] not in PLURAL_FORMS - {"other"}:
            for value in sorted(given - named):
                yield f"{where}{name}: does not say {{{value}}}, which {script} gives"


def _listed(values: set[str]) -> str:
    return ", ".join(f"{{{value}}}" for value in sorted(values)) or "nothing"
