"""The bench's own arithmetic, its stub's pace, and how results are shown."""

import xml.etree.ElementTree as ET
from decimal import Decimal
from typing import Any

import pytest

from bench import picture, report, summary, worker
from bench.coldstart import Start
from bench.contenders import environment
from bench.processes import Seen
from bench.rate_limit import Paced, fullest, paced
from bench.search.measure import SIZES
from bench.stub.pace import reserve
from bench.stub.refusal import Refusal
from bench.stub.tables import Tables
from bench.targets import TARGETS, missed
from bench.throughput import Round, Throughput
from functions.notify.settings import NotifySettings

KEY = {"application": {"S": "a"}, "cycle": {"N": "1"}}
PUT = {"TableName": "ledger", "Item": {**KEY, "state": {"S": "CLAIMED"}}}


def a_round(**overrides: Any) -> Round:
    values: dict[str, Any] = {"notices": 100, "wall": 0.5, "cpu": 0.25, "peak_rss": 64 * 2**20}
    return Round(**values | {"seen": Seen({"SES.SendEmail": 100, "other": 4}, [0.0] * 100, 1000, {})} | overrides)


def figures() -> summary.Figures:
    ours, canonical = Throughput.of([a_round()]), Throughput.of([a_round(wall=10, cpu=1)])
    floor = Throughput.of([a_round(cpu=0.1)])
    ready = {
        "notify": [0.3, 0.5, 0.4],
        "canonical": [0.4, 0.5, 0.6],
        "boto3": [0.25, 0.3, 0.35],
        "optin": [0.16, 0.2, 0.3],
        "boto3_of_optin": [0.25, 0.3, 0.35],
    }
    starts = {name: [Start(seconds, 2 * seconds) for seconds in all_of_them] for name, all_of_them in ready.items()}
    return {
        **summary.throughput(100, ours, canonical, floor),
        **summary.throughput(10, ours, canonical, floor),
        **summary.cold_starts(starts),
        **summary.warm([0.006, 0.004, 0.009], [0.005, 0.004, 0.006]),
        **summary.rate_limit([14, 200], [Paced(0.97, 1, 160), Paced(0.97, 0.99, 1180)]),
        **dict.fromkeys((*(f"page_units_{size}" for size in SIZES), "scan_units", "joining_units"), 50),
        **dict.fromkeys(("joining_units_before", "page_wall_ms", "query_wall_ms"), 40),
        **dict.fromkeys(("page_units_spread", "page_of_scan", "page_wall_ratio", "joining_ratio"), 0.01),
        **dict.fromkeys(("export_memory_ratio", "export_mib_1000", "export_mib_100000"), 1),
        **dict.fromkeys(
            ("artifact_mib", "artifact_zip_mib", "canonical_artifact_mib", "canonical_artifact_zip_mib"), 16
        ),
    }


def test_a_window_is_as_full_as_its_fullest_place() -> None:
    assert fullest([0.0, 0.5, 1.9, 2.0, 2.1, 2.2, 9.0], 2.0) == 5
    assert fullest([0.0, 2.0, 4.0], 2.0) == 1


def test_an_even_pace_reaches_its_rate_and_fills_no_window_too_much() -> None:
    steady = paced([n / 8 for n in range(96)], 8)

    assert steady.share == pytest.approx(1)
    assert steady.peak == 1


def test_a_burst_shows_in_the_peak_and_not_in_the_share() -> None:
    uneven = paced([*[0.0] * 20, *[4.0] * 21], 10)

    assert uneven.share == pytest.approx(1)
    assert uneven.peak == pytest.approx(1.05)


def test_throughput_is_the_median_of_the_rounds_for_a_thousand_notices() -> None:
    found = Throughput.of([a_round(wall=0.5), a_round(wall=9), a_round(notices=200, wall=1.2, peak_rss=7)])

    assert found.wall == pytest.approx(6)
    assert found.calls_per_notice == pytest.approx(1.04)
    assert (found.peak_rss, found.notices) == (64 * 2**20, 400)


def test_ratios_are_ours_over_the_others_and_cold_starts_count_at_their_fastest() -> None:
    found = figures()

    assert found["wall_ratio"] == pytest.approx(1 / 20)
    assert found["cpu_ratio_to_floor"] == pytest.approx(2.5)
    assert found["cold_start_ratio_to_boto3"] == pytest.approx(1.2)
    assert found["notify_cold_start_median_ms"] == pytest.approx(400)
    assert found["notify_first_batch_ms"] == pytest.approx(600)
    assert found["optin_first_answer_ms"] == pytest.approx(320)
    assert found["optin_cold_start_ratio_to_boto3"] == pytest.approx(1.28)


def test_a_warm_look_is_the_median_of_its_rounds_beside_the_reads_of_the_same_round() -> None:
    found = figures()

    assert found["optin_warm_ratio_to_boto3"] == pytest.approx(1.2)
    assert found["optin_warm_ratio_to_boto3_fastest"] == pytest.approx(1)
    assert (found["optin_warm_cpu_ms"], found["two_reads_warm_cpu_ms"]) == pytest.approx((6, 5))


def test_a_call_that_is_refused_counts_as_failed_like_a_message_that_came_back() -> None:
    refused = worker.run(lambda event, _context: {"statusCode": event}, [200, 404])
    came_back = worker.run(lambda event, _context: {"batchItemFailures": [{"itemIdentifier": event}]}, ["m-1"])

    assert (refused["failed"], refused["came_back"]) == (1, [])
    assert (came_back["failed"], came_back["came_back"]) == (1, ["m-1"])


def test_every_target_has_its_figure_and_a_missed_one_is_named() -> None:
    assert missed(figures()) == []
    assert [target.figure for target in missed({**figures(), "cpu_ratio": 0.5})] == ["cpu_ratio"]
    assert {target.figure for target in TARGETS} <= figures().keys()


def test_both_tables_show_every_target() -> None:
    facts = dict.fromkeys(("date", "machine", "python", "botocore", "powertools", "pydantic"), "1")

    for shown in (report.terminal(figures()), report.markdown(figures(), facts)):
        assert shown.count("≤") + shown.count("<") + shown.count("≥") == len(TARGETS)


def test_the_picture_is_svg_and_its_longest_bar_is_the_largest_figure() -> None:
    bars = ET.fromstring(picture.svg(figures())).findall("{*}rect")  # noqa: S314

    ours, canonical = (float(bar.attrib["width"]) for bar in bars[:2])
    assert ours == pytest.approx(canonical / 20)


def test_the_pace_gives_out_each_moment_once() -> None:
    now, span = Decimal(100), Decimal(2)

    first = reserve(None, {":next": now + span, ":now": now})
    second = reserve(first, {":span": span, ":now": now, ":latest": Decimal(110)})

    assert (first, second) == (Decimal(102), Decimal(104))


@pytest.mark.parametrize(
    ("next_at", "values"),
    [
        (None, {":span": Decimal(2), ":now": Decimal(100), ":latest": Decimal(110)}),
        (Decimal(99), {":span": Decimal(2), ":now": Decimal(100), ":latest": Decimal(110)}),
        (Decimal(111), {":span": Decimal(2), ":now": Decimal(100), ":latest": Decimal(110)}),
        (Decimal(100), {":next": Decimal(102), ":now": Decimal(100)}),
        (Decimal(100), {":something": Decimal(1)}),
    ],
)
def test_the_pace_refuses_what_its_conditions_do_not_allow(next_at: Decimal | None, values: dict[str, Decimal]) -> None:
    with pytest.raises(Refusal):
        reserve(next_at, values)


def test_notify_finds_all_of_its_settings_in_the_bench() -> None:
    settings = NotifySettings.read(environment("http://127.0.0.1:1", max_send_rate="14"))

    assert settings.max_send_rate == 14
    assert settings.model_fields_set == NotifySettings.model_fields.keys()


def test_a_key_is_put_once_alone_or_in_a_transaction() -> None:
    tables = Tables()
    tables.operations["TransactWriteItems"]({"TransactItems": [{"Put": PUT}]})

    with pytest.raises(Refusal, match="ConditionalCheckFailedException"):
        tables.operations["PutItem"](PUT)
    with pytest.raises(Refusal, match="TransactionCanceledException") as refused:
        tables.operations["TransactWriteItems"]({"TransactItems": [{"Put": PUT}]})

    assert refused.value.details["CancellationReasons"] == [{"Code": "ConditionalCheckFailed"}]


def test_an_update_changes_the_state_that_is_read_afterwards() -> None:
    tables, values = Tables(), {":state": {"S": "ACCEPTED"}}
    tables.operations["PutItem"](PUT)

    changed = {"UpdateExpression": "SET #state = :state", "ExpressionAttributeNames": {"#state": "state"}}
    tables.operations["UpdateItem"]({"TableName": "ledger", "Key": KEY, **changed, "ExpressionAttributeValues": values})
    found = tables.operations["BatchGetItem"]({"RequestItems": {"ledger": {"Keys": [KEY]}}})

    assert found["Responses"] == {"ledger": [{**KEY, "state": {"S": "ACCEPTED"}}]}
