"""Scheduler of held notices: EventBridge Scheduler puts each on DueNotices when it is due."""

from collections.abc import Callable
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from botocore.exceptions import BotoCoreError, ClientError

from functions.domain.errors import Throttled, Transient
from functions.domain.notices.reference import NoticeRef
from functions.domain.timing.slots import SPREAD

if TYPE_CHECKING:
    from mypy_boto3_scheduler import EventBridgeSchedulerClient
    from mypy_boto3_scheduler.type_defs import FlexibleTimeWindowTypeDef, TargetTypeDef

_SPREAD_MINUTES = int(SPREAD.total_seconds() / 60)
_THROTTLING = frozenset({"Throttling", "ThrottlingException", "TooManyRequestsException"})
_TOO_MANY_REQUESTS, _SERVER_ERROR = 429, 500


class NoticeScheduler:
    """One schedule per notice and due moment, deleted once it fired. `spread`: it fires within 15 minutes."""

    def __init__(
        self,
        scheduler: "EventBridgeSchedulerClient",
        *,
        group: str,
        queue_arn: str,
        dlq_arn: str,
        role_arn: str,
        spread: bool,
        now: Callable[[], datetime],
    ) -> None:
        self._scheduler, self._group, self._now = scheduler, group, now
        self._window: FlexibleTimeWindowTypeDef = (
            {"Mode": "FLEXIBLE", "MaximumWindowInMinutes": _SPREAD_MINUTES} if spread else {"Mode": "OFF"}
        )
        self._target: TargetTypeDef = {"Arn": queue_arn, "RoleArn": role_arn, "DeadLetterConfig": {"Arn": dlq_arn}}

    def schedule(self, ref: NoticeRef, due_at: datetime, postponements: int = 0) -> None:
        """Schedule a notice. One that is scheduled already stays so. Raises Throttled, Transient.

        Nothing is lost by either: the notice is in the ledger, and the message that led here comes again.
        `postponements` is in the name: a schedule that has fired keeps its name for a while.
        """
        try:
            self._create(ref, due_at, _name(ref, postponements))
        except self._scheduler.exceptions.ConflictException:
            return
        except ClientError as err:
            # A moment in the past is refused. Our own attempts may have taken that long: the notice is due by now.
            if _code(err) == "ValidationException" and due_at <= self._now():
                raise Transient("schedule: due meanwhile") from err
            if meaning := _error_of(err):
                raise meaning from err
            raise
        except BotoCoreError as err:
            raise Transient(f"schedule: {type(err).__name__}") from err

    def cancel(self, ref: NoticeRef, postponements: int = 0) -> None:
        """Delete the schedule of a notice that will not be sent, if it is there. Raises Throttled, Transient."""
        try:
            self._scheduler.delete_schedule(Name=_name(ref, postponements), GroupName=self._group)
        except self._scheduler.exceptions.ResourceNotFoundException:
            return
        except ClientError as err:
            if meaning := _error_of(err):
                raise meaning from err
            raise
        except BotoCoreError as err:
            raise Transient(f"schedule: {type(err).__name__}") from err

    def _create(self, ref: NoticeRef, due_at: datetime, name: str) -> None:
        self._scheduler.create_schedule(
            Name=name,
            GroupName=self._group,
            ScheduleExpression=f"at({due_at.astimezone(UTC):%Y-%m-%dT%H:%M:%S})",
            FlexibleTimeWindow=self._window,
            ActionAfterCompletion="DELETE",
            Target={**self._target, "Input": str(ref)},
        )


def _name(ref: NoticeRef, postponements: int) -> str:
    return f"{ref}.{postponements}" if postponements else str(ref)


def _error_of(err: ClientError) -> Transient | None:
    """Return what the caller must do, where the SDK's own attempts did not help. None: it is our own mistake."""
    code = _code(err)
    status = err.response.get("ResponseMetadata", {}).get("HTTPStatusCode", _SERVER_ERROR)
    if code in _THROTTLING or status == _TOO_MANY_REQUESTS:
        return Throttled(f"schedule: {code}")
    # The number of schedules that an account may have: room comes as others fire.
    if code == "ServiceQuotaExceededException" or status >= _SERVER_ERROR:
        return Transient(f"schedule: {code}")
    return None


def _code(err: ClientError) -> str:
    return err.response.get("Error", {}).get("Code", "")
