"""What the pool makes of a refused transaction, told as DynamoDB tells it; moto knows no conflicts."""

from collections.abc import Iterator
from datetime import timedelta

import boto3
import pytest
from botocore.exceptions import ClientError
from botocore.stub import Stubber

from functions.stores.pool.talent_pool import TalentPool
from tests.optin_builders import keyed, opt_in, withdrawal


class RefusedPool:
    """A pool whose next transaction is cancelled for these reasons, one for each of its two writes."""

    def __init__(self) -> None:
        dynamodb = boto3.client("dynamodb")
        self.stub = Stubber(dynamodb)
        self.pool = TalentPool(dynamodb, "TalentPool", "PoolSearch", timedelta(days=1096), keyed)

    def because(self, profile: str, consent: str) -> TalentPool:
        self.stub.add_client_error(
            "transact_write_items",
            "TransactionCanceledException",
            modeled_fields={"CancellationReasons": [{"Code": profile}, {"Code": consent}]},
        )
        return self.pool


@pytest.fixture
def refused() -> Iterator[RefusedPool]:
    refused = RefusedPool()
    with refused.stub:
        yield refused


@pytest.mark.parametrize(
    "reasons",
    [
        ("ConditionalCheckFailed", "None"),
        ("None", "ConditionalCheckFailed"),
        ("TransactionConflict", "None"),
        ("None", "TransactionConflict"),
    ],
)
def test_somebody_else_was_faster(refused: RefusedPool, reasons: tuple[str, str]) -> None:
    assert refused.because(*reasons).join(opt_in()) is False
    assert refused.because(*reasons).withdraw([(withdrawal(), opt_in())]) is False


@pytest.mark.parametrize("code", ["ThrottlingError", "ProvisionedThroughputExceeded", "ValidationError"])
def test_anything_else_is_not_taken_for_a_lost_race(refused: RefusedPool, code: str) -> None:
    with pytest.raises(ClientError):
        refused.because(code, "None").join(opt_in())
