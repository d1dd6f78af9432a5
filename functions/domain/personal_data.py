"""Values with personal data, which never print themselves: `reveal()` is the only way out. And rules for such text."""

import re
import unicodedata
from functools import cached_property
from typing import Any, ClassVar, LiteralString, Self

from pydantic import GetCoreSchemaHandler, GetJsonSchemaHandler
from pydantic.json_schema import JsonSchemaValue
from pydantic_core import CoreSchema, PydanticCustomError, core_schema

from functions.domain.html_entities import decoded
from functions.domain.word_lists import word_list

_LOCAL_PART = re.compile(r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+(?:\.[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+)*")
_DOMAIN = re.compile(r"(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z][a-z0-9-]{0,61}[a-z0-9]")
# IDNA drops most of these, so that an address would go to another domain than the one that is on record.
_INVISIBLE = re.compile("[\u00ad\u034f\u180b-\u180f\u200b-\u200f\u2060-\u206f\ufe00-\ufe0f\ufeff]")
# RFC 6761, 6762 and 7686, and the name that ICANN keeps for private use. Our tests use `.test` and `.example`.
_NOWHERE = frozenset({"internal", "invalid", "local", "localhost", "onion"})
# What a spreadsheet puts before a text or a formula would be part of another mailbox's name.
_QUOTES, _FORMULA = ("'", "`"), "="
_WORD_BREAK = re.compile(r"[\s.-]+")
# Email apps turn "evil.com" into a link; Hangul fillers are invisible letters; no name piles up combining marks.
_LINK_OR_FILLER = re.compile("\\.\\S|[\u115f\u1160\u3164\uffa0]|[\u0300-\u036f]{4,}")
# The zero width joiner and non-joiner belong to Persian and Indic spelling.
_NAME_MARKS = frozenset(" '’ʼ-‐.·・\u200c\u200d")
_SHAPELESS = frozenset("\u115f\u1160\u2800\u3164\uffa0")
_MAX_NAME_LENGTH = 40
_ENCODED_WORD = "=?"  # RFC 2047: a header would show what it decodes to, and not what was checked
_MAX_ADDRESS_LENGTH = 254
_MAX_LOCAL_PART_LENGTH = 64  # RFC 5321, 4.5.3.1.1
_UNPRINTABLE = frozenset({"Cc", "Cf", "Co", "Cs", "Zl", "Zp"})


class Personal:
    """Text about a person, hidden from `repr`, `str`, logs and exception texts."""

    __slots__ = ("_text",)
    json_schema: ClassVar[dict[str, Any]] = {"type": "string"}

    def __init__(self, text: str) -> None:
        self._text = self.validated(text)

    @classmethod
    def validated(cls, text: str) -> str:
        """Return the text as it is kept. Raises PydanticCustomError, which never quotes the input."""
        return text

    @classmethod
    def restore(cls, text: str) -> Self:
        """Return a value that was checked before it was written down, without checking it again."""
        value = cls.__new__(cls)
        value._text = text  # noqa: SLF001
        return value

    def reveal(self) -> str:
        """Return the text. Never for logs, keys or error texts."""
        return self._text

    def __repr__(self) -> str:
        return f"<{type(self).__name__}>"

    def __eq__(self, other: object) -> bool:
        return type(other) is type(self) and other.reveal() == self._text

    def __hash__(self) -> int:
        return hash((type(self), self._text))

    @classmethod
    def __get_pydantic_core_schema__(cls, _source: Any, _handler: GetCoreSchemaHandler) -> CoreSchema:
        from_text = core_schema.no_info_after_validator_function(cls._from_text, core_schema.str_schema(strict=True))
        return core_schema.json_or_python_schema(
            json_schema=from_text,
            python_schema=core_schema.no_info_before_validator_function(cls._revealed, from_text),
            serialization=core_schema.plain_serializer_function_ser_schema(cls.reveal),
        )

    @classmethod
    def __get_pydantic_json_schema__(cls, _schema: CoreSchema, _handler: GetJsonSchemaHandler) -> JsonSchemaValue:
        return dict(cls.json_schema)

    @classmethod
    def _from_text(cls, text: str) -> Self:
        return cls(text)

    @classmethod
    def _revealed(cls, value: Any) -> Any:
        return value.reveal() if isinstance(value, cls) else value


class EmailAddress(Personal):
    """A deliverable address: ASCII local part, domain in punycode, because SMTPUTF8 is not supported."""

    __slots__ = ()
    # No format: "email" of JSON Schema has no international domains, and spaces at the ends do no harm.
    json_schema: ClassVar[dict[str, Any]] = {"type": "string", "pattern": "@"}

    @classmethod
    def validated(cls, text: str) -> str:
        local, at, domain = text.strip().rpartition("@")
        domain = _to_ascii(domain)
        address = f"{local}@{domain}"
        fits = len(local) <= _MAX_LOCAL_PART_LENGTH and len(address) <= _MAX_ADDRESS_LENGTH
        if not at:
            raise _undeliverable("no @")
        if not local.isascii():
            raise _undeliverable("its local part is not ASCII")
        if local.startswith((*_QUOTES, _FORMULA)) or local.endswith(_QUOTES):
            raise _undeliverable("a spreadsheet's mark at an end of its local part")
        if not _LOCAL_PART.fullmatch(local) or _ENCODED_WORD in local:
            raise _undeliverable("its local part")
        if not _DOMAIN.fullmatch(domain):
            raise _undeliverable("its domain")
        if domain.rpartition(".")[2] in _NOWHERE:
            raise _undeliverable("a domain that is never in the public DNS")
        if not fits:
            raise _undeliverable("too long")
        return address

    def is_same_mailbox(self, other: "EmailAddress") -> bool:
        """Return whether both lead to one mailbox: providers do not tell capitals from small letters."""
        return self.reveal().lower() == other.reveal().lower()


def _to_ascii(domain: str) -> str:
    """Return the domain in small letters and A-labels, as DNS has it; empty where it has no such form."""
    if domain.isascii():
        return domain.lower()
    # 17 ms, and most workers never see an international domain. The standard library's codec is IDNA 2003: it sends
    # an email for straße.example to strasse.example, which may be another person's.
    import idna  # noqa: PLC0415

    try:
        return "" if _INVISIBLE.search(domain) else idna.encode(domain, uts46=True).decode("ascii")
    except idna.IDNAError:
        return ""


def _undeliverable(why: LiteralString) -> PydanticCustomError:
    return PydanticCustomError("email_address", "not an email address that can be delivered to: {why}", {"why": why})


class PersonName(Personal):
    """A name as an ATS reports it: untrusted text."""

    def presentable(self) -> str | None:
        """Return the name as a greeting may show it, or None where it does not look like a name."""
        return self._presentable

    @cached_property
    def _presentable(self) -> str | None:
        # One notice asks for each of its names several times.
        name = unicodedata.normalize("NFC", " ".join(decoded(self._text).split()))
        if not 1 <= len(name) <= _MAX_NAME_LENGTH or _LINK_OR_FILLER.search(name):
            return None
        if _is_nobody(name.casefold()):
            return None
        if name.isalpha():
            return name
        if not all(unicodedata.category(c)[0] in "LM" or c in _NAME_MARKS for c in name):
            return None
        return name if any(unicodedata.category(c)[0] == "L" for c in name) else None


def greeting_name(name: PersonName | None, address: EmailAddress) -> str | None:
    """Return the name as a greeting at this address may show it, or None where none can be shown."""
    shown = name.presentable() if name else None
    # Where a system knows no name it takes the mailbox's, in small letters: "Hello sokafor,".
    is_mailbox = shown is not None and shown.islower() and shown == address.reveal().rpartition("@")[0]
    return None if is_mailbox else shown


def _is_nobody(name: str) -> bool:
    nobody = word_list("nobody")
    words = [word for word in _WORD_BREAK.split(name) if word]
    # "Applicant A" is nobody, and "A" may be somebody.
    named = [word for word in words if len(word) > 1] or words
    return name in nobody or all(word in nobody for word in named)


def one_line(text: str) -> str:
    """Return the text without control, format and bidi characters, its white space collapsed.

    Source: Unicode categories Cc, Cf, Co, Cs, Zl and Zp.
    """
    if text.isprintable():
        return " ".join(text.split())
    kept = (c if c in _NAME_MARKS or unicodedata.category(c) not in _UNPRINTABLE else " " for c in text)
    return " ".join("".join(kept).split())


def is_visible(text: str) -> bool:
    """Return whether a reader sees anything: a letter, number, punctuation mark or symbol that has a shape."""
    return any(unicodedata.category(c)[0] in "LNPS" and c not in _SHAPELESS for c in text)


def readable(text: str) -> str | None:
    """Return the text as one line, or None where a reader would see nothing."""
    return line if is_visible(line := one_line(text)) else None
