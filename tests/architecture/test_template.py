"""Queues, tables, alarms and outputs as the design wants them."""

import re
from typing import Any

import pytest

from functions.console.access import RULES
from functions.domain.notices.states import State
from functions.notify.bootstrap import _CLAIM_LEASE
from functions.optin.api import ROUTES
from functions.optin.queue_letters import QUEUE_WITHIN
from functions.runtime import aws
from tests.architecture.template import (
    ROOT,
    Json,
    functions,
    keys_as_written,
    name_in,
    outlives_stack,
    resources,
    template,
)

QUEUES = resources("AWS::SQS::Queue")
ALARMS = resources("AWS::CloudWatch::Alarm")
TABLES = ("NoticeLedger", "TalentPool", "PoolSearch", "AccessLog", "Sending")
RUNBOOK = (ROOT / "docs/runbook.md").read_text("utf-8")
# Of each state that waits for a person, what counts a new case.
STATE_METRICS = {
    State.REFUSED: "NoticeRefused",
    State.BOUNCED: "EventHardBounced",
    State.UNKNOWN: "NoticeEscalated",
}
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
    "PoolSearchTable",
    "AccessLogTable",
    "SiteUrl",
    "SiteBucket",
    "ApiUrl",
    "ConsoleUrl",
    "ConsoleLoginUrl",
    "ConsoleIssuer",
    "ConsoleClientId",
    "ConsoleScopes",
    "UserPoolId",
}


def alarms_on(metric: str, dimension: Any) -> list[Json]:
    values = [{"Name": dimension["Name"], "Value": dimension["Value"]}]
    return [
        alarm for alarm in ALARMS.values() if alarm.get("MetricName") == metric and alarm.get("Dimensions") == values
    ]


def test_nothing_is_set_twice_in_one_place() -> None:
    # cfn-lint does not look where settings are merged in.
    assert [keys for keys in keys_as_written() if len(set(keys)) < len(keys)] == []


def test_the_outputs_are_those_that_others_depend_on() -> None:
    assert set(template()["Outputs"]) == OUTPUTS


def test_what_a_function_listens_to_has_a_dead_letter_queue() -> None:
    listened = {name for function in functions() for name in function.queues}
    assert listened == set(DLQS)
    assert all(QUEUES[name]["RedrivePolicy"]["maxReceiveCount"] >= 3 for name in listened)


@pytest.mark.parametrize(("source", "dlq"), DLQS.items())
def test_a_dead_letter_queue_keeps_messages_at_least_as_long_as_its_source(source: str, dlq: str) -> None:
    # A message's age counts from when it was first sent, also on the DLQ.
    assert QUEUES[dlq]["MessageRetentionPeriod"] >= QUEUES[source]["MessageRetentionPeriod"]
    assert outlives_stack(dlq)


@pytest.mark.parametrize("dlq", sorted(set(DLQS.values())))
def test_a_dead_letter_queue_rings_at_the_first_message(dlq: str) -> None:
    name = {"Name": "QueueName", "Value": {"Fn::GetAtt": [dlq, "QueueName"]}}
    (alarm,) = alarms_on("ApproximateNumberOfMessagesVisible", name)
    assert (alarm["Threshold"], alarm["ComparisonOperator"]) == (0, "GreaterThanThreshold")


@pytest.mark.parametrize("function", [function.name for function in functions()])
def test_a_function_that_fails_rings(function: str) -> None:
    assert alarms_on("Errors", {"Name": "FunctionName", "Value": {"Ref": function}})


@pytest.mark.parametrize(
    ("service", "metric"),
    [
        ("notify", "CandidateIdShared"),
        ("notify", "NoticeRefused"),
        ("notify", "MessageFailed"),
        ("notify", "SendingStopped"),
        ("notify", "NoticeNeedsReview"),
        ("notify", "RejectionRevokedTooLate"),
        ("notify", "NoticeUndeliverable"),
        ("notify", "DecisionDeadLettered"),
        ("feedback", "EventDeadLettered"),
        ("feedback", "EventUnknownNotice"),
        ("feedback", "EventHardBounced"),
        ("feedback", "EventSoftBounced"),
        ("feedback", "EventRejected"),
        ("notify", "RejectionCorrectedTooLate"),
        ("feedback", "FeedbackFailed"),
        ("sweep", "SweepFailed"),
        ("sweep", "NoticesInReview"),
        ("sweep", "NoticesOverdue"),
        ("sweep", "NoticeEscalated"),
        ("sweep", "NoticeLate"),
        ("optin", "OptinFailed"),
        ("console", "ConsoleFailed"),
    ],
)
def test_what_a_person_must_know_rings(service: str, metric: str) -> None:
    (alarm,) = alarms_on(metric, {"Name": "service", "Value": service})
    assert (alarm["Namespace"], alarm["Threshold"]) == ("KindRegards", 0)


@pytest.mark.parametrize("queue", ["Decisions", "SesEvents"])
def test_a_queue_that_nobody_reads_rings(queue: str) -> None:
    name = {"Name": "QueueName", "Value": {"Fn::GetAtt": [queue, "QueueName"]}}
    (alarm,) = alarms_on("ApproximateAgeOfOldestMessage", name)
    assert alarm["Threshold"] == 900


def test_every_way_in_which_an_email_comes_to_wait_for_a_person_rings_each_time() -> None:
    # A level rings once, however much comes after it: ReviewPending is practically always raised.
    counts = {alarm.get("MetricName") for alarm in ALARMS.values() if alarm.get("Statistic") == "Sum"}
    assert {STATE_METRICS[state] for state in (State.REFUSED, State.BOUNCED, State.UNKNOWN)} <= counts
    assert {"NoticeNeedsReview", "NoticeLate", "NoticeUndeliverable", "RejectionRevokedTooLate"} <= counts


def test_events_that_stop_coming_ring() -> None:
    alarm = ALARMS["SesEventsMissingAlarm"]
    metrics = {entry["Id"]: entry["MetricStat"]["Metric"]["MetricName"] for entry in alarm["Metrics"][1:]}
    # The event of an email that the worker has marked already is no news.
    recorded = {"sent": "EventSent", "recorded": "EventAlreadyRecorded", "delivered": "EventDelivered"}
    assert metrics == {"accepted": "NoticeAccepted", **recorded}
    assert all(entry["MetricStat"]["Period"] == 3600 for entry in alarm["Metrics"][1:])


def test_a_sweep_that_does_not_run_rings() -> None:
    (schedule,) = resources("AWS::Events::Rule").values()
    (alarm,) = alarms_on("Invocations", {"Name": "FunctionName", "Value": {"Ref": "Sweep"}})
    assert schedule["ScheduleExpression"] == "rate(15 minutes)"
    assert [name_in(target["Arn"]) for target in schedule["Targets"]] == ["Sweep"]
    assert (alarm["ComparisonOperator"], alarm["TreatMissingData"]) == ("LessThanThreshold", "breaching")
    assert alarm["Period"] * alarm["EvaluationPeriods"] <= 3600


def test_messages_that_keep_coming_back_ring() -> None:
    (alarm,) = alarms_on("MessageRetried", {"Name": "service", "Value": "notify"})
    assert alarm["Period"] * alarm["EvaluationPeriods"] <= 1800


def test_notify_has_time_for_a_batch_at_the_default_pace_and_ses_at_its_slowest() -> None:
    (notify,) = [function for function in functions() if function.name == "Notify"]
    events = [event["Properties"] for event in notify.properties["Events"].values()]
    rate = template()["Parameters"]["MaxSendRate"]["Default"]
    workers = max(event["ScalingConfig"]["MaximumConcurrency"] for event in events)
    all_batches = workers * max(event["BatchSize"] for event in events) / rate
    assert all_batches + aws.WORST_CASE_FINISH < notify.properties["Timeout"] < _CLAIM_LEASE.total_seconds()


def test_a_worker_waits_for_sess_answer_as_long_as_it_plans_to() -> None:
    ses = aws.ses().meta.config
    slowest = ses.connect_timeout + ses.read_timeout  # type: ignore[attr-defined]
    assert 100 / aws.MAX_CONCURRENT_SENDS * slowest <= aws.WORST_CASE_FINISH


def test_the_api_has_the_codes_routes_and_one_for_all_else() -> None:
    routes = {route["RouteKey"] for route in resources("AWS::ApiGatewayV2::Route").values()}
    assert routes == {*ROUTES, *RULES, "$default"}


def test_the_console_s_routes_ask_for_a_token_with_the_scopes_of_the_code_and_no_other_does() -> None:
    asked = {
        route["RouteKey"]: set(route["AuthorizationScopes"])
        for route in resources("AWS::ApiGatewayV2::Route").values()
        if route.get("AuthorizationType") == "JWT" and route["AuthorizerId"] == {"Ref": "ConsoleAuthorizer"}
    }
    assert asked == {route: set(rule.scopes) for route, rule in RULES.items()}


def test_a_route_s_function_is_the_one_whose_code_has_it() -> None:
    for route in resources("AWS::ApiGatewayV2::Route").values():
        name = "ConsoleIntegration" if route["RouteKey"] in RULES else "OptinIntegration"
        assert route["Target"] == {"Fn::Sub": f"integrations/${{{name}}}"}


def test_the_rates_of_the_api_follow_the_rate_of_the_emails_and_unsubscribing_has_its_own() -> None:
    (stage,) = resources("AWS::ApiGatewayV2::Stage").values()
    derived = {"Fn::If": ["HasNoSendRate", 1000, {"Fn::Sub": "${MaxSendRate}0"}]}
    rates = {route: limit["ThrottlingRateLimit"] for route, limit in stage["RouteSettings"].items()}
    own = {"Fn::If": ["HasUnsubscribeRate", {"Ref": "UnsubscribeRate"}, derived]}
    assert rates == {route: own for route in ROUTES if "/unsubscribe/" in route} | {"POST /api/link": 10}
    common = stage["DefaultRouteSettings"]["ThrottlingRateLimit"]
    assert common == {"Fn::If": ["HasApiRate", {"Ref": "ApiRate"}, derived]}
    # API Gateway refuses settings of a route that is not there yet.
    made_before = {resources("AWS::ApiGatewayV2::Route")[name]["RouteKey"] for name in _stage()["DependsOn"]}
    assert made_before == set(rates)


def _stage() -> Json:
    stage: Json = template()["Resources"]["ApiStage"]
    return stage


def test_a_flood_of_calls_rings_also_where_nothing_of_ours_sees_them() -> None:
    (throttled,) = resources("AWS::Logs::MetricFilter").values()
    assert name_in(throttled["LogGroupName"]) == "ApiLogs"
    assert throttled["FilterPattern"] == '{ $.status = "429" }'
    assert ALARMS["ApiThrottledAlarm"]["MetricName"] == throttled["MetricTransformations"][0]["MetricName"]
    assert alarms_on("Throttles", {"Name": "FunctionName", "Value": {"Ref": "Optin"}})
    _, errors, calls = ALARMS["ApiRefusalsAlarm"]["Metrics"]
    watched = [entry["MetricStat"]["Metric"] for entry in (errors, calls)]
    assert [metric["MetricName"] for metric in watched] == ["4xx", "Count"]
    assert all(metric["Dimensions"] == [{"Name": "ApiId", "Value": {"Ref": "HttpApi"}}] for metric in watched)


def test_a_firewall_and_a_closed_api_are_a_choice_and_neither_is_the_default() -> None:
    parameters = template()["Parameters"]
    assert (parameters["WebAclArn"]["Default"], parameters["OriginSecret"]["Default"]) == ("", "")
    assert parameters["OriginSecret"]["NoEcho"] is True
    (distribution,) = resources("AWS::CloudFront::Distribution").values()
    config = distribution["DistributionConfig"]
    assert config["WebACLId"]["Fn::If"][:2] == ["HasWebAcl", {"Ref": "WebAclArn"}]
    (headers,) = [origin["OriginCustomHeaders"] for origin in config["Origins"] if "OriginCustomHeaders" in origin]
    condition, sent, _ = headers["Fn::If"]
    assert (condition, [header["HeaderName"] for header in sent]) == ("HasOriginSecret", ["X-Origin-Secret"])


def test_no_path_is_logged_for_it_may_hold_a_token() -> None:
    (stage,) = resources("AWS::ApiGatewayV2::Stage").values()
    logged = set(re.findall(r"\$context\.[\w.]+", stage["AccessLogSettings"]["Format"]))
    said = {"requestId", "routeKey", "status", "responseLatency", "integrationErrorMessage"}
    assert logged == {f"$context.{name}" for name in said}
    (distribution,) = resources("AWS::CloudFront::Distribution").values()
    assert "Logging" not in distribution["DistributionConfig"]


def test_whoever_joins_gets_an_answer_before_api_gateway_gives_up_however_slow_aws_is() -> None:
    (optin,) = [function for function in functions() if function.name == "Optin"]
    sqs = aws.sqs().meta.config
    attempts = sqs.retries["total_max_attempts"]  # type: ignore[attr-defined]
    slowest = attempts * (sqs.connect_timeout + sqs.read_timeout)  # type: ignore[attr-defined]
    assert QUEUE_WITHIN.total_seconds() + slowest < optin.properties["Timeout"] < 30


def test_events_reach_the_queue_as_ses_wrote_them() -> None:
    (subscription,) = [s for s in resources("AWS::SNS::Subscription").values() if s["Protocol"] == "sqs"]
    assert subscription["RawMessageDelivery"] is True
    assert name_in(subscription["Endpoint"]) == "SesEvents"


@pytest.mark.parametrize("alarm", ALARMS)
def test_an_alarm_reaches_somebody(alarm: str) -> None:
    assert ALARMS[alarm]["AlarmActions"] == [{"Ref": "Alarms"}]
    assert (ALARMS[alarm]["TreatMissingData"] == "breaching") == (alarm == "SweepMissingAlarm")


@pytest.mark.parametrize("alarm", ALARMS)
def test_an_alarm_says_which_section_of_the_runbook_to_read(alarm: str) -> None:
    section = re.search(r' See docs/runbook\.md, "([^"]+)"\.$', ALARMS[alarm]["AlarmDescription"])
    assert section
    assert f"## {section[1]}" in RUNBOOK.splitlines()


@pytest.mark.parametrize("alarm", ALARMS)
def test_a_make_target_in_an_alarm_is_one_that_the_runbook_uses(alarm: str) -> None:
    targets = re.findall(r"`(make [a-z-]+)", ALARMS[alarm]["AlarmDescription"])
    assert [target for target in targets if target not in RUNBOOK] == []


def test_decisions_takes_events_of_64_kib() -> None:
    assert QUEUES["Decisions"]["MaximumMessageSize"] == 64 * 1024


@pytest.mark.parametrize("table", TABLES)
def test_a_table_is_encrypted_recoverable_and_outlives_the_stack(table: str) -> None:
    properties = template()["Resources"][table]["Properties"]
    assert outlives_stack(table)
    assert properties["PointInTimeRecoverySpecification"] == {"PointInTimeRecoveryEnabled": True}
    assert properties["SSESpecification"] == {"SSEEnabled": True}
    assert properties["DeletionProtectionEnabled"] is True
    # A rollback can't delete it, so it is made once a first deployment has failed at what it fails at.
    assert template()["Resources"][table]["DependsOn"] == "Distribution"
    assert properties["TimeToLiveSpecification"] == {"AttributeName": "expires_at", "Enabled": True}


def test_there_are_no_other_tables() -> None:
    assert set(resources("AWS::DynamoDB::Table")) == set(TABLES)


def test_mail_is_sent_over_tls_and_nobody_is_tracked() -> None:
    (configuration_set,) = resources("AWS::SES::ConfigurationSet").values()
    (destination,) = resources("AWS::SES::ConfigurationSetEventDestination").values()
    events = set(destination["EventDestination"]["MatchingEventTypes"])
    assert configuration_set["DeliveryOptions"] == {"TlsPolicy": "REQUIRE"}
    assert "TrackingOptions" not in configuration_set
    assert {"send", "delivery", "bounce", "complaint"} <= events
    assert not events & {"open", "click", "subscription"}
