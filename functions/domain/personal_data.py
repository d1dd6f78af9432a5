"""Values that carry personal data: they never print themselves, `reveal()` is the only way out."""

import re
import unicodedata
from typing import Any, ClassVar, LiteralString, Self

from pydantic import GetCoreSchemaHandler, GetJsonSchemaHandler
from pydantic.json_schema import JsonSchemaValue
from pydantic_core import CoreSchema, PydanticCustomError, core_schema

_LOCAL_PART = re.compile(r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+(?:\.[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+)*")
_DOMAIN = re.compile(r"(?:[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?\.)+[A-Za-z][A-Za-z0-9-]*[A-Za-z0-9]")
# The standard library's codec would turn these into another domain, which may be another person's: the sharp s, the
# final sigma, and characters that are not seen.
_UNCHANGED_BY_IDNA_2003 = re.compile(
    "[^\u00df\u1e9e\u03c2\u00ad\u034f\u180b-\u180f\u200b-\u200f\u2060-\u206f\ufe00-\ufe0f\ufeff]*"
)
# RFC 6761, 6762 and 7686, and what ICANN keeps for private use. `.test` and `.example` are the tests' own.
_NOWHERE = frozenset({"internal", "invalid", "local", "localhost", "onion"})
_PLACEHOLDERS = frozenset(
    {"applicant", "candidate", "empty", "first", "firstname", "fname", "given", "name", "no", "none", "null", "tbd"}
    | {"test", "tester", "undefined", "unknown", "user"}
)
_WORD_BREAK = re.compile(r"[\s.-]+")
# "evil.com" would become a link; Hangul fillers are letters that nobody sees; nobody's name piles up marks.
_LINK_OR_FILLER = re.compile("\\.\\S|[\u115f\u1160\u3164\uffa0]|[\u0300-\u036f]{4,}")
# The zero width (non-)joiners belong to Persian and Indic spelling.
_NAME_MARKS = frozenset(" '’ʼ-‐.·・\u200c\u200d")
_SHAPELESS = frozenset("\u115f\u1160\u2800\u3164\uffa0")
_LONGEST_NAME = 40
_ENCODED_WORD = "=?"  # RFC 2047: it would be decoded in a header, and what it hides with it
_LONGEST_LOCAL_PART = 64  # RFC 5321, 4.5.3.1.1
_UNPRINTABLE = frozenset({"Cc", "Cf", "Co", "Cs", "Zl", "Zp"})


class Personal:
    """Text about a person, hidden from `repr`, `str`, logs and exception texts."""

    __slots__ = ("_text",)
    json_schema: ClassVar[dict[str, Any]] = {"type": "string"}

    def __init__(self, text: str) -> None:
        self._text = self.validated(text)

    @classmethod
    def validated(cls, text: str) -> str:
        """The text as it is kept. Raises PydanticCustomError, which never quotes the input."""
        return text

    def reveal(self) -> str:
        return self._text

    def __repr__(self) -> str:
        return f"<{type(self).__name__}>"

    def __eq__(self, other: object) -> bool:
        return type(other) is type(self) and other.reveal() == self._text

    def __hash__(self) -> int:
        return hash((type(self), self._text))

    @classmethod
    def __get_pydantic_core_schema__(cls, _source: Any, _handler: GetCoreSchemaHandler) -> CoreSchema:
        from_text = core_schema.no_info_after_validator_function(cls._of, core_schema.str_schema(strict=True))
        return core_schema.json_or_python_schema(
            json_schema=from_text,
            python_schema=core_schema.no_info_before_validator_function(cls._text_of, from_text),
            serialization=core_schema.plain_serializer_function_ser_schema(cls.reveal),
        )

    @classmethod
    def __get_pydantic_json_schema__(cls, _schema: CoreSchema, _handler: GetJsonSchemaHandler) -> JsonSchemaValue:
        return dict(cls.json_schema)

    @classmethod
    def _of(cls, text: str) -> Self:
        return cls(text)

    @classmethod
    def _text_of(cls, value: Any) -> Any:
        return value.reveal() if isinstance(value, cls) else value


class EmailAddress(Personal):
    """A deliverable address: ASCII local part, domain in punycode (SES has no SMTPUTF8)."""

    __slots__ = ()
    json_schema: ClassVar[dict[str, Any]] = {"type": "string", "format": "email", "maxLength": 254}

    @classmethod
    def validated(cls, text: str) -> str:
        local, at, domain = text.strip().rpartition("@")
        domain = _in_punycode(domain)
        address = f"{local}@{domain}"
        fits = len(local) <= _LONGEST_LOCAL_PART and len(address) <= cls.json_schema["maxLength"]
        if not at:
            raise _undeliverable("no @")
        if not local.isascii():
            raise _undeliverable("its local part is not ASCII")
        if not _LOCAL_PART.fullmatch(local) or _ENCODED_WORD in local:
            raise _undeliverable("its local part")
        if not _DOMAIN.fullmatch(domain):
            raise _undeliverable("its domain")
        if domain.rpartition(".")[2] in _NOWHERE:
            raise _undeliverable("a domain that is never in the public DNS")
        if not fits:
            raise _undeliverable("too long")
        return address


def _in_punycode(domain: str) -> str:
    """The domain as DNS knows it; empty where it would become another one, or is none."""
    if not _UNCHANGED_BY_IDNA_2003.fullmatch(domain):
        return ""
    try:
        return domain.encode("idna").decode("ascii").lower()
    except UnicodeError:
        return ""


def _undeliverable(why: LiteralString) -> PydanticCustomError:
    return PydanticCustomError("email_address", "not an e-mail address that can be delivered to: {why}", {"why": why})


class PersonName(Personal):
    """A name as an ATS reports it, which is not to be trusted."""

    __slots__ = ()

    def presentable(self) -> str | None:
        """The name as a greeting may show it, or None where it does not look like one."""
        name = unicodedata.normalize("NFC", " ".join(self._text.split()))
        if not 1 <= len(name) <= _LONGEST_NAME or _LINK_OR_FILLER.search(name):
            return None
        if all(word in _PLACEHOLDERS for word in _WORD_BREAK.split(name.casefold()) if word):
            return None
        if not all(unicodedata.category(c)[0] in "LM" or c in _NAME_MARKS for c in name):
            return None
        return name if any(unicodedata.category(c)[0] == "L" for c in name) else None


def one_line(text: str) -> str:
    """The text without control, format and bidi characters, its white space folded.

    Source: Unicode categories Cc, Cf, Co, Cs, Zl and Zp.
    """
    kept = (c if c in _NAME_MARKS or unicodedata.category(c) not in _UNPRINTABLE else " " for c in text)
    return " ".join("".join(kept).split())


def is_visible(text: str) -> bool:
    """Whether a reader sees anything: a letter, number, punctuation mark or symbol that has a shape."""
    return any(unicodedata.category(c)[0] in "LNPS" and c not in _SHAPELESS for c in text)
