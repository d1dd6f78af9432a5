"""Identifiers that stand for "none": what a mapping writes where it found no id.

The table has what programs write, and the words of every language that a notice may be in, as a form or a spreadsheet
has them. An id that only begins like one of them is an id.
"""

import re
import unicodedata

from functions.domain.personal_data import has_placeholder, is_visible

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
# A GUID of zeros or of nothing but f; zeros however they are written.
_ZEROS = re.compile(r"(?:0x)?[0.:,\s-]*0[0.:,\s-]*")
_MAX_GUID = re.compile(r"f{8}-?f{4}-?f{4}-?f{4}-?f{12}")
_BREAKS = re.compile(r"[\s_-]+")


def is_placeholder_id(text: str) -> bool:
    """Return whether an identifier stands for none, so that many would share it."""
    plain = _plain(text)
    bare = plain.strip(_QUOTES)
    return (
        not is_visible(text)
        or not any(c.isalnum() for c in bare)
        or has_placeholder(text)
        or bool(_ZEROS.fullmatch(bare) or _MAX_GUID.fullmatch(bare))
        or not _WORDS.isdisjoint({plain, bare, _BREAKS.sub(" ", bare).strip()})
    )


def _plain(text: str) -> str:
    letters = unicodedata.normalize("NFKD", text.casefold().replace("ł", "l"))
    return " ".join("".join(c for c in letters if not unicodedata.combining(c)).split())


def _entries(table: str) -> set[str]:
    return {_plain(entry) for entry in table.split(";")}


_SINGLE, _, _SEVERAL = _BY_PROGRAMS.strip().partition("\n")
_WORDS = frozenset(_SINGLE.split()) | _entries(_SEVERAL) | {e for table in _BY_PEOPLE.values() for e in _entries(table)}
