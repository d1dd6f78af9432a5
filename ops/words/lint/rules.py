"""Rules that every notice must follow. Each yields what is wrong and what to do about it."""

import re
from collections.abc import Callable, Iterator

from ops.words.lint import lists
from ops.words.lint.combinations import Variant
from ops.words.lint.findings import Finding
from ops.words.lint.invitations import an_invitation_leaves_the_choice, no_invitation_no_promise, one_sound_link
from ops.words.lint.names import no_marks_collide, no_word_depends_on_a_name
from ops.words.lint.readability import reads_easily
from ops.words.lint.rendered_notice import RenderedNotice, on_one_line, words_of
from ops.words.lint.subjects import subject_fits_a_line, subject_reveals_nothing, subject_says_what_it_is_about

_FEWEST, _MOST = 90, 150
_DECIDED_BY = 2
_LARGEST = 30 * 1024
_UNFILLED = re.compile(r"\{[^}\s]*\}?|\}|\$[A-Za-z_]\w*|\[\[|\]\]|%[A-Z]\w*%|\*\||<%|\bNone\b|&#?\w+;|</?[A-Za-z]\w*>?")
_SENTENCE_END = re.compile(r"[.!?…:](?=\s|$)")


def everything_is_filled_in(notice: RenderedNotice) -> Iterator[str]:
    """Forbid placeholders of any program, tags and None in what is shown or read aloud."""
    places = {match[0]: used.place for used in notice.sentences if (match := _UNFILLED.search(used.plain))}
    for text in (notice.subject, notice.text, notice.page.text, *notice.page.read_aloud):
        for mark in _UNFILLED.findall(text):
            places.setdefault(mark, "the notice")
    for mark, place in places.items():
        yield f"{place} shows “{mark}”, which is never filled in: remove it"


def both_parts_say_the_same(notice: RenderedNotice) -> Iterator[str]:
    """Require the same words in text and HTML, except for the link, which is a button in HTML."""
    if not notice.text.strip() or not notice.page.text:
        yield f"has no {'HTML' if notice.text.strip() else 'text'} part: layout.html must contain $body and $footer"
        return
    if notice.page.has_empty_part or not all(paragraph.strip() for paragraph in notice.paragraphs):
        yield "has an empty paragraph: fill it, or remove it"
    text, html = words_of(_with_button(notice)), words_of(notice.page.text)
    if text != html:
        pairs = enumerate(zip(text, html, strict=False))
        start = next((index for index, (word, other) in pairs if word != other), min(len(text), len(html)))
        differs = " ".join((text[start:] or html[start:])[:3])
        remedy = "layout.html must contain $body and $footer, and no other words"
        yield f"text and HTML differ from “{differs}” on: {remedy}"


def the_decision_comes_early(notice: RenderedNotice) -> Iterator[str]:
    """Require the decision within the first two sentences after the greeting."""
    letter = on_one_line(" ".join(notice.paragraphs[1:]))
    decisions = [used for used in notice.sentences if used.section == "decision" and on_one_line(used.text) in letter]
    if len(decisions) != 1:
        yield f"has {len(decisions)} sentences of [decision], and must have exactly one"
        return
    before = letter.partition(on_one_line(decisions[0].text))[0]
    for used in notice.sentences:
        # A dot in a name or a title does not end a sentence.
        before = before.replace(on_one_line(used.text), used.plain)
    if len(_SENTENCE_END.findall(before + decisions[0].plain)) > _DECIDED_BY:
        yield f"{decisions[0].place} ends after the second sentence: make it, or what precedes it, one sentence"


def as_long_as_a_letter(notice: RenderedNotice) -> Iterator[str]:
    """Require 90 to 150 words, not counting recruiters' notes, the link, its code and the footer."""
    notes = sum(len(_counted(used.text)) for used in notice.sentences if used.place == "closing.note")
    count = sum(len(_counted(paragraph)) for paragraph in notice.counted_paragraphs) - notes
    if not _FEWEST <= count <= _MOST:
        remedy = "say more" if count < _FEWEST else "shorten it"
        yield f"has {count} words, and should have {_FEWEST} to {_MOST}: {remedy}"


def nothing_forbidden(notice: RenderedNotice) -> Iterator[str]:
    """Forbid the words on the language's own list, and greetings that address nobody in particular."""
    for used in notice.sentences:
        for word in notice.wording.forbidden_in(used.plain):
            yield f"{used.place} says “{word}”, which the list [forbidden] has: rephrase it"
        for word in lists.impersonal(used.plain):
            yield f"{used.place} says “{word}”, which addresses nobody in particular: address the person"


def small_enough(notice: RenderedNotice) -> Iterator[str]:
    """Require an email of at most 30 KB, so that no mail program cuts it off."""
    if notice.size > _LARGEST:
        yield f"has {notice.size / 1024:.0f} KB, and may have 30: make layout.html smaller"


def names_its_language(notice: RenderedNotice) -> Iterator[str]:
    """Require the language, for screen readers and for mail programs that translate."""
    languages = set(notice.page.languages)
    if languages != {notice.wording.language}:
        named = ", ".join(sorted(languages)) or "nothing"
        yield f'the HTML has lang {named}: write lang="$language" in layout.html'
    if notice.content_language != notice.wording.language:
        yield "the header Content-Language does not name the language: functions/mail/message.py writes it"


RULES: tuple[Callable[[RenderedNotice], Iterator[str]], ...] = (
    everything_is_filled_in,
    both_parts_say_the_same,
    the_decision_comes_early,
    as_long_as_a_letter,
    reads_easily,
    an_invitation_leaves_the_choice,
    no_invitation_no_promise,
    one_sound_link,
    nothing_forbidden,
    no_word_depends_on_a_name,
    no_marks_collide,
    subject_says_what_it_is_about,
    subject_reveals_nothing,
    subject_fits_a_line,
    small_enough,
    names_its_language,
)


def lint(notice: RenderedNotice) -> list[Finding]:
    """Apply all rules to one notice."""
    name = notice.combination.name
    return [Finding(name, message, group=notice.wording.language) for rule in RULES for message in rule(notice)]


def _counted(paragraph: str) -> list[str]:
    """Return the words as a person counts them: between spaces, without lone punctuation marks."""
    return [word for word in paragraph.split() if words_of(word)]


def _with_button(notice: RenderedNotice) -> str:
    """Return the text with the words of the button in place of the address."""
    is_member = notice.combination.variant is Variant.MEMBER
    link = notice.sentence("pool.look" if is_member else "invitation.link")
    button = notice.sentence("pool.button" if is_member else "invitation.button")
    if link is None or button is None:
        return notice.text
    shown = f"{link.text} {button.text}"
    return "\n\n".join(shown if part.startswith(link.text) else part for part in notice.text.split("\n\n"))
