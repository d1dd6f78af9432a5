"""An email in the outbox has the headers and tags that SES was given, which the embedded AWS itself forgets."""

import json
from base64 import b64encode
from http.server import BaseHTTPRequestHandler
from pathlib import Path

from ops.outbox.mails import SentMail, read_mails
from ops.terminal.web_server import serving

_RECORD = {
    "MessageId": "m-1@email.amazonses.com",
    "Source": "hiring@acme.example",
    "To": ["sam@candidates.example"],
    "Subject": "Your choices",
    "BodyText": "Hello Sam,",
    "BodyHtml": None,
    "Timestamp": 1795446245.0,
}
_RAW = b"""From: =?utf-8?q?Acm=C3=A9?= <hiring@acme.example>
Message-ID: <r-1@acme.example>
List-Unsubscribe: <https://stay.acme.example/api/unsubscribe/t>

Hello Sam,
"""


class _Emulator(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        self.send_response(200)
        self.end_headers()
        self.wfile.write(json.dumps({"messages": {"000000000000": [_RECORD]}}).encode())

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002
        pass


def read(kept: Path | None) -> SentMail:
    with serving(_Emulator) as address:
        (mail,) = read_mails(address, kept)
    return mail


def test_an_email_has_the_headers_and_tags_of_its_request(tmp_path: Path) -> None:
    content = {"Raw": {"Data": b64encode(_RAW).decode()}}
    request = {"Content": content, "EmailTags": [{"Name": "receipt", "Value": "r-1"}]}
    (tmp_path / f"{_RECORD['MessageId']}.json").write_text(json.dumps(request))
    headers = dict(read(tmp_path).headers())
    assert headers["From"] == "Acmé <hiring@acme.example>"
    assert headers["Message-ID"] == "<r-1@acme.example>"
    assert headers["List-Unsubscribe"] == "<https://stay.acme.example/api/unsubscribe/t>"
    assert headers["SES tags"] == "receipt: r-1"


def test_an_email_whose_request_was_not_kept_is_shown_with_what_there_is(tmp_path: Path) -> None:
    for kept in (None, tmp_path):
        headers = dict(read(kept).headers())
        assert headers["From"] == "hiring@acme.example"
        assert "Message-ID" not in headers
