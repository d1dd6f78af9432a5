"""The user pool: people by their email address, and the groups that say what they may do."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from ops.console.groups import is_ours

# Cognito's word for somebody who has not yet chosen a password of their own.
_INVITED = "FORCE_CHANGE_PASSWORD"


@dataclass(frozen=True)
class Login:
    """A person who may log in. `has_logged_in`: with a password that they chose. `id`: as the access log names them."""

    address: str
    groups: tuple[str, ...]
    has_logged_in: bool
    is_enabled: bool = True
    id: str = ""


class Directory:
    """The users of one Cognito user pool."""

    def __init__(self, cognito: Any, pool: str) -> None:
        self._cognito, self._pool = cognito, pool

    def find(self, address: str) -> Login | None:
        """Return the person with this address."""
        try:
            user = self._cognito.admin_get_user(UserPoolId=self._pool, Username=address)
        except self._cognito.exceptions.UserNotFoundException:
            return None
        return self._login(user, user["UserAttributes"])

    def every(self) -> Iterator[Login]:
        """Yield everybody."""
        for page in self._cognito.get_paginator("list_users").paginate(UserPoolId=self._pool):
            for user in page["Users"]:
                yield self._login(user, user["Attributes"])

    def create(self, address: str, password: str | None = None) -> None:
        """Add a person. Cognito makes their first password and emails it to them, unless there is one."""
        attributes = [{"Name": "email", "Value": address}, {"Name": "email_verified", "Value": "true"}]
        known = {"TemporaryPassword": password, "MessageAction": "SUPPRESS"} if password else {}
        self._admin_create(address, UserAttributes=attributes, **known)

    def resend(self, address: str) -> None:
        """Have Cognito email a new first password to somebody who has not logged in yet."""
        self._admin_create(address, MessageAction="RESEND")

    def set_password(self, address: str, password: str) -> None:
        """Give a person a password that they need not change."""
        self._cognito.admin_set_user_password(
            UserPoolId=self._pool, Username=address, Password=password, Permanent=True
        )

    def require_groups(self, names: Iterable[str]) -> None:
        """Make the groups that are not there yet."""
        for name in names:
            try:
                self._cognito.create_group(UserPoolId=self._pool, GroupName=name)
            except self._cognito.exceptions.GroupExistsException:
                continue

    def set_groups(self, address: str, wanted: Iterable[str]) -> None:
        """Put a person into these groups, and out of all others of the console."""
        wanted, current = set(wanted), set(self._groups_of(address))
        for name in sorted(filter(is_ours, current - wanted)):
            self._cognito.admin_remove_user_from_group(UserPoolId=self._pool, Username=address, GroupName=name)
        for name in sorted(wanted - current):
            self._cognito.admin_add_user_to_group(UserPoolId=self._pool, Username=address, GroupName=name)

    def remove(self, address: str) -> None:
        """Remove a person. An access token of theirs stays valid until it ends."""
        self._cognito.admin_user_global_sign_out(UserPoolId=self._pool, Username=address)
        self._cognito.admin_delete_user(UserPoolId=self._pool, Username=address)

    def _admin_create(self, address: str, **options: Any) -> None:
        self._cognito.admin_create_user(
            UserPoolId=self._pool, Username=address, DesiredDeliveryMediums=["EMAIL"], **options
        )

    def _login(self, user: dict[str, Any], attributes: list[dict[str, str]]) -> Login:
        values = {attribute["Name"]: attribute["Value"] for attribute in attributes}
        groups = tuple(sorted(self._groups_of(user["Username"])))
        return Login(
            values.get("email", ""),
            groups,
            has_logged_in=user["UserStatus"] != _INVITED,
            is_enabled=user.get("Enabled", True),
            id=values.get("sub", ""),
        )

    def _groups_of(self, username: str) -> Iterator[str]:
        pages = self._cognito.get_paginator("admin_list_groups_for_user")
        for page in pages.paginate(UserPoolId=self._pool, Username=username):
            yield from (group["GroupName"] for group in page["Groups"])
