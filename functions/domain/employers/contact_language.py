"""The language in which a person wants to be contacted, as the form sets it at first."""

from functions.domain.employers.choices import Choices


def contact_language(choices: Choices, *tags: str | None) -> str:
    """Return the language to be contacted in that is set at first: that of the first tag which has one, else the first.

    A tag is a locale as an ATS reports it, or a page's language.
    """
    offered = [choice.id for choice in choices.languages]
    wanted = [tag.replace("_", "-").lower() for tag in tags if tag]
    exact = (name for tag in wanted for name in (tag, tag.partition("-")[0]) if name in offered)
    return next(exact, offered[0])
