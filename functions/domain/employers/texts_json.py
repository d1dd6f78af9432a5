"""An employer's texts in one language as plain JSON, and back."""

import json
from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

from functions.domain.employers.choices import LABELLED_LISTS, Choice, Choices
from functions.domain.employers.consent_text import Agency, ConsentText, Purpose
from functions.domain.employers.json_values import each, plain, read_day, with_readers
from functions.domain.employers.texts import Texts

type _Values = Mapping[str, Any]


def texts_file(employer: str, language: str) -> str:
    """Return the name of the file with an employer's texts; no id has a dot in it."""
    return f"{employer}.{language}.json" if employer else f"{language}.json"


def write_texts(texts: Texts) -> str:
    """Return the texts of one employer in one language as JSON."""
    return json.dumps(asdict(texts), default=plain, ensure_ascii=False, indent=1)


def read_texts(values: _Values) -> Texts:
    """Return what `write_texts` wrote; other values are left alone."""
    return Texts(
        consent=ConsentText(**with_readers(values["consent"], purposes=each(Purpose))),
        agencies=[Agency(**with_readers(agency, licence_checked_on=read_day)) for agency in values["agencies"]],
        choices=Choices(**with_readers(values["choices"], **dict.fromkeys(LABELLED_LISTS, each(Choice)))),
    )
