"""Answers that a person reads without our page: HTML with no script, in the site's look where the site is at hand.

Nothing of the call stands in them.
"""

from html import escape
from string import Template

from functions.optin.problems import Problem
from functions.runtime.http.request import Response

_PAGE = Template("""<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<title>$title</title>
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex">
<meta name="referrer" content="no-referrer">
<link rel="stylesheet" href="/assets/style.css">
</head>
<body>
<main id="main">
<h1>$title</h1>
<p class="lead">$lead</p>
$rest
</main>
</body>
</html>
""")
# Without an address of its own it goes where the page came from. The field is that of RFC 8058.
_FORM = (
    '<form method="post"><input type="hidden" name="List-Unsubscribe" value="One-Click">'
    '<p class="actions"><button type="submit">{}</button></p></form>'
)
_HEADERS = {
    # CloudFront puts the site's own in its place; this one is for whoever calls the API itself.
    "Content-Security-Policy": "default-src 'none'; style-src 'self'; form-action 'self'; base-uri 'none'; "
    "frame-ancestors 'none'",
    "Referrer-Policy": "no-referrer",
}


def page(title: str, lead: str, *, button: str | None = None, status: int = 200) -> Response:
    """With a button, one that posts to the page's own address."""
    form = _FORM.format(escape(button)) if button else ""
    body = _PAGE.substitute(title=escape(title), lead=escape(lead), rest=form)
    return Response(body, status, "text/html; charset=utf-8", _HEADERS)


def problem_page(problem: Problem) -> Response:
    answer = page(problem.title, problem.detail, status=problem.status)
    return Response(answer.body, answer.status, answer.media_type, {**answer.headers, **problem.headers()})
