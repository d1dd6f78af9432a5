"""The linter sees what is wrong with a notice, and says so: mutants of the templates and of the mail itself."""

import re
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any, get_args

import pytest

from functions.domain.employers.language import Language
from ops.words.lint import lists
from ops.words.lint.combinations import Combination, Variant
from ops.words.lint.invitations import an_invitation_leaves_the_choice, no_invitation_no_promise
from ops.words.lint.readability import reads_easily
from ops.words.lint.recorder import RecordingWording
from ops.words.lint.rendered_notice import RenderedNotice, render
from ops.words.lint.rules import as_long_as_a_letter, lint
from ops.words.source import read_wording
from tests.builders import policy
from tests.unit.ops.words.lint.test_lint_words import copied, write

# Official, and in one breath.
HARD = {
    "de": "Unter Berücksichtigung sämtlicher Gesichtspunkte der Entscheidungsfindung beziehungsweise Personalauswahl "
    "haben die verantwortlichen Führungskräfte übereinstimmend festgestellt, dass Bewerbungsunterlagen grundsätzlich "
    "einer eingehenden Plausibilitätsüberprüfung unterzogen werden müssen, bevor irgendwelche weiterführenden "
    "Auswahlgespräche vereinbart werden können.",
    "en": "In consideration of organizational requirements and subsequent evaluation procedures, the responsible "
    "administrative committee unanimously concluded that applications necessitate additional verification of "
    "professional qualifications prior to any continuation of recruitment activities within our organization.",
    "es": "Considerando las circunstancias organizativas y las correspondientes evaluaciones administrativas, la "
    "comisión responsable determinó unánimemente que las candidaturas requieren verificaciones adicionales de "
    "cualificaciones profesionales anteriores a cualquier continuación de actividades de reclutamiento internacional "
    "dentro de nuestra organización multinacional y sus departamentos administrativos correspondientes.",
    "fr": "Conformément aux considérations organisationnelles et aux évaluations administratives correspondantes, la "
    "commission responsable déterminait unanimement que les candidatures nécessitent des vérifications "
    "supplémentaires de qualifications professionnelles préalablement à toute continuation des activités "
    "internationales de recrutement, considérant les particularités administratives organisationnelles.",
    "pl": "Uwzględniając uwarunkowania organizacyjne oraz przeprowadzone postępowania weryfikacyjne, odpowiedzialna "
    "komisja kwalifikacyjna jednomyślnie postanowiła, że zgłoszenia wymagają dodatkowego sprawdzenia kwalifikacji "
    "zawodowych przed jakąkolwiek kontynuacją międzynarodowych działań rekrutacyjnych przedsiębiorstwa.",
    "pt": "Considerando as circunstâncias organizacionais e as correspondentes avaliações administrativas, a comissão "
    "responsável determinou unanimemente que as candidaturas necessitam de verificações adicionais de qualificações "
    "profissionais anteriormente a qualquer continuação das atividades internacionais de recrutamento, considerando "
    "particularmente as particularidades administrativas organizacionais.",
}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return copied(tmp_path)


def notice(
    folder: Path, language: Language = "en", variant: Variant = Variant.INVITED, reason: Any = "unspecified"
) -> RenderedNotice:
    wording = RecordingWording.of(read_wording(language, folder))
    return render(Combination(language, "applied", reason, variant), policy=policy(), wording=wording)


def said_of(one: RenderedNotice) -> list[str]:
    assert {finding.where for finding in lint(one)} <= {one.combination.name}
    return [finding.message for finding in lint(one)]


def edit(folder: Path, old: str, new: str) -> None:
    """Changes the layout; $language still has to stand in it."""
    layout = folder / "layout.html"
    content = layout.read_text("utf-8")
    assert old in content
    layout.write_text(content.replace(old, new), "utf-8")


def changed(folder: Path, sentences: Mapping[str, str], language: Language = "en") -> None:
    for place, sentence in sentences.items():
        write(folder, f"{language}.toml", place, sentence)


def test_a_notice_of_today_has_no_finding(folder: Path) -> None:
    assert [said_of(notice(folder, language)) for language in get_args(Language)] == [[]] * len(get_args(Language))


@pytest.mark.parametrize(
    ("place", "sentence", "mark"),
    [
        ("greeting.named", "Hello {given_name} {{last_name}},", "{last_name}"),
        ("greeting.named", "Hello {given_name} {{{{last_name}}}},", "{{last_name}"),
        ("end.regards", "Kind regards from $team", "$team"),
        ("care.applied", "None of this is easy.", "None"),
        ("care.applied", "We&nbsp;know.", "&nbsp;"),
        ("care.applied", "We <b>know</b>.", "<b>"),
        ("footer.why", "You get this from %COMPANY%.", "%COMPANY%"),
    ],
)
def test_what_nobody_fills_in_is_found(folder: Path, place: str, sentence: str, mark: str) -> None:
    changed(folder, {place: sentence})
    assert f"{place} shows “{mark}”, which is never filled in: remove it" in said_of(notice(folder))


def test_what_the_layout_leaves_open_is_found(folder: Path) -> None:
    edit(folder, "$footer", "$footer $$name {{unsubscribe}}")
    found = said_of(notice(folder))
    assert "the notice shows “$name”, which is never filled in: remove it" in found
    assert "the notice shows “{{unsubscribe}”, which is never filled in: remove it" in found


def test_a_part_that_is_missing_or_says_something_else_is_found(folder: Path) -> None:
    one = notice(folder)
    assert "has no HTML part: layout.html must contain $body and $footer" in said_of(replace(one, html=""))
    assert "has no text part: layout.html must contain $body and $footer" in said_of(replace(one, text=" \n"))
    empty = "has an empty paragraph: fill it, or remove it"
    assert said_of(replace(one, html=one.html.replace("<p ", "<p> </p><p ", 1))) == [empty]
    assert said_of(replace(one, text=one.text.replace("\n\n", "\n\n\n\n", 1))) == [empty]
    differ = "text and HTML differ from “{}” on: layout.html must contain $body and $footer, and no other words"
    assert said_of(replace(one, text=one.text + "Really.")) == [differ.format("Really")]
    edit(folder, "$footer", "$footer<br>Sent by a machine.")
    assert said_of(notice(folder)) == [differ.format("Sent by a")]


def test_a_decision_that_comes_late_is_found(folder: Path) -> None:
    late = "decision.{} ends after the second sentence: make it, or what precedes it, one sentence"
    changed(folder, {"thanks.applied": "Thank you, {company}. It was about the {job} position."})
    assert said_of(notice(folder)) == [late.format("applied")]
    changed(folder, {"thanks.applied": "Thank you for the {job} position at {company}."})
    changed(folder, {"decision.position_cancelled": "We are sorry. The position has been cancelled."})
    assert said_of(notice(folder, reason="position_cancelled")) == [late.format("position_cancelled")]
    assert said_of(notice(folder)) == []


def test_a_decision_that_is_not_there_is_found(folder: Path) -> None:
    one = notice(folder)
    others = tuple(said for said in one.sentences if said.section != "decision")
    assert said_of(replace(one, sentences=others)) == ["has 0 sentences of [decision], and must have exactly one"]


def test_dots_in_names_end_no_sentence(folder: Path) -> None:
    of = policy(brand={"name": "St. John Inc. for Dr. Who"})
    wording = RecordingWording.of(read_wording("en", folder))
    one = render(Combination("en", "applied", "unspecified", Variant.INVITED), policy=of, wording=wording)
    assert not [says for says in said_of(one) if "second sentence" in says]


def test_a_notice_that_is_too_short_or_too_long_is_found(folder: Path) -> None:
    changed(
        folder,
        {"no_invitation.your_data": "Ask {privacy_contact}.", "care.applied": "We know.", "end.questions": "Ask."},
    )
    (short,) = said_of(notice(folder, variant=Variant.NOT_INVITED))
    assert re.fullmatch(r"has \d\d words, and should have 90 to 150: say more", short)
    changed(folder, {"care.applied": "We know. " * 30 + "Yes."})
    (long,) = said_of(notice(folder))
    assert re.fullmatch(r"has 1\d\d words, and should have 90 to 150: shorten it", long)


def test_neither_a_note_nor_the_link_and_the_footer_count(folder: Path) -> None:
    before = as_long_as_a_letter(notice(folder)), as_long_as_a_letter(notice(folder, variant=Variant.NOTED))
    long = "word " * 150
    changed(
        folder, {"invitation.link": f"{long} {{join_until}}:", "invitation.code": f"{long}:", "footer.why": f"{long}."}
    )
    one = notice(folder, variant=Variant.NOTED)
    note = one.sentence("closing.note")
    assert note is not None
    longer = replace(note, text=note.text + long)
    said = tuple(longer if one is note else one for one in one.sentences)
    letter = replace(one, text=one.text.replace(note.text, longer.text), sentences=said)
    assert [*as_long_as_a_letter(letter)] == [*before[1]] == []
    assert [*as_long_as_a_letter(notice(folder))] == [*before[0]] == []


@pytest.mark.parametrize(("language", "sentence"), HARD.items())
def test_what_reads_too_hard_is_found_with_the_sentence_that_makes_it_so(
    folder: Path, language: Language, sentence: str
) -> None:
    assert [*reads_easily(notice(folder, language))] == []
    changed(folder, {"care.applied": sentence}, language)
    (says,) = (one for one in said_of(notice(folder, language)) if one.startswith("is hard to read: the "))
    assert says.endswith(". Make care.applied shorter or simpler")


def test_names_and_titles_do_not_make_a_notice_hard(folder: Path) -> None:
    one = notice(folder)
    said = tuple(replace(said, text=f"{said.text} {HARD['en']}") for said in one.sentences)
    assert [*reads_easily(replace(one, sentences=said))] == []


@pytest.mark.parametrize(
    ("language", "offer", "unsaid"),
    [
        (
            "de",
            "Das ist freiwillig, und wenn Sie nichts tun, schreiben wir nicht.",
            "that it has no effect on any application",
        ),
        ("en", "It has no effect. If you do nothing, we are silent.", "that it is voluntary"),
        ("es", "Es voluntario y no influye.", "what happens if the candidate does nothing"),
        ("fr", "Si vous ne faites rien, rien. C’est facultatif.", "that it has no effect on any application"),
        ("pl", "Nie ma wpływu. Jeśli nic nie zrobisz, nic.", "that it is voluntary"),
        ("pt", "É voluntário e não afeta nada.", "what happens if the candidate does nothing"),
    ],
)
def test_an_invitation_that_leaves_something_unsaid_is_found(
    folder: Path, language: Language, offer: str, unsaid: str
) -> None:
    changed(folder, {"invitation.offer": offer}, language)
    says = f"invitation.offer does not say {unsaid}: add it (ops/words/lint/lists.toml has the accepted phrases)"
    assert [*an_invitation_leaves_the_choice(notice(folder, language))] == [says]


def test_an_invitation_without_its_offer_is_found(folder: Path) -> None:
    one = notice(folder)
    offer = one.sentence("invitation.offer")
    assert offer is not None
    says = "invites without all of invitation.offer: include it"
    assert says in said_of(replace(one, text=one.text.replace(offer.text, offer.text[:40])))


@pytest.mark.parametrize(
    ("language", "promise"),
    [
        ("de", "Wir bleiben in Kontakt."),
        ("en", "We will keep in touch."),
        ("es", "Nos pondremos en contacto."),
        ("fr", "Nous reviendrons vers vous."),
        ("pl", "Odezwiemy się."),
        ("pt", "Voltaremos a escrever."),
    ],
)
def test_a_promise_to_who_is_not_invited_is_found(folder: Path, language: Language, promise: str) -> None:
    changed(folder, {"no_invitation.nothing_to_do": promise}, language)
    (word,) = lists.promises(language, promise)
    says = f"no_invitation.nothing_to_do promises something with “{word}”, but nobody was invited: remove it"
    assert [*no_invitation_no_promise(notice(folder, language, Variant.NOT_INVITED))] == [says]
    assert [*no_invitation_no_promise(notice(folder, language))] == []


@pytest.mark.parametrize("language", get_args(Language))
def test_a_part_of_an_offer_to_who_is_not_invited_is_found(folder: Path, language: Language) -> None:
    offer = read_wording(language, folder).sentences["invitation"]["offer"]
    changed(folder, {"no_invitation.nothing_to_do": re.split(r"(?<=[.?]) ", offer)[-1]}, language)
    says = "repeats invitation.offer, but invites nobody: remove it"
    assert says in said_of(notice(folder, language, Variant.NOT_INVITED))


def test_a_forbidden_word_is_found_with_its_sentence(folder: Path) -> None:
    changed(folder, {"care.applied": "We saw stronger ones, and other candidates came first."})
    rephrase = "which the list [forbidden] has: rephrase it"
    says = [f"care.applied says “{word}”, {rephrase}" for word in ("stronger", "other candidates")]
    assert said_of(notice(folder)) == says


def test_all_that_promises_something_is_found_at_once(folder: Path) -> None:
    changed(
        folder, {"no_invitation.nothing_to_do": "We keep you on file, and you will hear from us: we keep in touch."}
    )
    told = [*no_invitation_no_promise(notice(folder, variant=Variant.NOT_INVITED))]
    assert [re.findall("“(.*)”", line)[0] for line in told] == ["on file", "hear from us", "in touch"]


@pytest.mark.parametrize(
    ("language", "place", "sentence", "before"),
    [
        ("fr", "thanks.applied", "Merci de votre candidature au poste de {job} chez {company}.", "de {job}"),
        ("fr", "closing.note", "Un mot de {recruiter} : « {note} »", "de {recruiter}"),
        ("es", "subject.one", "Su solicitud para ser una {title} en {company}", "una {title}"),
        ("pt", "subject.one", "Sua candidatura à vaga de {title} na {company}", "na {company}"),
        ("de", "subject.one", "Ihre Bewerbung beim {company}: {title}", "beim {company}"),
        ("pl", "subject.one", "Twoje zgłoszenie do {company}: {title}", "do {company}"),
        ("en", "subject.one", "Your application as a {title} at {company}", "a {title}"),
    ],
)
def test_a_word_that_depends_on_the_name_after_it_is_found(
    folder: Path, language: Language, place: str, sentence: str, before: str
) -> None:
    changed(folder, {place: sentence.replace(" :", "\u00a0:")}, language)
    says = f"{place} has “{before}”, which is wrong for some names: put a noun or quotation marks between"
    assert says in said_of(notice(folder, language, Variant.NOTED))


def test_marks_that_collide_are_found(folder: Path) -> None:
    changed(folder, {"thanks.applied": "Thank you for applying (for {job}) at {company}."})
    found = said_of(notice(folder))
    assert [line for line in found if line.startswith("two marks collide in “")]
    changed(folder, {"thanks.applied": "Thank you for {job} at {company}..."})
    assert not [line for line in said_of(notice(folder)) if "collide" in line]


def test_a_mail_to_nobody_is_found(folder: Path) -> None:
    changed(folder, {"greeting.neutral": "Sehr geehrte Damen und Herren,"})
    greeting = "greeting.neutral says “Sehr geehrte Damen und Herren”"
    says = f"{greeting}, which addresses nobody in particular: address the person"
    assert said_of(notice(folder, variant=Variant.NAMELESS)) == [says]


def test_a_link_too_many_or_too_few_is_found(folder: Path) -> None:
    one, without = notice(folder), notice(folder, variant=Variant.NOT_INVITED)
    link = one.page.links[0]
    assert "has 0 links in HTML and 1 in text: each must have 1" in said_of(
        replace(one, html=one.html.replace("href", "id"))
    )
    assert "has 1 links in HTML and 0 in text: each must have 0" in said_of(replace(without, html=one.html))
    edit(folder, "$footer", '$footer<img src="https://acme.example/pixel" alt="">')
    assert said_of(notice(folder)) == ["has 2 links in HTML and 1 in text: each must have 1"]
    changed(folder, {"closing.one_position": "Look at www.acme.example again."})
    assert "has 2 links in HTML and 2 in text: each must have 1" in said_of(notice(folder))
    assert link.endswith(f"#{'c' * 80}")


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ("https:", "http:", "the link is not https: correct the site's address"),
        ("#c", "#", "the link lacks the code after its #: functions/letters/rejection.py puts it there"),
        ("/#", "/", "the link lacks the code after its #: functions/letters/rejection.py puts it there"),
    ],
)
def test_an_unsound_link_is_found(folder: Path, old: str, new: str, says: str) -> None:
    one = notice(folder)
    link = one.page.links[0]
    both = {part: getattr(one, part).replace(link, link.replace(old, new)) for part in ("text", "html")}
    assert said_of(replace(one, **both)) == [says]
    same = "the link differs between text and HTML: both come from functions/letters/layout.py"
    assert same in said_of(replace(one, html=both["html"]))


@pytest.mark.parametrize(
    ("language", "word"),
    [
        ("de", "Absage"),
        ("en", "Great news"),
        ("es", "Lo sentimos"),
        ("fr", "Refus"),
        ("pl", "niestety"),
        ("pt", "PARABÉNS"),
    ],
)
def test_a_subject_that_gives_the_answer_away_is_found_in_any_language(
    folder: Path, language: Language, word: str
) -> None:
    changed(folder, {"subject.one": f"{word}: {{title}}, {{company}}"})
    says = f"the subject reveals the answer with “{word}”: let subject.one say only what the email is about"
    assert said_of(notice(folder)) == [says]
    changed(folder, {"subject.several": f"{word}: {{company}}"}, language)
    assert f"{says.replace('.one', '.several')}" in said_of(notice(folder, language, Variant.SEVERAL))


@pytest.mark.parametrize(("section", "name"), [("decision", "applied"), ("reason", "schedule"), ("care", "final")])
def test_a_subject_that_says_the_answer_is_found(folder: Path, section: str, name: str) -> None:
    changed(folder, {f"{section}.{name}": "It went to Kim."})
    changed(folder, {"subject.one": "{title} at {company}: it went to Kim"})
    assert said_of(notice(folder)) == [f"the subject repeats {section}.{name}: let it say only what the email is about"]


def test_a_subject_that_names_nothing_is_found(folder: Path) -> None:
    assert said_of(replace(notice(folder), subject="Your application")) == [
        "the subject does not name the title: add {title} to subject.one",
        "the subject does not name the company: add {company} to subject.one",
    ]


def test_a_subject_that_is_too_long_or_has_control_characters_is_found(folder: Path) -> None:
    one = notice(folder)
    says = "the subject has a control character: remove it"
    assert said_of(replace(one, subject=f"{one.subject}\x07")) == [says]
    changed(folder, {"subject.one": "About what you sent to us some time ago for the job of {title} at {company}"})
    (says,) = said_of(notice(folder))
    assert re.fullmatch(r"the subject has \d\d characters, and only 78 are shown: shorten it", says)


def test_a_mail_that_is_too_big_is_found(folder: Path) -> None:
    edit(folder, "$footer", f"$footer<!-- {'x' * 40_000} -->")
    (says,) = said_of(notice(folder))
    assert re.fullmatch(r"has [45]\d KB, and may have 30: make layout.html smaller", says)


def test_a_language_that_is_not_named_is_found(folder: Path) -> None:
    header = "the header Content-Language does not name the language: functions/mail/message.py writes it"
    assert said_of(replace(notice(folder), content_language="None")) == [header]
    edit(folder, 'lang="$language"', 'lang="en"')
    assert said_of(notice(folder)) == []
    assert said_of(notice(folder, "fr-CA")) == ['the HTML has lang en: write lang="$language" in layout.html']
    edit(folder, ' lang="en"', "")
    assert said_of(notice(folder)) == ['the HTML has lang nothing: write lang="$language" in layout.html']
