"""Lines that were coded before, ready to be asked for those like a new one."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterable, Sequence
from operator import attrgetter

from rapidfuzz import fuzz, process

from ..texts import reference_key
from .values import Coded, text_key

# Texts that share this much are of the same thing (0 to 1).
_ALIKE = 0.8
# A word that stands in so few texts of a supplier says which of them is meant.
_RARE = 2
# Texts of a supplier that are compared letter by letter.
_COMPARED = 400


class History:
    """Lines of one supplier (or of several), newest first.

    Attributes:
        lines: All of them.
    """

    def __init__(self, lines: Iterable[Coded]) -> None:
        self.lines = tuple(sorted(lines, key=attrgetter("day", "bill"), reverse=True))
        self._by_item: dict[str, list[Coded]] = defaultdict(list)
        self._by_text: dict[str, list[Coded]] = defaultdict(list)
        keys: dict[str, str] = {}
        for line in self.lines:
            if line.text not in keys:
                keys[line.text] = text_key(line.text)
            if key := keys[line.text]:
                self._by_text[key].append(line)
            if line.item and (item := reference_key(line.item)):
                self._by_item[item].append(line)
        self._texts_of: dict[str, list[str]] = defaultdict(list)
        for key in self._by_text:
            for word in set(key.split()):
                self._texts_of[word].append(key)

    def __bool__(self) -> bool:
        return bool(self.lines)

    def of_item(self, item: str) -> Sequence[Coded]:
        """Return the lines with an item number, newest first."""
        key = reference_key(item)
        return self._by_item.get(key, ()) if key else ()

    def of_text(self, text: str) -> Sequence[Coded]:
        """Return the lines whose text says the same, newest first."""
        return self._by_text.get(text_key(text), ())

    def like(self, text: str) -> list[tuple[Coded, float]]:
        """Return lines whose text is alike, with how much: 0 to 1, newest first."""
        key = text_key(text)
        if not key:
            return []
        alike: dict[str, float] = {
            found: ratio / 100
            for found, ratio, _place in process.extract(
                key,
                list(self._by_text)[:_COMPARED],
                scorer=fuzz.token_sort_ratio,
                score_cutoff=100 * _ALIKE,
                limit=5,
            )
        }
        for found, ratio in self._by_rare_words(key):
            alike[found] = max(ratio, alike.get(found, 0.0))
        pairs = [
            (line, ratio)
            for found, ratio in alike.items()
            for line in self._by_text[found]
        ]
        pairs.sort(key=lambda pair: (pair[0].day, pair[0].bill), reverse=True)
        return pairs

    def _by_rare_words(self, key: str) -> list[tuple[str, float]]:
        """Return the texts that share the words that few texts have.

        A word weighs the less the more texts of the supplier have it.
        """
        words = set(key.split())
        rare = {word for word in words if 0 < len(self._texts_of[word]) <= _RARE}
        found = []
        for other in {text for word in rare for text in self._texts_of[word]}:
            others = set(other.split())
            shared = sum(map(self._weight, words & others))
            ratio = shared / (sum(map(self._weight, words | others)) or 1)
            if ratio >= _ALIKE / 2:
                found.append((other, ratio))
        return sorted(found, key=lambda pair: (-pair[1], pair[0]))[:5]

    def _weight(self, word: str) -> float:
        texts = len(self._by_text)
        return math.log(1 + texts / (1 + len(self._texts_of.get(word, ()))))
