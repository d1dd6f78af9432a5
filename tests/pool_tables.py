"""The tables of the talent pool, on moto."""

from tests.moto_aws import client

POOL_TABLES = {"TalentPool": ("candidate", "record"), "PoolSearch": ("cell", "joined")}


def create_pool_tables() -> None:
    for table, (partition, order) in POOL_TABLES.items():
        client("dynamodb").create_table(
            TableName=table,
            BillingMode="PAY_PER_REQUEST",
            AttributeDefinitions=[{"AttributeName": name, "AttributeType": "S"} for name in (partition, order)],
            KeySchema=[
                {"AttributeName": partition, "KeyType": "HASH"},
                {"AttributeName": order, "KeyType": "RANGE"},
            ],
        )
