"""Queues, tables, alarms and outputs as the design wants them."""

from typing import Any

import pytest

from functions.notify.bootstrap import _CLAIM_LEASE
from functions.runtime import aws
from tests.architecture.template import Json, functions, name_in, resources, template

QUEUES = resources("AWS::SQS::Queue")
ALARMS = resources("AWS::CloudWatch::Alarm")
DLQS = {
    name: name_in(queue["RedrivePolicy"]["deadLetterTargetArn"])
    for name, queue in QUEUES.items()
    if "RedrivePolicy" in queue
}
OUTPUTS = {
    "DecisionsQueueUrl",
    "DecisionsQueueArn",
    "DecisionsDlqUrl",
    "DueNoticesQueueUrl",
    "SesEventsTopicArn",
    "NoticeLedgerTable",
    "TalentPoolTable",
    "SiteUrl",
    "SiteBucket",
    "ApiUrl",
}


def alarms_on(metric: str, dimension: Any) -> list[Json]:
    values = [{"Name": dimension["Name"], "Value": dimension["Value"]}]
    return [alarm for alarm in ALARMS.values() if alarm["MetricName"] == metric and alarm["Dimensions"] == values]


def test_the_outputs_are_the_ten_that_others_depend_on() -> None:
    assert set(template()["Outputs"]) == OUTPUTS


def test_what_a_function_listens_to_has_a_dead_letter_queue() -> None:
    listened = {name for function in functions() for name in function.queues}
    assert listened == set(DLQS)
    assert all(QUEUES[name]["RedrivePolicy"]["maxReceiveCount"] >= 3 for name in listened)


@pytest.mark.parametrize(("source", "dlq"), DLQS.items())
def test_a_dead_letter_queue_keeps_messages_at_least_as_long_as_its_source(source: str, dlq: str) -> None:
    # A message's age counts from when it was first sent, also on the DLQ.
    assert QUEUES[dlq]["MessageRetentionPeriod"] >= QUEUES[source]["MessageRetentionPeriod"]
    assert template()["Resources"][dlq]["DeletionPolicy"] == "Retain"


@pytest.mark.parametrize("dlq", sorted(set(DLQS.values())))
def test_a_dead_letter_queue_rings_at_the_first_message(dlq: str) -> None:
    name = {"Name": "QueueName", "Value": {"Fn::GetAtt": [dlq, "QueueName"]}}
    (alarm,) = alarms_on("ApproximateNumberOfMessagesVisible", name)
    assert (alarm["Threshold"], alarm["ComparisonOperator"]) == (0, "GreaterThanThreshold")


@pytest.mark.parametrize("function", [function.name for function in functions()])
def test_a_function_that_fails_rings(function: str) -> None:
    assert alarms_on("Errors", {"Name": "FunctionName", "Value": {"Ref": function}})


@pytest.mark.parametrize("metric", ["NoticeUnknown", "NoticeRefused", "MessageFailed"])
def test_a_notice_that_may_not_have_arrived_rings(metric: str) -> None:
    (alarm,) = alarms_on(metric, {"Name": "service", "Value": "notify"})
    assert (alarm["Namespace"], alarm["Threshold"]) == ("KindRegards", 0)


def test_messages_that_keep_coming_back_ring() -> None:
    (alarm,) = alarms_on("MessageGivenBack", {"Name": "service", "Value": "notify"})
    assert alarm["Period"] * alarm["EvaluationPeriods"] <= 1800


def test_a_batch_of_the_slowest_mails_fits_into_the_functions_time() -> None:
    (notify,) = [function for function in functions() if function.name == "Notify"]
    batches = [event["Properties"]["BatchSize"] for event in notify.properties["Events"].values()]
    ses = aws.ses().meta.config
    slowest = ses.connect_timeout + ses.read_timeout  # type: ignore[attr-defined]
    assert max(batches) * slowest < notify.properties["Timeout"] < _CLAIM_LEASE.total_seconds()


@pytest.mark.parametrize("alarm", ALARMS)
def test_an_alarm_reaches_somebody_and_says_where_to_read_on(alarm: str) -> None:
    assert ALARMS[alarm]["AlarmActions"] == [{"Ref": "Alarms"}]
    assert "docs/runbook.md" in ALARMS[alarm]["AlarmDescription"]
    assert ALARMS[alarm]["TreatMissingData"] == "notBreaching"


@pytest.mark.parametrize("queue", QUEUES)
def test_a_queue_is_encrypted_and_reached_over_tls_only(queue: str) -> None:
    (policy,) = resources("AWS::SQS::QueuePolicy").values()
    assert QUEUES[queue]["SqsManagedSseEnabled"] is True
    assert {"Ref": queue} in policy["Queues"]


def test_decisions_takes_events_of_64_kib() -> None:
    assert QUEUES["Decisions"]["MaximumMessageSize"] == 64 * 1024


@pytest.mark.parametrize("table", ["NoticeLedger", "TalentPool"])
def test_a_table_is_encrypted_recoverable_and_outlives_the_stack(table: str) -> None:
    resource = template()["Resources"][table]
    properties = resource["Properties"]
    assert resource["DeletionPolicy"] == resource["UpdateReplacePolicy"] == "Retain"
    assert properties["PointInTimeRecoverySpecification"] == {"PointInTimeRecoveryEnabled": True}
    assert properties["SSESpecification"] == {"SSEEnabled": True}
    assert properties["TimeToLiveSpecification"] == {"AttributeName": "expires_at", "Enabled": True}


def test_there_are_two_tables() -> None:
    assert set(resources("AWS::DynamoDB::Table")) == {"NoticeLedger", "TalentPool"}


def test_mail_is_sent_over_tls_and_nobody_is_tracked() -> None:
    (configuration_set,) = resources("AWS::SES::ConfigurationSet").values()
    (destination,) = resources("AWS::SES::ConfigurationSetEventDestination").values()
    events = set(destination["EventDestination"]["MatchingEventTypes"])
    assert configuration_set["DeliveryOptions"] == {"TlsPolicy": "REQUIRE"}
    assert "TrackingOptions" not in configuration_set
    assert {"SEND", "DELIVERY", "BOUNCE", "COMPLAINT"} <= events
    assert not events & {"OPEN", "CLICK", "SUBSCRIPTION"}


def test_schedules_may_only_reach_due_notices_and_its_dead_letter_queue() -> None:
    (policy,) = resources("AWS::IAM::Role")["SchedulerRole"]["Policies"]
    (statement,) = policy["PolicyDocument"]["Statement"]
    assert statement["Action"] == "sqs:SendMessage"
    assert {name_in(resource) for resource in statement["Resource"]} == {"DueNotices", "DueNoticesDlq"}
