"""Who else may do what: the policies of queues, topic and bucket, who invokes a function, what the scheduler may do."""

import pytest

from tests.architecture.template import Json, name_in, resources

QUEUES = resources("AWS::SQS::Queue")


def statements(kind: str, effect: str) -> list[Json]:
    """Return what all policies of a kind allow, or deny."""
    found = [s for policy in resources(kind).values() for s in policy["PolicyDocument"]["Statement"]]
    return [statement for statement in found if statement.get("Effect") == effect]


@pytest.mark.parametrize("queue", QUEUES)
def test_a_queue_is_encrypted_and_reached_over_tls_only(queue: str) -> None:
    (policy,) = [p for p in resources("AWS::SQS::QueuePolicy").values() if {"Ref": queue} in p["Queues"]]
    assert QUEUES[queue]["SqsManagedSseEnabled"] is True
    denied = [s for s in policy["PolicyDocument"]["Statement"] if s["Effect"] == "Deny"]
    assert [s["Condition"] for s in denied] == [{"Bool": {"aws:SecureTransport": "false"}}]


def test_only_the_topic_may_send_to_ses_events_and_a_role_to_any_other_queue() -> None:
    (allowed,) = statements("AWS::SQS::QueuePolicy", "Allow")
    assert (allowed["Principal"], allowed["Action"]) == ({"Service": "sns.amazonaws.com"}, "sqs:SendMessage")
    assert allowed["Resource"] == {"Fn::GetAtt": ["SesEvents", "Arn"]}
    assert allowed["Condition"] == {"ArnEquals": {"aws:SourceArn": {"Ref": "SesEventsTopic"}}}


def test_only_ses_in_this_account_may_publish_its_events() -> None:
    (allowed,) = statements("AWS::SNS::TopicPolicy", "Allow")
    assert (allowed["Principal"], allowed["Action"]) == ({"Service": "ses.amazonaws.com"}, "sns:Publish")
    assert allowed["Resource"] == {"Ref": "SesEventsTopic"}
    assert allowed["Condition"] == {"StringEquals": {"aws:SourceAccount": {"Ref": "AWS::AccountId"}}}


def test_only_our_distribution_may_read_the_site() -> None:
    (allowed,) = statements("AWS::S3::BucketPolicy", "Allow")
    distribution = "arn:${AWS::Partition}:cloudfront::${AWS::AccountId}:distribution/${Distribution}"
    assert (allowed["Principal"], allowed["Action"]) == ({"Service": "cloudfront.amazonaws.com"}, "s3:GetObject")
    assert allowed["Resource"] == {"Fn::Sub": "${Site.Arn}/*"}
    assert allowed["Condition"] == {"StringEquals": {"aws:SourceArn": {"Fn::Sub": distribution}}}


def test_only_its_schedule_and_our_api_may_invoke_a_function() -> None:
    api = "arn:${AWS::Partition}:execute-api:${AWS::Region}:${AWS::AccountId}:${HttpApi}/*"
    assert list(resources("AWS::Lambda::Permission").values()) == [
        may_invoke("Sweep", "events.amazonaws.com", {"Fn::GetAtt": ["SweepSchedule", "Arn"]}),
        may_invoke("Optin", "apigateway.amazonaws.com", {"Fn::Sub": api}),
        may_invoke("Console", "apigateway.amazonaws.com", {"Fn::Sub": api}),
    ]


def may_invoke(function: str, service: str, source: Json) -> Json:
    action = "lambda:InvokeFunction"
    return {"FunctionName": {"Ref": function}, "Action": action, "Principal": service, "SourceArn": source}


def test_only_the_scheduler_in_this_account_may_assume_its_role() -> None:
    (trust,) = resources("AWS::IAM::Role")["SchedulerRole"]["AssumeRolePolicyDocument"]["Statement"]
    assert (trust["Effect"], trust["Action"]) == ("Allow", "sts:AssumeRole")
    assert trust["Principal"] == {"Service": "scheduler.amazonaws.com"}
    assert trust["Condition"] == {"StringEquals": {"aws:SourceAccount": {"Ref": "AWS::AccountId"}}}


def test_schedules_may_only_reach_due_notices_and_its_dead_letter_queue() -> None:
    (policy,) = resources("AWS::IAM::Role")["SchedulerRole"]["Policies"]
    (statement,) = policy["PolicyDocument"]["Statement"]
    assert statement["Action"] == "sqs:SendMessage"
    assert {name_in(resource) for resource in statement["Resource"]} == {"DueNotices", "DueNoticesDlq"}
