"""Values with frozen mappings travel: they can be copied, pickled, sent to another process.

Python's read-only view of a mapping cannot by itself.
"""

from __future__ import annotations

import copyreg
from collections.abc import Mapping
from types import MappingProxyType
from typing import TypeVar

Key = TypeVar("Key")
Value = TypeVar("Value")


def frozen_mapping(given: Mapping[Key, Value]) -> Mapping[Key, Value]:
    """A copy of a mapping that cannot be changed, in the same order.

    Examples:
        >>> import pickle
        >>> from sanbian.mappings import frozen_mapping
        >>> pickle.loads(pickle.dumps(frozen_mapping({"一": 1})))
        mappingproxy({'一': 1})
    """
    return MappingProxyType(dict(given))


def _reduced(given: MappingProxyType[Key, Value]) -> tuple[object, tuple[dict[Key, Value]]]:
    return frozen_mapping, (dict(given),)


copyreg.pickle(MappingProxyType, _reduced)  # type: ignore[arg-type]  # typeshed: text only
