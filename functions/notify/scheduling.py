"""Hands a held notice to EventBridge Scheduler, which puts it on DueNotices when it is due."""

from datetime import UTC, datetime
from typing import TYPE_CHECKING

from functions.domain.notice import NoticeRef

if TYPE_CHECKING:
    from mypy_boto3_scheduler import EventBridgeSchedulerClient
    from mypy_boto3_scheduler.type_defs import FlexibleTimeWindowTypeDef, TargetTypeDef

_SPREAD_MINUTES = 15


class NoticeScheduler:
    """One schedule per notice, named by it, gone once it fired. `spread`: within fifteen minutes after the slot."""

    def __init__(
        self,
        scheduler: "EventBridgeSchedulerClient",
        *,
        group: str,
        queue_arn: str,
        dlq_arn: str,
        role_arn: str,
        spread: bool,
    ) -> None:
        self._scheduler, self._group = scheduler, group
        self._window: FlexibleTimeWindowTypeDef = (
            {"Mode": "FLEXIBLE", "MaximumWindowInMinutes": _SPREAD_MINUTES} if spread else {"Mode": "OFF"}
        )
        self._target: TargetTypeDef = {"Arn": queue_arn, "RoleArn": role_arn, "DeadLetterConfig": {"Arn": dlq_arn}}

    def schedule(self, ref: NoticeRef, due_at: datetime) -> None:
        """A notice that is scheduled already stays so."""
        try:
            self._scheduler.create_schedule(
                Name=str(ref),
                GroupName=self._group,
                ScheduleExpression=f"at({due_at.astimezone(UTC):%Y-%m-%dT%H:%M:%S})",
                FlexibleTimeWindow=self._window,
                ActionAfterCompletion="DELETE",
                Target={**self._target, "Input": str(ref)},
            )
        except self._scheduler.exceptions.ConflictException:
            return
