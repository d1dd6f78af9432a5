"""The outbox as HTML. Everything from an email is escaped; its HTML part is shown only in a sandboxed frame."""

from collections.abc import Mapping
from html import escape
from pathlib import Path
from string import Template

from ops.outbox.entries import Entry, Fold, entries
from ops.outbox.mails import SentMail

LIVE = Path(__file__).with_name("live.js").read_bytes()
_PAGE = Template(Path(__file__).with_name("page.html").read_text("utf-8"))
_ENTRY = Template(
    '<li><a href="/mail/$number"$current><b>$to</b><time datetime="$sent">$time</time>'
    "$story<span>$subject</span></a></li>"
)
_FOLD = Template(
    '<li><details id="$name"$open><summary>$count emails: $subject</summary><ul>$entries</ul></details></li>'
)
_MAIL = Template(
    "<dl>$headers</dl>$invitation$others"
    '<div class="parts"><section><h2>HTML part</h2>'
    '<iframe sandbox="allow-popups allow-popups-to-escape-sandbox" src="/html/$number" title="HTML part"></iframe>'
    "</section><section><h2>Text part</h2><pre>$text</pre></section></div>"
)
_EMPTY = '<p class="none">No email has been sent yet.</p>'


def outbox(mails: list[SentMail], shown: int, stories: Mapping[str, str]) -> str:
    """Return the page: the list, and the email with the index `shown`. `stories` is by address, in their order."""
    return _PAGE.substitute(
        count="1 email" if len(mails) == 1 else f"{len(mails)} emails",
        entries="".join(_line(entry, shown, stories) for entry in entries(mails, stories)),
        mail=_mail(shown, mails[shown]) if mails else _EMPTY,
    )


def html_part(mail: SentMail) -> str:
    """Return the HTML part as sent, except that links open a new tab: the opt-in page refuses to be framed."""
    return mail.html.replace("<head>", '<head><base target="_blank">', 1)


def _line(entry: Entry | Fold, shown: int, stories: Mapping[str, str]) -> str:
    if isinstance(entry, Entry):
        return _entry(entry, stories, current=entry.number == shown)
    return _FOLD.substitute(
        name=f"fold-{entry.entries[-1].number}",
        open=" open" if shown in [one.number for one in entry.entries] else "",
        count=len(entry.entries),
        subject=escape(entry.subject),
        entries="".join(_entry(one, stories, current=one.number == shown) for one in entry.entries),
    )


def _entry(entry: Entry, stories: Mapping[str, str], *, current: bool) -> str:
    mail = entry.mail
    matching = [stories[address] for address in mail.to if address in stories]
    return _ENTRY.substitute(
        number=entry.number,
        current=' aria-current="page"' if current else "",
        to=escape(", ".join(mail.to)),
        story="".join(f"<em>{escape(story)}</em>" for story in matching),
        subject=escape(mail.subject),
        sent=mail.sent_at.isoformat(),
        time=f"{mail.sent_at:%H:%M:%S}",
    )


def _mail(number: int, mail: SentMail) -> str:
    link = mail.invitation
    return _MAIL.substitute(
        number=number,
        headers="".join(f"<div><dt>{name}</dt><dd>{escape(value)}</dd></div>" for name, value in mail.headers()),
        others=_all_headers(mail),
        invitation=f'<p><a href="{escape(link)}" target="_blank" rel="noopener">Open this opt-in page</a></p>'
        if link
        else "<p>This email has no invitation.</p>",
        text=escape(mail.text),
    )


def _all_headers(mail: SentMail) -> str:
    fields = "\n".join(f"{name}: {value}" for name, value in mail.header_fields)
    return (
        f"<details><summary>All headers, as SES was given them</summary><pre>{escape(fields)}</pre></details>"
        if fields
        else ""
    )
