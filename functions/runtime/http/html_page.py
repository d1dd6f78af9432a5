"""Answers that a person reads without our page: HTML without a script.

They are styled like the site if its stylesheet is reachable. They contain nothing from the request.
"""

from html import escape
from string import Template

from functions.runtime.http.html_frame import PageOwner, frame_of
from functions.runtime.http.problem import ProblemDetails
from functions.runtime.http.response import Response

_PAGE = Template("""<!doctype html>
<html lang="$language">
<head>
<meta charset="utf-8">
<title>$title</title>
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex">
<meta name="referrer" content="no-referrer">
<link rel="stylesheet" href="/style.css">
</head>
<body>
$header<main id="main">
<h1>$title</h1>
<p class="lead">$lead</p>
$form
</main>
$footer</body>
</html>
""")
# A form without an action posts to the page's own address. The field is the one of RFC 8058.
_FORM = (
    '<form method="post"><input type="hidden" name="List-Unsubscribe" value="One-Click">'
    '<p class="actions"><button type="submit">{}</button></p></form>'
)
_HEADERS = {
    # CloudFront replaces it with the site's own; this one is for callers of the API's own address.
    "Content-Security-Policy": "default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self'; "
    "base-uri 'none'; frame-ancestors 'none'",
    "Referrer-Policy": "no-referrer",
}


def page(
    title: str,
    lead: str,
    *,
    language: str,
    button: str | None = None,
    status: int = 200,
    owner: PageOwner | None = None,
) -> Response:
    """Return the page. A button posts to the page's own address. `owner`: whose header and footer it has."""
    form = _FORM.format(escape(button)) if button else ""
    header, footer = frame_of(owner) if owner else ("", "")
    texts = {"title": escape(title), "lead": escape(lead)}
    body = _PAGE.substitute(texts, language=language, form=form, header=header, footer=footer)
    return Response(body, status, "text/html; charset=utf-8", _HEADERS)


def problem_page(problem: ProblemDetails) -> Response:
    """Return the problem as a page."""
    shown = page(problem.title, problem.detail, language=problem.language, status=problem.status)
    return Response(shown.body, shown.status, shown.media_type, {**shown.headers, **problem.headers()})
