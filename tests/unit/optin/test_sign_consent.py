"""The signature under a consent, as somebody who doubts it would check it: with a JOSE library and the public key."""

import json
from typing import Any

import jwt
import pytest
from botocore.exceptions import ClientError

from functions.domain.pool.jws import public_jwk
from functions.optin.api import respond
from functions.runtime.http.request import Request
from tests.fakes.optin import RECEIPT_KEY, World
from tests.optin_builders import CANDIDATE, Json, answers, http_event


def record_in(receipt: Json, world: World) -> Json:
    key = public_jwk(world.kms.get_public_key(KeyId=RECEIPT_KEY)["PublicKey"])
    signed: Json = json.loads(jwt.PyJWS().decode(receipt["jws"], jwt.PyJWK(key).key, algorithms=["ES256"]))
    return signed


def test_a_consent_is_signed_with_its_words_its_parties_and_its_end() -> None:
    world = World()
    receipt = world.join(world.form(agencies=["bright-desk"]))
    record = record_in(receipt, world)
    assert (record["record_id"], record["pii_principal_id"]) == (receipt["id"], CANDIDATE)
    processing, purposes = record["pii_processing"], record["pii_processing"]["purposes"]
    assert [purpose["purpose"] for purpose in purposes] == [
        statement["text"] for statement in (*receipt["purposes"], *receipt["agencies"])
    ]
    assert {purpose["lawful_basis"] for purpose in purposes} == {"consent"}
    assert purposes[-1]["recipient_third_parties"] == ["bright-desk"]
    assert processing["consent_text"] == {**receipt["consent"], "intro": receipt["intro"]}
    assert processing["privacy_notice"] == "https://stay.acme.example/en/privacy/"
    assert [party["party_name"] for party in record["party_identification"]] == [
        receipt["employer"],
        receipt["agencies"][0]["name"],
    ]
    assert record["event"] == {
        "event_time": receipt["given_at"],
        "validity_duration": receipt["expires_at"],
        "entity_id": CANDIDATE,
        "event_type": "explicit",
        "event_state": "given",
    }


def test_what_is_signed_has_no_name_address_or_answer() -> None:
    world = World()
    receipt = world.join(world.form(profile=answers(area="Guelph, where the fox lives")))
    signed = json.dumps(record_in(receipt, world))
    member = world.pool.get(CANDIDATE)
    assert member is not None
    for secret in (member.email.reveal(), "fox", "Quill"):  # type: ignore[union-attr]
        assert secret not in signed


def test_a_corrected_answer_keeps_the_signature_and_less_is_signed_anew() -> None:
    world = World()
    before = world.join(world.form(agencies=["bright-desk"]))
    corrected = world.join(world.form(agencies=["bright-desk"], profile=answers(shifts=["night"])))
    assert corrected["jws"] == before["jws"]
    world.clock.advance(days=1)
    reduced = world.join(world.form(agencies=[]))
    assert [purpose["purpose_type"] for purpose in record_in(reduced, world)["pii_processing"]["purposes"]] == [
        statement["id"] for statement in reduced["purposes"]
    ]


def test_a_consent_that_can_not_be_signed_is_not_recorded(monkeypatch: pytest.MonkeyPatch) -> None:
    world = World()

    def refuse(*_args: Any, **_kwargs: Any) -> None:
        raise ClientError({"Error": {"Code": "ThrottlingException"}}, "Sign")

    with monkeypatch.context() as patch:
        patch.setattr(world.kms, "sign", refuse)
        response = respond(Request(http_event("PUT /api/opt-in", world.code, world.form())), world.ports)
    assert response.status == 503
    assert world.pool.get(CANDIDATE) is None
    assert world.owed == []
