"""Sentences that every kind of mail may need."""

from functions.domain.personal_data import PersonName
from functions.letters.autonyms import autonym
from functions.letters.wording import Wording


def greet(given_name: PersonName | None, wording: Wording) -> str:
    """By name, where it looks like one."""
    name = given_name.presentable() if given_name else None
    return wording.say("greeting", "named", given_name=name) if name else wording.say("greeting", "neutral")


def with_page_language(sentence: str, page_language: str, wording: Wording) -> str:
    """The sentence, and in which language the page is, where that is not the mail's."""
    if page_language.partition("-")[0] == wording.language.partition("-")[0]:
        return sentence
    return f"{sentence} {wording.say('invitation', 'page_language', language=autonym(page_language))}"
