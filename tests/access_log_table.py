"""The access log's table on moto, as the template has it."""

from tests.moto_aws import client

ACCESS_LOG = "AccessLog"


def create_access_log() -> None:
    """Make the table."""
    client("dynamodb").create_table(
        TableName=ACCESS_LOG,
        BillingMode="PAY_PER_REQUEST",
        AttributeDefinitions=[
            {"AttributeName": "log", "AttributeType": "S"},
            {"AttributeName": "at", "AttributeType": "S"},
        ],
        KeySchema=[{"AttributeName": "log", "KeyType": "HASH"}, {"AttributeName": "at", "KeyType": "RANGE"}],
    )
