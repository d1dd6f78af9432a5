"""Identifiers that stand for "none": what a mapping writes where it found no id.

The table has what programs write, and the words of every language that a notice may be in, as a form or a spreadsheet
has them. An id that only begins like one of them is an id.

Sources: "no value" as JavaScript, Python, SQL dumps and JSON schemas print it; the error values of spreadsheets; the
nil and the max UUID of RFC 9562; for each language, what its forms and spreadsheets say for "none", "unknown", "not
available" and "to be defined".
"""

import re
import unicodedata

from functions.domain.personal_data import is_visible
from functions.domain.placeholders import has_placeholder

_BY_PROGRAMS = """
    null nil none nan na undefined void empty blank missing unset unknown false true string default -1 \\n
    object object; null null; none none; undefined undefined; nan nan; null value;
    #ref!; #value!; #name?; #null!; #div/0!
"""
_BY_PEOPLE = {
    # A field's own name, where a template or a header row was published.
    "fields": """
        id; uuid; guid; candidate; candidate id; candidateid; applicant; applicant id; applicantid; application;
        application id; applicationid
    """,
    "en": """
        n/a; n.a.; n. a.; not available; not applicable; not defined; not set; not known; not provided; not found;
        no id; no value; no data; nothing; tbd; tba; to be defined; to be determined
    """,
    "fr": """
        n/d; n.d.; s/o; s.o.; aucun; aucune; néant; nul; nulle; vide; inconnu; inconnue; indéfini; non défini;
        non définie; non disponible; non renseigné; non applicable; non communiqué; sans objet; sans id; à définir; rien
    """,
    "es": """
        n/d; n.d.; s/d; ninguno; ninguna; nulo; nula; vacío; vacía; desconocido; desconocida; indefinido; no definido;
        no disponible; no aplica; no procede; no consta; sin id; sin dato; sin datos; por definir; nada
    """,
    "de": """
        k.a.; k. a.; n.v.; n. v.; kein; keine; keiner; keines; keine angabe; keine id; leer; nichts; unbekannt;
        unbestimmt; undefiniert; nicht definiert; nicht vorhanden; nicht verfügbar; nicht zutreffend; nicht bekannt;
        entfällt; fehlt; ohne; ohne id
    """,
    "pl": """
        n/d; n.d.; b/d; b.d.; brak; brak danych; brak id; żaden; żadna; puste; pusty; nieznany; nieznana; nieznane;
        niezdefiniowany; niezdefiniowane; nieokreślony; nieokreślone; nie dotyczy; nie podano; niedostępny;
        niedostępne; nic
    """,
    "pt": """
        n/d; n.d.; s/n; nenhum; nenhuma; nulo; nula; vazio; vazia; desconhecido; desconhecida; indefinido; indefinida;
        não definido; não disponível; indisponível; não se aplica; não aplicável; não informado; sem id; sem dados;
        a definir; nada
    """,
}
_QUOTES = "\"'`´‘’“”«»<>()[]{}$#\\/|*~^:;,!=&%@+ "
# Zeros however they are written; a GUID of nothing but zeros, or nothing but f.
_ZEROS = re.compile(r"(?:0x)?[0.:,\s-]*0[0.:,\s-]*")
_EMPTY_GUID = re.compile(r"([0f])\1{7}-?\1{4}-?\1{4}-?\1{4}-?\1{12}")
_BREAKS = re.compile(r"[\s_-]+")


def names_no_application(text: str) -> bool:
    """Return whether an application's id stands for none, so that many applications would share one notice."""
    return names_nobody(text) or bool(_ZEROS.fullmatch(_plain(text).strip(_QUOTES)))


def names_nobody(text: str) -> bool:
    """Return whether a candidate's id stands for none.

    A number of zeros may be somebody's. Where several people have it, their names and addresses keep them apart.
    """
    plain = _plain(text)
    bare = plain.strip(_QUOTES)
    return (
        not is_visible(text)
        or not any(c.isalnum() for c in bare)
        or has_placeholder(text)
        or bool(_EMPTY_GUID.fullmatch(bare))
        or not _WORDS.isdisjoint({plain, bare, _BREAKS.sub(" ", bare).strip()})
    )


def _plain(text: str) -> str:
    letters = text.casefold()
    if not letters.isascii():
        decomposed = unicodedata.normalize("NFKD", letters.replace("ł", "l"))
        letters = "".join(c for c in decomposed if not unicodedata.combining(c))
    return " ".join(letters.split())


def _entries(table: str) -> set[str]:
    return {_plain(entry) for entry in table.split(";")}


_SINGLE, _, _SEVERAL = _BY_PROGRAMS.strip().partition("\n")
_WORDS = frozenset(_SINGLE.split()) | _entries(_SEVERAL) | {e for table in _BY_PEOPLE.values() for e in _entries(table)}
