"""The `Accept-Language` header of a call."""

_MAX_TAGS = 20


def preferred_languages(header: str) -> list[str]:
    """Return the tags of an `Accept-Language` header by their weight (RFC 9110). What can't be read is left out."""
    weighted = []
    for entry in header.split(",")[:_MAX_TAGS]:
        tag, _, weight = entry.replace(" ", "").partition(";q=")
        try:
            weighted.append((float(weight or 1), tag))
        except ValueError:
            continue
    return [tag for weight, tag in sorted(weighted, key=lambda pair: -pair[0]) if tag not in {"", "*"} and weight > 0]
