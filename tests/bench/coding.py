"""Coding: how often the proposed account is the one that a person takes.

``bin/bench coding [--quick]``. The bills of a year (``tests/invoices/coding_year.py``
says how they are drawn) are walked through in their order: each line is predicted from
the bills before it, then the person's account is learned, as a correction where he
chose another. The ceiling printed beside is what the person himself repeats; the peers
are the account of the supplier's last line, and the one he has most often. Then the
same in the books: milliseconds and queries of a bill in a batch of forty.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT), str(ROOT / "bin" / "lib")]

from tests.invoices.coding_year import Year, YearBill, YearLine

GOAL = 0.93
GOAL_CALIBRATION = 0.05
RATES = (1.0, 0.97, 0.95, 0.9)


def say(case: str, metric: str, value: float, unit: str, **more: Any) -> None:
    """Print one figure."""
    line = {
        "bench": "coding",
        "case": case,
        "metric": metric,
        "value": round(value, 4),
        "unit": unit,
        **more,
    }
    print(json.dumps(line, ensure_ascii=False), flush=True)


@dataclass
class Score:
    """What was right, by kind of supplier, and how sure it had been said."""

    lines: int = 0
    ours: int = 0
    last: int = 0
    usual: int = 0
    announced: int = 0
    again: int = 0
    steady: int = 0
    proposed: int = 0
    said: list[tuple[float, bool]] = field(default_factory=list)
    kinds: dict[str, list[int]] = field(default_factory=lambda: defaultdict(list))

    def share(self, name: str) -> float:
        """Return one count as a share of all lines."""
        return float(getattr(self, name)) / (self.lines or 1)

    def calibration_error(self, parts: int = 10) -> float:
        """Return by how much confidence and truth differ, on average over lines."""
        bins: dict[int, list[tuple[float, bool]]] = defaultdict(list)
        for confidence, is_right in self.said:
            bins[min(int(confidence * parts), parts - 1)].append((confidence, is_right))
        gap = sum(
            abs(sum(c for c, _r in each) - sum(r for _c, r in each))
            for each in bins.values()
        )
        return gap / (len(self.said) or 1)

    def curve(self, parts: int = 10) -> Iterator[tuple[int, int, float]]:
        """Yield lower bound in percent, lines, and the share that was right."""
        bins: dict[int, list[bool]] = defaultdict(list)
        for confidence, is_right in self.said:
            bins[min(int(confidence * parts), parts - 1)].append(is_right)
        for place in sorted(bins):
            yield (
                place * 100 // parts,
                len(bins[place]),
                sum(bins[place]) / len(bins[place]),
            )


class Walk:
    """Predicts each line from the bills before it, and learns what the person did."""

    def __init__(self) -> None:
        self.score = Score()
        self.history: dict[int, list[Any]] = defaultdict(list)

    def bill(self, bill: YearBill) -> None:
        """Predict the lines of a bill, then learn them."""
        from odoo.addons.einvoice_intake.domain.coding.history import History
        from odoo.addons.einvoice_intake.domain.coding.predict import predict
        from odoo.addons.einvoice_intake.domain.coding.values import Subject

        known = self.history[bill.supplier][-200:]
        index = History(known)

        def others() -> Any:
            """Return what the last lines of the other suppliers show."""
            return History(
                each
                for key, lines in self.history.items()
                if key != bill.supplier
                for each in lines[-100:]
            )

        learned = []
        for line in bill.lines:
            subject = Subject(line.text, line.item, line.net, line.rate)
            found = predict(subject, index, others)
            self._count(bill, line, known, found)
            learned.append(self._learned(bill, line, found))
        self.history[bill.supplier] += learned

    def _count(
        self, bill: YearBill, line: YearLine, known: list[Any], found: Any
    ) -> None:
        score = self.score
        accounts = [each.account for each in known]
        is_right = found is not None and found.account == line.account
        score.lines += 1
        score.ours += is_right
        score.last += bool(accounts) and accounts[-1] == line.account
        usual = Counter(accounts).most_common(1)
        score.usual += bool(usual) and usual[0][0] == line.account
        score.announced += not line.is_first
        score.again += is_right and not line.is_first
        score.steady += line.account == line.habit
        score.kinds[bill.kind].append(int(is_right))
        if found is not None:
            score.proposed += 1
            score.said.append((found.confidence, is_right))

    def _learned(self, bill: YearBill, line: YearLine, found: Any) -> Any:
        from odoo.addons.einvoice_intake.domain.coding.values import Authority, Coded

        authority = Authority.PERSON
        if found is not None:
            is_kept = found.account == line.account
            authority = Authority.SEEN if is_kept else Authority.CORRECTED
        return Coded(
            bill=bill.number,
            day=bill.day,
            account=line.account,
            text=line.text,
            item=line.item,
            net=line.net,
            rate=line.rate,
            authority=authority,
        )


_COUNTS = "lines ours last usual announced again steady proposed".split()


def walked(repetition: float, seeds: range) -> Score:
    """Walk through one year per seed."""
    total = Score()
    for seed in seeds:
        walk = Walk()
        for bill in Year(seed, repetition=repetition).bills():
            walk.bill(bill)
        for name in _COUNTS:
            setattr(total, name, getattr(total, name) + getattr(walk.score, name))
        total.said += walk.score.said
        for kind, right in walk.score.kinds.items():
            total.kinds[kind] += right
    return total


def tell(repetition: float, score: Score) -> None:
    """Print the figures of one repetition rate."""
    case = f"year, the person repeats himself {repetition:.0%}"
    say(case, "lines", score.lines, "lines")
    say(case, "lines whose habit came before", score.announced, "lines")
    ceiling = score.share("steady")
    say(case, "ceiling: the person's own repetition", ceiling, "ratio")
    again = score.again / (score.announced or 1)
    # Nobody can be better than the person is steady.
    goal = round(min(GOAL, ceiling), 4)
    more = {"goal": goal, "better": "higher", "ok": again >= goal}
    say(case, "top-1 account where the habit came before", again, "ratio", **more)
    for peer, name in (("last line", "last"), ("most frequent account", "usual")):
        say(
            case,
            "top-1 account, all lines from an empty start",
            score.share("ours"),
            "ratio",
            better="higher",
            peer={"name": f"{peer} of him", "value": round(score.share(name), 4)},
        )
    say(case, "lines with a proposal", score.share("proposed"), "ratio")
    for kind, right in sorted(score.kinds.items()):
        say(case, f"top-1, supplier “{kind}”", sum(right) / len(right), "ratio")
    error = score.calibration_error()
    more = {
        "goal": GOAL_CALIBRATION,
        "better": "lower",
        "ok": error <= GOAL_CALIBRATION,
    }
    say(case, "calibration error", error, "ratio", **more)
    for bound, lines, right in score.curve():
        say(case, f"said {bound} % or more: {lines} lines, right", right, "ratio")


def main() -> None:
    """Run the benchmark."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--quick", action="store_true", help="one year, no database")
    options = parser.parse_args()
    if options.quick:
        # The rules alone, without Odoo.
        import conftest  # noqa: F401
    else:
        # It brings Odoo with our addons, whose rules are walked afterwards.
        from coding_books import measured

        measured(say)
    seeds = range(2026, 2027 if options.quick else 2031)
    for repetition in RATES:
        tell(repetition, walked(repetition, seeds))


if __name__ == "__main__":
    main()
