"""The status block: what a candidate's own tools read in the mail."""

import json
import re
from typing import Any

import pytest

from functions.letters.json_ld import RejectedApplication, status_block
from functions.letters.rejection import compose_rejection
from ops.words.source import read_wording
from tests.builders import REF, policy, rejection

HOSTILE = "</script><script>alert(1)</script><!-- \u2028 & \" \\ '"


def block_of(html: str) -> Any:
    (found,) = re.findall(r'<script type="application/ld\+json">(.*?)</script>', html, re.DOTALL)
    return json.loads(found)


def test_a_notice_says_once_more_which_application_was_answered_how_and_by_whom() -> None:
    mail = compose_rejection(
        [rejection()], ref=REF, policy=policy(), wording=read_wording("en-CA"), invitation_link=None
    )
    organization = {"@type": "Organization", "name": "Acme Logistics"}
    assert block_of(mail.html) == {
        "@context": "https://schema.org",
        "@type": "EmailMessage",
        "identifier": str(REF),
        "inLanguage": "en-CA",
        "about": [
            {
                "@type": "RejectAction",
                "actionStatus": "https://schema.org/CompletedActionStatus",
                "identifier": "A-88123",
                "agent": organization,
                "object": {
                    "@type": "JobPosting",
                    "title": "Warehouse Associate",
                    "hiringOrganization": organization,
                    "jobLocation": {"@type": "Place", "name": "Guelph, ON"},
                },
            }
        ],
    }


def test_each_of_several_applications_is_named() -> None:
    both = [rejection(), rejection(application_id="A-2", job={"title": "Forklift Driver", "location": None})]
    mail = compose_rejection(both, ref=REF, policy=policy(), wording=read_wording("en"), invitation_link=None)
    assert [one["identifier"] for one in block_of(mail.html)["about"]] == ["A-88123", "A-2"]
    assert "jobLocation" not in block_of(mail.html)["about"][1]["object"]


@pytest.mark.parametrize("typed", [HOSTILE, "求人", "محمد", "🙂"])
def test_what_people_typed_neither_ends_the_block_nor_changes_in_it(typed: str) -> None:
    block = status_block("n-1", typed, "en", [RejectedApplication(typed, typed, typed)])
    assert not re.search("[<>&\u2028\u2029]", block)
    (about,) = json.loads(block)["about"]
    assert (about["identifier"], about["object"]["title"], about["agent"]["name"]) == (typed, typed, typed)


def test_the_person_is_not_named_in_it() -> None:
    mail = compose_rejection([rejection()], ref=REF, policy=policy(), wording=read_wording("en"), invitation_link=None)
    block = json.dumps(block_of(mail.html))
    assert not [word for word in ("Sam", "Okafor", "sam@example.com", "C-42", "Dana") if word in block]
