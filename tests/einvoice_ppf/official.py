"""The official checks of what we write: schema, EN 16931 or its extension, BR-FR."""

from __future__ import annotations

import shutil
from pathlib import Path

from odoo.addons.einvoice_intake.domain.official import Verdict, verdict_of
from odoo.addons.einvoice_intake.domain.official_ask import Question, ask
from odoo.addons.einvoice_intake.domain.official_worker import Worker
from odoo.addons.einvoice_ppf.domain.outgoing.profile import Profile, Syntax

SHARED = Path(__file__).parents[3] / "shared"
CEN = SHARED / "corpora/structured/cen-en16931-1.3.16"
FNFE = SHARED / "standards/fnfe_1.4.0.03"
ABSENT = "../shared is absent: no official check was made of what we write"


def worker(folder: Path) -> Worker:
    """Return a worker with the editions 1.3.16 of CEN and 1.4.0.03 of FNFE."""
    for path in (*CEN.glob("*/xslt/*.xslt"), *FNFE.glob("*.xslt")):
        shutil.copy(path, folder)
    return Worker(folder=folder, patience=600)


def question(xml: bytes, syntax: Syntax, profile: Profile) -> Question:
    """Ask for all that a French invoice is checked by, fatal rules of FNFE included."""
    if syntax is Syntax.CII:
        schema = "xsd-cii"
    else:
        is_credit = b"<CreditNote" in xml[:400]
        schema = "xsd-ubl-creditnote" if is_credit else "xsd-ubl-invoice"
    norm = "extended-ctc-fr" if profile.is_extended else "en16931"
    checks = (schema, f"{norm}-{syntax.value}", f"br-fr-{syntax.value}")
    return Question(xml.removeprefix(b"\xef\xbb\xbf").lstrip(), checks=checks)


def verdicts(questions: list[Question], asked: Worker) -> list[Verdict]:
    """Return what the official checks say of each."""
    answers = ask(questions, asked)
    return [verdict_of(*each) for each in zip(questions, answers, strict=True)]


def fatal(verdict: Verdict) -> set[str]:
    """Return the official rules that a document does not meet."""
    assert len(verdict.runs) == 3, verdict.because
    assert all(run.state in ("valid", "invalid") for run in verdict.runs), verdict.runs
    return {each.rule or each.text for each in verdict.fatal}
