"""What a sentence leaves to be filled in, and what of it stands there whatever is."""

from string import Formatter


def left_open(sentence: str) -> set[str]:
    """The names in {braces}, with whatever else stands in them. Raises ValueError where a brace is broken."""
    return {
        name + (f"!{conversion}" if conversion else "") + (f":{spec}" if spec else "")
        for _, name, spec, conversion in Formatter().parse(sentence)
        if name is not None
    }


def without_values(sentence: str) -> str:
    """The sentence's own words. Raises ValueError where a brace is broken."""
    return " ".join("".join(literal for literal, *_ in Formatter().parse(sentence)).split())


def shown(names: set[str]) -> str:
    """The names as a person reads them: {company} and {job}."""
    return " and ".join(f"{{{name}}}" for name in sorted(names)) or "no braces"
