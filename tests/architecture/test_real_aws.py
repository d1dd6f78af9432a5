"""What a real account does otherwise than the embedded AWS, as far as the template has to say it."""

import re

import pytest

from functions.console.problems import STATUSES as CONSOLE_STATUSES
from functions.optin.problems import STATUSES
from tests.architecture.template import functions, outlives_stack, resources, template


def test_a_verified_domain_outlives_the_stack_and_a_changed_parameter() -> None:
    assert outlives_stack("SenderEmailIdentity")


def test_nothing_of_a_failed_first_deployment_stands_in_the_way_of_the_next() -> None:
    policies = {resource.get("DeletionPolicy") for resource in template()["Resources"].values()}
    assert policies == {None, "Delete", "RetainExceptOnCreate"}


def test_the_kinds_of_events_are_spelt_as_in_the_schema_of_the_resource() -> None:
    (destination,) = resources("AWS::SES::ConfigurationSetEventDestination").values()
    spelt = {"send", "reject", "bounce", "complaint", "delivery", "renderingFailure", "deliveryDelay"}
    assert set(destination["EventDestination"]["MatchingEventTypes"]) == spelt


def test_whatever_identity_ses_checks_only_the_senders_domain_may_stand_in_from() -> None:
    (notify,) = [function for function in functions() if function.name == "Notify"]
    (send,) = [statement for statement in notify.statements if statement["Sid"] == "SendEmail"]
    domains = [{"Fn::Sub": "*@${SenderIdentity}"}, {"Fn::Sub": "*@*.${SenderIdentity}"}]
    assert send["Condition"] == {"StringLike": {"ses:FromAddress": domains}}


def test_no_candidate_gets_another_ones_error() -> None:
    (distribution,) = resources("AWS::CloudFront::Distribution").values()
    kept = {
        error["ErrorCode"]: error["ErrorCachingMinTTL"]
        for error in distribution["DistributionConfig"]["CustomErrorResponses"]
    }
    # All that CloudFront keeps whatever the origin says, 400, and 403, which our own page answers.
    always = {404, 405, 414, 500, 501, 502, 503, 504}
    assert kept == dict.fromkeys({400, 403, *always}, 0)
    assert not {403} & {*STATUSES.values(), *CONSOLE_STATUSES.values()}


def test_a_stack_in_another_region_is_in_nobodys_way() -> None:
    (access,) = resources("AWS::CloudFront::OriginAccessControl").values()
    (function,) = resources("AWS::CloudFront::Function").values()
    headers = resources("AWS::CloudFront::ResponseHeadersPolicy").values()
    named = [
        access["OriginAccessControlConfig"]["Name"],
        function["Name"],
        *(policy["ResponseHeadersPolicyConfig"]["Name"] for policy in headers),
    ]
    assert all(name["Fn::Sub"].startswith("${AWS::StackName}-${AWS::Region}-") for name in named)


def test_the_log_of_the_api_is_named_without_the_ending_that_not_every_service_takes() -> None:
    (stage,) = resources("AWS::ApiGatewayV2::Stage").values()
    arn = "arn:${AWS::Partition}:logs:${AWS::Region}:${AWS::AccountId}:log-group:${ApiLogs}"
    assert stage["AccessLogSettings"]["DestinationArn"] == {"Fn::Sub": arn}


@pytest.mark.parametrize(("metric", "review"), [("Reputation.BounceRate", 0.05), ("Reputation.ComplaintRate", 0.001)])
def test_a_rate_at_which_ses_reviews_the_account_rings(metric: str, review: float) -> None:
    (alarm,) = [alarm for alarm in resources("AWS::CloudWatch::Alarm").values() if alarm.get("MetricName") == metric]
    assert (alarm["Namespace"], alarm["Threshold"], alarm.get("Dimensions")) == ("AWS/SES", review, None)


def test_a_certificate_of_another_region_is_refused_before_anything_is_made() -> None:
    pattern = template()["Parameters"]["SiteCertificateArn"]["AllowedPattern"]
    assert re.fullmatch(pattern, "")
    assert re.fullmatch(pattern, "arn:aws:acm:us-east-1:123456789012:certificate/1f")
    assert not re.fullmatch(pattern, "arn:aws:acm:ca-central-1:123456789012:certificate/1f")
