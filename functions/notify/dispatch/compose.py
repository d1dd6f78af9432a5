"""Drafts of what is about to be sent: the letters are composed only now, with fresh links."""

from collections.abc import Mapping, Sequence
from functools import partial

from functions.delivery.claims import Draft
from functions.domain.notices.reference import NoticeRef
from functions.domain.pool.membership import OptIn
from functions.notify.dispatch.bundles import Bundle
from functions.notify.outcome import Result
from functions.notify.ports import DispatchPorts
from functions.runtime.gather import capture_each


def compose_all(
    bundles: Sequence[Bundle], profiles: Mapping[NoticeRef, OptIn], *, ports: DispatchPorts
) -> tuple[list[Draft], dict[NoticeRef, Result]]:
    """Compose each bundle. Return the drafts, and the results of what could not be composed.

    `profiles`: the people's own in the talent pool, by the notices of those who are in it.
    """
    drafts, results = list[Draft](), dict[NoticeRef, Result]()
    for bundle, draft in zip(
        bundles, capture_each(partial(_compose, profiles=profiles, ports=ports), bundles), strict=True
    ):
        if isinstance(draft, Draft):
            drafts.append(draft)
        else:
            results |= dict.fromkeys((item.ref for item in bundle.notices), draft)
    return drafts, results


def _compose(bundle: Bundle, *, profiles: Mapping[NoticeRef, OptIn], ports: DispatchPorts) -> Draft:
    notices = [item.notice for item in bundle.notices]
    # The invitation is bound to the first.
    profile = profiles.get(notices[0].ref)
    mail = ports.composer.compose(notices, ports.now(), others_open=bundle.others_open, profile=profile)
    return Draft(bundle.notices, tuple(item.decision.candidate.email for item in bundle.notices), mail)
