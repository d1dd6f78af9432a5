"""The forbidden words of each language: what a recruiter may not say in a note, and what only looks like it."""

import pytest

from functions.domain.employers.language import Language
from ops.words.source import read_wording

FORBIDDEN: dict[Language, list[str]] = {
    "de": [
        "Andere Bewerbungen haben besser überzeugt.",
        "Eine Person hat uns mehr überzeugt.",
        "Ein anderes Profil war überzeugender.",
        "Wir kommen auf Sie zurück.",
        "Sie sind zu erfahren für diese Stelle.",
        "Das passt nicht zu unserer Altersstruktur.",
        "Wir sind ein junges Team.",
        "Wir suchen einen jungen Menschen.",
        "Ein junger Mann wird es machen.",
        "Wir bewahren Ihren Lebenslauf auf.",
    ],
    "en": [
        "We found a better candidate.",
        "You are too experienced for this.",
        "You were less experienced.",
        "We will keep you in mind.",
        "I will contact you in spring.",
        "We chose the strongest.",
    ],
    "es": [
        "Otra persona fue mejor.",
        "Encontramos a alguien mejor.",
        "Buscamos a alguien más idóneo.",
        "Tiene demasiada experiencia.",
        "Le tendremos en cuenta.",
        "Guardaremos sus datos.",
        "Volveremos a contactarle.",
    ],
    "fr": [
        "Un autre avait plus d'expérience que vous.",
        "Vous avez trop d’expérience.",
        "Nous cherchions un profil plus solide.",
        "Un meilleur dossier nous est parvenu.",
        "Nous gardons vos coordonnées.",
        "Nous penserons à vous.",
        "Je vous rappellerai.",
        "Nous gardons cela sous le coude.",
    ],
    "pl": [
        "Zachowamy Pani CV.",
        "Wrócimy do Pana.",
        "Pani dzieci są małe.",
        "Martwi mnie stan Pani zdrowia.",
        "Pana zdrowie jest ważne.",
        "Pani akcent był słyszalny.",
        "W Pani CV jest przerwa.",
        "Będziemy mieć Panią na uwadze.",
        "Pana rodzina jest duża.",
        "Byli lepsi kandydaci.",
        "Wybraliśmy najlepszych. Najlepsi kandydaci przeszli dalej.",
        "Inni byli silniejsi.",
        "Młodsi kandydaci uczą się szybciej.",
        "Inni byli bardziej doświadczeni.",
        "Inna osoba wypadła na rozmowie świetnie.",
        "Będziemy o Tobie pamiętać.",
    ],
    "pt": [
        "Outra pessoa foi melhor.",
        "Chegou um perfil melhor.",
        "Procurávamos outro perfil.",
        "Você é muito novo.",
        "É novo demais para a vaga.",
        "Tem experiência demais.",
        "Ficaremos com o seu currículo.",
        "Guardamos o seu CV.",
        "Voltaremos a contactá-lo.",
    ],
}

ALLOWED: dict[Language, list[str]] = {
    "de": [
        "Herr Junge hat sich über das Gespräch gefreut.",
        "Frau Junge dankt Ihnen für die Fragen.",
        "Danke, dass Sie gefragt haben, um mehr zu erfahren.",
        "Ihre Antworten haben überzeugt.",
        "Ihre Beispiele aus dem Lager waren klar.",
    ],
    "en": [
        "I liked how you described better ways to pack.",
        "Your strong knowledge of safety came through.",
        "Thank you for telling me about your experience.",
        "You can contact me when you have questions.",
        "Keep asking good questions.",
    ],
    "es": [
        "Me gustó cómo explicó el mejor modo de embalar.",
        "Su experiencia con carretillas quedó clara.",
        "Tendremos una nueva línea en mayo.",
        "Puede contactarme si tiene preguntas.",
    ],
    "fr": [
        "J'ai aimé vos exemples d'atelier.",
        "Votre expérience de cariste était claire.",
        "Gardez cette curiosité.",
        "N'hésitez pas à me rappeler votre question.",
    ],
    "pl": [
        "Dziękuję Panu za przykłady z magazynu.",
        "Pani doświadczenie w pakowaniu było jasno opisane.",
        "Pana pytania o bezpieczeństwo mi się podobały.",
        "Zapraszam do naszej firmy rodzinnej na dzień otwarty.",
        "Praca na panelach wymaga uprawnień.",
    ],
    "pt": [
        "Gostei de como você explicou o melhor modo de embalar.",
        "A sua experiência com empilhadeira ficou clara.",
        "O processo é muito novo para nós.",
        "O seu currículo está bem escrito.",
        "Obrigada por perguntar sobre segurança.",
    ],
}

EACH_FORBIDDEN = [(language, note) for language, notes in FORBIDDEN.items() for note in notes]
EACH_ALLOWED = [(language, note) for language, notes in ALLOWED.items() for note in notes]


@pytest.mark.parametrize(("language", "note"), EACH_FORBIDDEN)
def test_a_note_that_compares_promises_or_touches_on_what_is_private_is_caught(language: Language, note: str) -> None:
    assert read_wording(language).forbids(note)
    assert read_wording(language).forbids(note.upper())


@pytest.mark.parametrize(("language", "note"), EACH_ALLOWED)
def test_a_note_that_only_looks_like_it_is_not(language: Language, note: str) -> None:
    assert not read_wording(language).forbids(note)


def test_either_apostrophe_is_caught() -> None:
    for note in ("Vous avez trop d'expérience.", "Vous avez trop d’expérience."):
        assert read_wording("fr").forbids(note)
