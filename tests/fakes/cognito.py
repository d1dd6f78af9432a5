"""A user pool in memory, as the calls of ops/console/directory.py see one."""

from collections.abc import Iterator
from types import SimpleNamespace
from typing import Any

from botocore.exceptions import ClientError


class _UserNotFound(ClientError):
    pass


class _GroupExists(ClientError):
    pass


class FakeCognito:
    """People by address, with their status, groups and emails."""

    exceptions = SimpleNamespace(UserNotFoundException=_UserNotFound, GroupExistsException=_GroupExists)

    def __init__(self) -> None:
        self.groups: set[str] = {"recruiter", "auditor", "admin"}
        self.status: dict[str, str] = {}
        self.members: dict[str, set[str]] = {}
        self.passwords: dict[str, str] = {}
        self.emailed: list[str] = []
        # In the order in which they came: what an interrupted command leaves behind depends on it.
        self.calls: list[str] = []

    def admin_get_user(self, *, Username: str, **_: Any) -> dict[str, Any]:  # noqa: N803
        if Username not in self.status:
            raise _UserNotFound({}, "AdminGetUser")
        return self._user(Username) | {"UserAttributes": [{"Name": "email", "Value": Username}]}

    def admin_create_user(self, *, Username: str, **options: Any) -> None:  # noqa: N803
        self.calls.append("create")
        if options.get("MessageAction") != "SUPPRESS":
            self.emailed.append(Username)
        if options.get("MessageAction") != "RESEND":
            self.status[Username], self.members[Username] = "FORCE_CHANGE_PASSWORD", set()

    def admin_set_user_password(self, *, Username: str, Password: str, Permanent: bool, **_: Any) -> None:  # noqa: N803
        assert Permanent
        self.passwords[Username], self.status[Username] = Password, "CONFIRMED"

    def create_group(self, *, GroupName: str, **_: Any) -> None:  # noqa: N803
        if GroupName in self.groups:
            raise _GroupExists({}, "CreateGroup")
        self.groups.add(GroupName)

    def admin_add_user_to_group(self, *, Username: str, GroupName: str, **_: Any) -> None:  # noqa: N803
        assert GroupName in self.groups
        self.calls.append(f"add {GroupName}")
        self.members[Username].add(GroupName)

    def admin_remove_user_from_group(self, *, Username: str, GroupName: str, **_: Any) -> None:  # noqa: N803
        self.members[Username].remove(GroupName)

    def admin_user_global_sign_out(self, *, Username: str, **_: Any) -> None:  # noqa: N803
        self.calls.append("sign out")

    def admin_delete_user(self, *, Username: str, **_: Any) -> None:  # noqa: N803
        self.calls.append("delete")
        del self.status[Username], self.members[Username]

    def get_paginator(self, operation: str) -> Any:
        return SimpleNamespace(paginate=getattr(self, f"_{operation}"))

    def _list_users(self, **_: Any) -> Iterator[dict[str, Any]]:
        # A page each.
        for name in self.status:
            yield {"Users": [self._user(name) | {"Attributes": [{"Name": "email", "Value": name}]}]}

    def _admin_list_groups_for_user(self, *, Username: str, **_: Any) -> Iterator[dict[str, Any]]:  # noqa: N803
        for group in sorted(self.members[Username]):
            yield {"Groups": [{"GroupName": group}]}

    def _user(self, name: str) -> dict[str, Any]:
        return {"Username": name, "UserStatus": self.status[name], "Enabled": True}
