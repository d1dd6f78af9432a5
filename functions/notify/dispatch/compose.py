"""Drafts of what is about to be sent: the letters are composed only now, with fresh links."""

from collections.abc import Collection, Sequence
from functools import partial

from functions.delivery.claims import Draft
from functions.domain.notices.reference import NoticeRef
from functions.notify.dispatch.bundles import Bundle
from functions.notify.outcome import Result
from functions.notify.ports import DispatchPorts
from functions.runtime.gather import capture_each


def compose_all(
    bundles: Sequence[Bundle], shared: Collection[NoticeRef], *, ports: DispatchPorts
) -> tuple[list[Draft], dict[NoticeRef, Result]]:
    """Compose each bundle. Return the drafts, and the results of what could not be composed.

    `shared`: notices whose candidate id another person has as well, or whose earlier email a stranger may have.
    """
    drafts, results = list[Draft](), dict[NoticeRef, Result]()
    for bundle, draft in zip(
        bundles, capture_each(partial(_compose, shared=shared, ports=ports), bundles), strict=True
    ):
        if isinstance(draft, Draft):
            drafts.append(draft)
        else:
            results |= dict.fromkeys((item.ref for item in bundle.notices), draft)
    return drafts, results


def _compose(bundle: Bundle, *, shared: Collection[NoticeRef], ports: DispatchPorts) -> Draft:
    notices = [item.notice for item in bundle.notices]
    shares_id = any(notice.ref in shared for notice in notices)
    mail = ports.composer.compose(notices, ports.now(), others_open=bundle.others_open, shares_id=shares_id)
    return Draft(bundle.notices, tuple(item.decision.candidate.email for item in bundle.notices), mail)
