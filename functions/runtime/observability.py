"""Logs and metrics. A log line is a constant message and structured keys; nothing in it leads to a person."""

import traceback

from aws_lambda_powertools import Logger, Metrics
from aws_lambda_powertools.metrics import MetricUnit

logger = Logger()
metrics = Metrics(namespace="KindRegards")


def count(name: str, value: int = 1) -> None:
    """Add to a metric."""
    metrics.add_metric(name, MetricUnit.Count, value)


def log_bug(message: str, error: Exception, **keys: str) -> None:
    """Log an error that nobody expected by its kind and place, never by its text, which may quote a person."""
    frames = traceback.extract_tb(error.__traceback__)[-3:]
    place = [f"{frame.filename.rsplit('/', 1)[-1]}:{frame.lineno} {frame.name}" for frame in frames]
    logger.error(message, extra={"error": type(error).__name__, "place": place, **keys})
