"""Who else may do what: the policies of queues, topic and bucket, who invokes a function, what the scheduler may do."""

import re

import pytest

from tests.architecture.template import Json, name_in, resources, template

QUEUES = resources("AWS::SQS::Queue")
ROLE = "arn:aws:iam::123456789012:role/ats/Publisher"
RULE = "arn:aws:events:eu-west-1:123456789012:rule/ats/decisions"


def statements(kind: str, effect: str) -> list[Json]:
    """Return what all policies of a kind allow, or deny, without what only a condition adds."""
    found = [s for policy in resources(kind).values() for s in policy["PolicyDocument"]["Statement"]]
    return [statement for statement in found if statement.get("Effect") == effect]


def conditional(policy: str) -> dict[str, Json]:
    """Return the statements of a queue's policy that are there under a condition, by its name."""
    found = resources("AWS::SQS::QueuePolicy")[policy]["PolicyDocument"]["Statement"]
    choices = [statement["Fn::If"] for statement in found if "Fn::If" in statement]
    assert [otherwise for _, _, otherwise in choices] == [{"Ref": "AWS::NoValue"}] * len(choices)
    return {condition: statement for condition, statement, _ in choices}


@pytest.mark.parametrize("queue", QUEUES)
def test_a_queue_is_encrypted_and_reached_over_tls_only(queue: str) -> None:
    (policy,) = [p for p in resources("AWS::SQS::QueuePolicy").values() if {"Ref": queue} in p["Queues"]]
    assert QUEUES[queue]["SqsManagedSseEnabled"] is True
    denied = [s for s in policy["PolicyDocument"]["Statement"] if s.get("Effect") == "Deny"]
    assert [s["Condition"] for s in denied] == [{"Bool": {"aws:SecureTransport": "false"}}]
    assert [(s["Principal"], s["Action"]) for s in denied] == [("*", "sqs:*")]


def test_a_queue_has_one_policy_since_sqs_keeps_no_second() -> None:
    queues = [name_in(queue) for p in resources("AWS::SQS::QueuePolicy").values() for queue in p["Queues"]]
    assert sorted(queues) == sorted(QUEUES)


def test_an_update_of_an_older_stack_leaves_the_decisions_their_policy() -> None:
    # TlsOnlyQueues had the queue; letting go of it takes away whatever policy the queue has by then.
    assert template()["Resources"]["DecisionsPolicy"]["DependsOn"] == "TlsOnlyQueues"


def test_a_publisher_that_a_parameter_names_may_send_decisions_and_nothing_else() -> None:
    to_decisions = {
        "Effect": "Allow",
        "Action": "sqs:SendMessage",
        "Resource": {"Fn::GetAtt": ["Decisions", "Arn"]},
    }
    rules = {"ArnEquals": {"aws:SourceArn": {"Fn::Split": [",", {"Ref": "PublisherRuleArns"}]}}}
    assert conditional("DecisionsPolicy") == {
        "HasPublishers": {
            "Sid": "PublishersSend",
            "Principal": {"AWS": {"Fn::Split": [",", {"Ref": "PublisherArns"}]}},
            **to_decisions,
        },
        "HasPublisherRules": {
            "Sid": "RulesSend",
            "Principal": {"Service": "events.amazonaws.com"},
            "Condition": rules,
            **to_decisions,
        },
    }


@pytest.mark.parametrize(
    ("condition", "parameter"), [("HasPublishers", "PublisherArns"), ("HasPublisherRules", "PublisherRuleArns")]
)
def test_nobody_but_a_role_of_this_account_publishes_until_somebody_is_named(condition: str, parameter: str) -> None:
    assert template()["Parameters"][parameter]["Default"] == ""
    assert template()["Conditions"][condition] == {"Fn::Not": [{"Fn::Equals": [{"Ref": parameter}, ""]}]}


@pytest.mark.parametrize(
    ("parameter", "value", "taken"),
    [
        ("PublisherArns", "", True),
        ("PublisherArns", ROLE, True),
        ("PublisherArns", f"{ROLE},123456789012,arn:aws-cn:iam::123456789012:root", True),
        ("PublisherArns", "arn:aws:iam::123456789012:user/ats", True),
        ("PublisherArns", "*", False),
        ("PublisherArns", "arn:aws:iam::123456789012:role/*", False),
        ("PublisherArns", f"{ROLE},", False),
        ("PublisherArns", f"{ROLE}, 123456789012", False),
        ("PublisherArns", "123456789012123456789012", False),
        ("PublisherArns", "events.amazonaws.com", False),
        ("PublisherRuleArns", "", True),
        ("PublisherRuleArns", f"{RULE},{RULE}", True),
        ("PublisherRuleArns", "arn:aws:events:eu-west-1:123456789012:rule/*", False),
        ("PublisherRuleArns", ROLE, False),
    ],
)
def test_the_world_is_no_publisher(parameter: str, value: str, taken: bool) -> None:
    assert bool(re.fullmatch(template()["Parameters"][parameter]["AllowedPattern"], value)) is taken


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
