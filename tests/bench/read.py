"""How right pages are read, how honest the confidence is, and how long it takes.

``bin/bench read [SET…]``: for each public set, text PDF and scans apart, at first
sight; for the series of suppliers also after one corrected invoice, and with the
lessons of all others of the supplier. Truth and rules of scoring lie in ``../shared``
(or where ``EINVOICE_SHARED`` says). Words are kept in the cache folder, by the digest
of the file and of the program, so a second run takes a minute; ``--fresh`` reads them
anew.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import statistics
import sys
from collections.abc import Iterable, Sequence
from dataclasses import replace
from pathlib import Path
from types import ModuleType
from typing import Any

import read_learn
import read_score
import read_time
from read_set import (
    SCAN,
    SETS,
    SHARED,
    TEXT,
    Cache,
    Document,
    documents,
    domain,
    score_rules,
)

SERIES = "fr_series"
_CORRECT_BILLS = 0.995
_SAMPLE = {TEXT: 20, SCAN: 10}
# From the issue: header fields at first sight, after one invoice, lines, seconds a
# page of text.
GOALS = {TEXT: (0.95, 0.99, 0.90), SCAN: (0.90, 0.96, 0.80)}
_SECONDS_TEXT = 0.5
_TIMES_ENGINE = 1.25
_CALIBRATION = 0.05


def say(case: str, metric: str, value: float, unit: str, **more: Any) -> None:
    """Print one figure; with a goal also whether it is met."""
    line = {
        "bench": "read",
        "case": case,
        "metric": metric,
        "value": round(value, 4),
        "unit": unit,
        **more,
    }
    if "goal" in more:
        is_lower = more["better"] == "lower"
        line["ok"] = value <= more["goal"] if is_lower else value >= more["goal"]
    print(json.dumps(line, ensure_ascii=False), flush=True)


def _higher(goal: float | None) -> dict[str, Any]:
    return {"better": "higher"} | ({} if goal is None else {"goal": goal})


def report(case: str, score: read_score.Score, goals: Sequence[float | None]) -> None:
    """Print what readings of one case are worth."""
    fields = score.fields
    say(case, "header fields exact", score.accuracy, "ratio", **_higher(goals[0]))
    for kind in ("wrong", "extra", "none"):
        say(case, f"header fields {kind}", fields[kind], "fields", better="lower")
    asked = sum(fields[each] for each in ("ok", "wrong", "none"))
    say(case, "header fields printed", asked, "fields")
    count = max(score.documents, 1)
    say(case, "documents", score.documents, "documents")
    say(case, "key fields all right", score.key / count, "ratio", better="higher")
    say(case, "whole header right", score.whole / count, "ratio", better="higher")
    right, stated = score.types
    if stated:
        say(case, "document type right", right / stated, "ratio", better="higher")
    if score.lines[2]:
        say(case, "lines F1, by total", score.f1(0), "ratio", **_higher(goals[2]))
        full = score.f1(1)
        say(case, "lines F1, with quantity and price", full, "ratio", better="higher")
    for name, counts in sorted(score.by_field.items()):
        printed = sum(counts[each] for each in ("ok", "wrong", "none"))
        if printed:
            say(
                case,
                f"field {name}",
                counts["ok"] / printed,
                "ratio",
                better="higher",
                wrong=counts["wrong"],
                missing=counts["none"],
                invented=counts["extra"],
            )


def report_confidence(case: str, scores: Iterable[read_score.Score]) -> None:
    """Print whether what is said 0.9 is right nine times in ten, and what it saves."""
    scores = list(scores)
    said = [each for score in scores for each in score.said]
    if not said:
        return
    error = read_score.calibration_error(said)
    say(case, "calibration error", error, "ratio", goal=_CALIBRATION, better="lower")
    for mean, right, count in read_score.curve(said):
        say(case, f"said {mean:.2f}, right", right, "ratio", fields=count)
    bills = [bill for score in scores for bill in score.bills]
    each, share, limit = read_score.fields_to_look_at(bills, _CORRECT_BILLS)
    say(
        case,
        "fields to look at for 99.5 % correct bills",
        each,
        "fields per bill",
        better="lower",
        share=round(share, 3),
        below=round(limit, 3),
    )


def read_all(found: Iterable[Document], cache: Cache) -> list[Document]:
    """Read documents at first sight, without any memory."""
    paper = domain("paper.read_paper")
    done = []
    for each in found:
        pages = cache.pages(each.path.read_bytes())
        done.append(replace(each, pages=pages, reading=paper.read_paper(pages)))
    return done


def learn(rules: ModuleType, form: str, done: Sequence[Document]) -> None:
    """Print what memory gains in a series: each supplier by itself."""
    first, after, others = [], [], []
    for group in read_learn.by_supplier(done):
        layout = read_learn.learned(rules, group[:1])
        first += group[1:]
        after += [read_learn.read_with(each, layout) for each in group[1:]]
        for place, each in enumerate(group):
            rest = [*group[:place], *group[place + 1 :]]
            others.append(read_learn.read_with(each, read_learn.learned(rules, rest)))
    goals = (GOALS[form][1], None, GOALS[form][2])
    for case, documents_, wanted in (
        ("without learning, same documents", first, (None, None, None)),
        ("after one corrected invoice", after, goals),
        ("after all others of the supplier", others, (None, None, None)),
    ):
        score = read_score.scored(rules, documents_)
        report(f"{SERIES} {form}, {case}", score, wanted)
        report_confidence(f"{SERIES} {form}, {case}", [score])


def time_all(form: str, done: Sequence[Document]) -> None:
    """Print seconds a page, measured on a sample, never from the cache."""
    sample = read_time.spread(done, _SAMPLE[form])
    if not sample:
        return
    case = f"{form}, sample of {len(sample)} documents"
    if form == TEXT:
        timed = read_time.timed_text(sample)
        seconds = statistics.median(each.per_page for each in timed)
        say(case, "seconds a page", seconds, "s", goal=_SECONDS_TEXT, better="lower")
        return
    timed = read_time.timed_scans(sample)
    seconds = statistics.median(each.per_page for each in timed)
    alone = statistics.median((each.alone or 0) / each.pages for each in timed)
    peer = {"name": "rapidocr alone, same threads", "value": round(alone, 3)}
    say(case, "seconds a page", seconds, "s", better="lower", peer=peer)
    say(
        case,
        "times the first engine alone",
        read_time.ratio(timed),
        "ratio",
        goal=_TIMES_ENGINE,
        better="lower",
    )
    if work := read_time.ratio_of_work(timed):
        # On a machine that does other things too, the fairer of the two.
        metric = "times the processor time of the first engine alone"
        say(case, metric, work, "ratio", better="lower")


def main() -> None:
    """Measure the sets that are there, or those named."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("sets", nargs="*", metavar="SET", help=", ".join(SETS))
    parser.add_argument("--fresh", action="store_true", help="read all pages anew")
    options = parser.parse_args()
    rules = score_rules()
    if rules is None:
        sys.exit(f"bin/bench read: there are no truth and rules in {SHARED}.")
    folder = Path(os.environ["EINVOICE_CACHE"], "bench_read")
    if options.fresh:
        shutil.rmtree(folder, ignore_errors=True)
    for form in (TEXT, SCAN):
        cache = Cache(folder)
        everything, scores = [], []
        for name in options.sets or SETS:
            done = read_all(documents(name, form), cache)
            if not done:
                continue
            score = read_score.scored(rules, done)
            # Photographed receipts are a stress test: they have no goal.
            wanted = (None,) * 3 if name == "sroie_set" else GOALS[form]
            report(f"{name} {form}", score, wanted)
            report_confidence(f"{name} {form}", [score])
            if name == SERIES:
                learn(rules, form, done)
            everything += done
            scores.append(score)
        report_confidence(f"all sets {form}", scores)
        case = f"pages {form}, words kept in {folder}"
        say(case, "files from the cache", cache.hits, "files", read=cache.misses)
        time_all(form, everything)


if __name__ == "__main__":
    main()
