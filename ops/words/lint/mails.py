"""What every notice has to keep, one rule after the other. Each yields what is wrong, and what to do."""

import re
from collections.abc import Callable, Iterator

from ops.words.lint import lists
from ops.words.lint.findings import Finding
from ops.words.lint.invitations import an_invitation_leaves_the_choice, no_invitation_no_promise, one_sound_link
from ops.words.lint.readability import reads_easily
from ops.words.lint.rendered import Rendered, on_one_line, words_of
from ops.words.lint.subjects import subject_fits_a_line, subject_gives_nothing_away, subject_says_what_it_is_about

_FEWEST, _MOST = 90, 150
_DECIDED_BY = 2
_LARGEST = 30 * 1024
_UNFILLED = re.compile(r"\{[^}\s]*\}?|\}|\$[A-Za-z_]\w*|\[\[|\]\]|%[A-Z]\w*%|\*\||<%|\bNone\b|&#?\w+;|</?[A-Za-z]\w*>?")
_SENTENCE_END = re.compile(r"[.!?…:](?=\s|$)")


def everything_is_filled_in(one: Rendered) -> Iterator[str]:
    """No placeholder of whatever program, no tag and no None is shown or read out."""
    found = {match[0]: said.place for said in one.said if (match := _UNFILLED.search(said.plain))}
    for text in (one.subject, one.text, one.page.text, *one.page.read_out):
        for mark in _UNFILLED.findall(text):
            found.setdefault(mark, "the notice")
    for mark, place in found.items():
        yield f"{place} shows “{mark}”: nobody fills that in, take it out"


def both_parts_say_the_same(one: Rendered) -> Iterator[str]:
    """Text and HTML, but for the link, which is a button there."""
    if not one.text.strip() or not one.page.text:
        yield f"has no {'HTML' if one.text.strip() else 'text'} part: let layout.html show $body and $footer"
        return
    if one.page.has_empty_part or not all(paragraph.strip() for paragraph in one.paragraphs):
        yield "has an empty paragraph: fill it, or take it out"
    text, html = words_of(_with_button(one)), words_of(one.page.text)
    if text != html:
        place = next(
            (at for at, pair in enumerate(zip(text, html, strict=False)) if pair[0] != pair[1]),
            min(len(text), len(html)),
        )
        differs = " ".join((text[place:] or html[place:])[:3])
        yield f"text and HTML differ from “{differs}” on: let layout.html show $body and $footer, and no more words"


def the_decision_comes_early(one: Rendered) -> Iterator[str]:
    """It ends within the first two sentences after the greeting."""
    letter = on_one_line(" ".join(one.paragraphs[1:]))
    decisions = [said for said in one.said if said.section == "decision" and on_one_line(said.text) in letter]
    if len(decisions) != 1:
        yield f"says {len(decisions)} sentences of [decision]: one has to stand there"
        return
    before = letter.partition(on_one_line(decisions[0].text))[0]
    for said in one.said:
        # The dots in a name or a title end no sentence.
        before = before.replace(on_one_line(said.text), said.plain)
    if len(_SENTENCE_END.findall(before + decisions[0].plain)) > _DECIDED_BY:
        yield f"{decisions[0].place} ends after the second sentence: make what stands before it, or it, one sentence"


def as_long_as_a_letter(one: Rendered) -> Iterator[str]:
    """Neither a recruiter's note, nor the link, its code and the footer count."""
    note = one.told("closing.note")
    own = len(_counted(note.text)) if note else 0
    count = sum(len(_counted(paragraph)) for paragraph in one.counting) - own
    if not _FEWEST <= count <= _MOST:
        remedy = "say more" if count < _FEWEST else "leave something out"
        yield f"has {count} words, and {_FEWEST} to {_MOST} are right: {remedy}"


def nothing_forbidden(one: Rendered) -> Iterator[str]:
    """Neither a word on the language's own list, nor what is written to nobody."""
    for said in one.said:
        if word := one.wording.forbidden_in(said.plain):
            yield f"{said.place} says “{word}”, which [forbidden] forbids: say it otherwise"
        if word := lists.to_nobody(said.plain):
            yield f"{said.place} says “{word}”, as if to nobody in particular: speak to the person"


def small_enough(one: Rendered) -> Iterator[str]:
    if one.size > _LARGEST:
        yield f"has {one.size / 1024:.0f} KB, and 30 is the most: make layout.html smaller"


def names_its_language(one: Rendered) -> Iterator[str]:
    """For screen readers and for mail programs that translate."""
    languages = set(one.page.languages)
    if languages != {one.wording.language}:
        said = ", ".join(sorted(languages)) or "nothing"
        yield f'the HTML says {said} in lang: write lang="$language" into layout.html'
    if one.content_language != one.wording.language:
        yield "the header Content-Language does not name the language: functions/mail/message.py writes it"


RULES: tuple[Callable[[Rendered], Iterator[str]], ...] = (
    everything_is_filled_in,
    both_parts_say_the_same,
    the_decision_comes_early,
    as_long_as_a_letter,
    reads_easily,
    an_invitation_leaves_the_choice,
    no_invitation_no_promise,
    one_sound_link,
    nothing_forbidden,
    subject_says_what_it_is_about,
    subject_gives_nothing_away,
    subject_fits_a_line,
    small_enough,
    names_its_language,
)


def lint(one: Rendered) -> list[Finding]:
    """What all the rules have to say about one notice."""
    name = one.combination.name
    return [Finding(name, says, group=one.wording.language) for rule in RULES for says in rule(one)]


def _counted(paragraph: str) -> list[str]:
    """As a person counts: what stands between two spaces, unless it is a mark alone."""
    return [word for word in paragraph.split() if words_of(word)]


def _with_button(one: Rendered) -> str:
    link, button = one.told("invitation.link"), one.told("invitation.button")
    if link is None or button is None:
        return one.text
    paragraphs = one.text.split("\n\n")
    return "\n\n".join(button.text if part.startswith(link.text) else part for part in paragraphs)
