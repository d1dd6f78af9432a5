"""The header and footer of an HTML answer: whose page it is, as on the site's own pages."""

from html import escape
from string import Template

from functions.domain.lean_dataclass import dataclass

_HEADER = Template("""<header class="top">
<a class="brand" href="$path"><img src="/icon.svg" alt="" width="32" height="32">$name</a>
</header>
""")
_FOOTER = Template("""<footer class="foot">
<p>$name, $address</p>
<p><a href="mailto:$contact">$contact</a></p>
</footer>
""")


@dataclass(frozen=True)
class PageOwner:
    """The employer whose page it is: the name, where their own pages are on the site, and how to reach them."""

    name: str
    path: str
    address: str
    contact: str


def frame_of(owner: PageOwner) -> tuple[str, str]:
    """Return the header and the footer of this employer's pages."""
    shown = {name: escape(value) for name, value in vars(owner).items()}
    return _HEADER.substitute(shown), _FOOTER.substitute(shown)
