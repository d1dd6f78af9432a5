"""Several attempts at one notice: which of their delivery statuses counts."""

from functions.domain.notices.states import DeliveryStatus

# Where a notice was attempted more than once, its statuses in the order in which they count against one another: an
# email that arrived, or that the provider took, outweighs another attempt that it rejected or that came back.
_ACROSS_ATTEMPTS = (
    DeliveryStatus.REJECTED,
    DeliveryStatus.SENT,
    DeliveryStatus.SOFT_BOUNCED,
    DeliveryStatus.HARD_BOUNCED,
    DeliveryStatus.DELIVERED,
    DeliveryStatus.COMPLAINED,
)
# The statuses of another attempt that each status outweighs.
OUTWEIGHED: dict[DeliveryStatus, frozenset[DeliveryStatus]] = {
    status: frozenset(_ACROSS_ATTEMPTS[:place]) for place, status in enumerate(_ACROSS_ATTEMPTS)
}
