"""Renderers: the words and values of one page, of one employer, in one language."""

from dataclasses import dataclass

from functions.domain.employers.employers import Employer, Employers
from ops.deploy.site_pages import Renderer
from ops.deploy.site_sources import Sources
from ops.deploy.site_values import elements, values
from ops.deploy.site_words import Words

# Whoever comes by an old link, or with a code typed in, may be another employer's candidate.
_SHARED = ("stay/index.html", "address/index.html")


@dataclass(frozen=True)
class Renderers:
    """All that the pages say, for each employer and language."""

    sources: Sources
    employers: Employers

    def of_page(self, page: str, employer: Employer, language: str) -> Renderer:
        """Return the renderer of an employer's page."""
        words, neutral = self.sources.words[language], self._is_neutral(page, employer)
        said = values(words, employer, self.employers.default, neutral=neutral)
        return Renderer(words, said, elements(words, employer, page, self.sources.words, neutral=neutral))

    def of_parts(self, words: Words) -> Renderer:
        """Return the renderer of what all employers share."""
        return Renderer(words, {"language.tag": words.language, "language.direction": words.direction})

    def _is_neutral(self, page: str, employer: Employer) -> bool:
        return page in _SHARED and not employer.id and any(self.employers.others)
