"""Levels: sets of keys, joined by many-to-one maps.

A village has households, a household has plots: each plot lies in one household, each
household in one village, all villages in one contract. An amount lives at one level. Two
amounts meet only where one level leads to the other.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from types import MappingProxyType

from attrs import field, frozen


@frozen
class Level:
    """A named set of keys, in register order (层级).

    Attributes:
        name: ``contract``, ``group``, ``member``, ``plot`` ...
        keys: Codes, each once.
    """

    name: str
    keys: tuple[str, ...]

    def __attrs_post_init__(self) -> None:
        assert len(set(self.keys)) == len(self.keys), f"keys of {self.name} repeat"


@frozen
class Join:
    """A many-to-one map from a finer level to a coarser one.

    Attributes:
        fine: Name of the finer level.
        coarse: Name of the coarser level.
        index: For each fine key, the position of its coarse key, shape ``(fine keys,)``.
    """

    fine: str
    coarse: str
    index: tuple[int, ...]


@frozen
class Space:
    """All levels of a run and how they lead to one another.

    Where two ways lead from one level to another they must agree.

    Attributes:
        levels: The levels.
        joins: The maps between neighbours; longer ways follow from them.
    """

    levels: tuple[Level, ...]
    joins: tuple[Join, ...] = ()
    by_name: Mapping[str, Level] = field(init=False, eq=False, repr=False)
    _paths: dict[tuple[str, str], tuple[int, ...]] = field(
        init=False, eq=False, repr=False, factory=dict
    )
    _segments: dict[tuple[str, str], tuple[Sequence[int], ...]] = field(
        init=False, eq=False, repr=False, factory=dict
    )

    def __attrs_post_init__(self) -> None:
        named = {level.name: level for level in self.levels}
        assert len(named) == len(self.levels), "level names repeat"
        object.__setattr__(self, "by_name", MappingProxyType(named))
        for level in self.levels:
            self._paths[level.name, level.name] = tuple(range(len(level.keys)))
        for join in self.joins:
            size, coarse = len(named[join.fine].keys), len(named[join.coarse].keys)
            assert len(join.index) == size, f"{join.fine}: a key has no place"
            assert min(join.index, default=0) >= 0, f"{join.fine}: no place"
            assert max(join.index, default=-1) < coarse, f"{join.fine}: no place"
        while self._lengthen_paths():
            pass

    def _lengthen_paths(self) -> bool:
        """Add the paths that one more join reaches; True where there was one."""
        found = False
        for join in self.joins:
            ways = [
                (fine, path)
                for (fine, end), path in self._paths.items()
                if end == join.fine
            ]
            for fine, path in ways:
                longer = tuple(map(join.index.__getitem__, path))
                found = found or (fine, join.coarse) not in self._paths
                known = self._paths.setdefault((fine, join.coarse), longer)
                assert known == longer, f"two ways from {fine} to {join.coarse} disagree"
        return found

    @property
    def shape(self) -> tuple[tuple[str, ...], tuple[tuple[str, str], ...]]:
        """The names of the levels, and which of them are neighbours."""
        return (
            tuple(level.name for level in self.levels),
            tuple((join.fine, join.coarse) for join in self.joins),
        )

    @property
    def top(self) -> str:
        """The one level to which every other leads: a contract is one of its keys."""
        tops = [
            level.name
            for level in self.levels
            if all(self.leads(other.name, level.name) for other in self.levels)
        ]
        assert len(tops) == 1, f"levels of one run lead to one top, got {tops}"
        return tops[0]

    def size(self, level: str) -> int:
        """How many keys a level has."""
        return len(self.by_name[level].keys)

    def leads(self, fine: str, coarse: str) -> bool:
        """Whether each key of `fine` lies in one key of `coarse`."""
        return (fine, coarse) in self._paths

    def path(self, fine: str, coarse: str) -> tuple[int, ...]:
        """For each fine key, the position of its coarse key, shape ``(fine keys,)``."""
        return self._paths[fine, coarse]

    def segments(self, coarse: str, fine: str) -> tuple[Sequence[int], ...]:
        """For each coarse key, the positions of its fine keys, in register order."""
        path = self.path(fine, coarse)
        if self.size(coarse) == 1:
            return (range(len(path)),)
        known = self._segments.get((coarse, fine))
        if known is None:
            within: list[list[int]] = [[] for _ in self.by_name[coarse].keys]
            for position, place in enumerate(path):
                within[place].append(position)
            known = self._segments[coarse, fine] = tuple(map(tuple, within))
        return known

    def finer(self, left: str, right: str) -> str:
        """The finer of two levels that lie on one chain."""
        if self.leads(left, right):
            return left
        assert self.leads(right, left), f"{left} and {right} do not lie on one chain"
        return right
