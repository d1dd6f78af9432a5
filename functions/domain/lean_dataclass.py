"""The `dataclass` of what is deployed: the standard one to a reader and the type checker, and cheaper at a cold start.

The standard decorator writes and compiles each method anew for each class, which took a tenth of a cold start. This one
compiles the constructor alone, and all classes share the other methods. In exchange, `frozen` is kept by the type
checker, and not at run time.
"""

from dataclasses import fields
from operator import attrgetter
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from dataclasses import dataclass
else:
    from dataclasses import dataclass as standard

    def dataclass(cls: Any = None, /, *, frozen: bool, kw_only: bool = False) -> Any:
        """Make a dataclass whose objects are equal, hashed and shown by their fields."""
        if not frozen:
            raise TypeError("What can change has neither equality nor a hash by its fields: use the standard dataclass")
        return lean(cls, kw_only) if cls else lambda cls: lean(cls, kw_only)

    def lean(cls: Any, kw_only: bool) -> Any:  # noqa: FBT001
        made = standard(cls, repr=False, eq=False, kw_only=kw_only)
        compared = [field.name for field in fields(made) if field.compare]
        made.compared_fields = attrgetter(*compared) if compared else lambda _: ()
        for method in (__eq__, __hash__, __repr__):
            if method.__name__ not in vars(made):
                setattr(made, method.__name__, method)
        return made


__all__ = ["dataclass"]


def __eq__(self: Any, other: Any) -> Any:  # noqa: N807
    if other.__class__ is not self.__class__:
        return NotImplemented
    return self.__class__.compared_fields(self) == other.__class__.compared_fields(other)


def __hash__(self: Any) -> int:  # noqa: N807
    return hash(self.__class__.compared_fields(self))


def __repr__(self: Any) -> str:  # noqa: N807
    shown = ", ".join(f"{field.name}={getattr(self, field.name)!r}" for field in fields(self) if field.repr)
    return f"{self.__class__.__qualname__}({shown})"
