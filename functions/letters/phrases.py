"""Sentences that any kind of letter may need."""

from functions.domain.personal_data import PersonName
from functions.letters.autonyms import autonym
from functions.letters.wording import Wording


def greeting(given_name: PersonName | None, wording: Wording) -> str:
    """Return the greeting, with the name only where it looks like one."""
    name = given_name.presentable() if given_name else None
    return wording.say("greeting", "named", given_name=name) if name else wording.say("greeting", "neutral")


def add_page_language(sentence: str, page_language: str, wording: Wording) -> str:
    """Return the sentence, followed by the page's language where the letter is in another one."""
    if page_language.partition("-")[0] == wording.language.partition("-")[0]:
        return sentence
    return f"{sentence} {wording.say('invitation', 'page_language', language=autonym(page_language))}"
