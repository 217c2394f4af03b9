"""Seeded chance that is the same in every Python: the sample library rests on it."""

import random
from collections.abc import Sequence
from datetime import date, timedelta
from typing import TypeVar

Item = TypeVar("Item")


class Dice:
    """A seeded source of chance that uses only `random()`, whose numbers Python promises not to change."""

    def __init__(self, seed: int) -> None:
        self._random = random.Random(seed)  # noqa: S311

    def below(self, limit: int) -> int:
        return int(self._random.random() * limit)

    def chance(self, share: float) -> bool:
        return self._random.random() < share

    def pick(self, items: Sequence[Item]) -> Item:
        return items[self.below(len(items))]

    def some(self, items: Sequence[Item], count: int) -> list[Item]:
        """Return `count` different items, in the order of `items`."""
        keyed = sorted((self._random.random(), place) for place in range(len(items)))
        return [items[place] for place in sorted(place for _, place in keyed[:count])]

    def day(self, first: date, last: date) -> date:
        return first + timedelta(days=self.below((last - first).days + 1))
