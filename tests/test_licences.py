"""Every library that ``requirements.txt`` brings may be used by an LGPL-3 work.

So may the judges of the sandbox platform, which tests alone use.
"""

import re
from collections.abc import Iterator
from importlib.metadata import Distribution, PackageNotFoundError, distribution
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent

# Found in a licence expression, a licence field or a trove classifier.
ALLOWED = re.compile(
    r"""\bMIT\b|\bBSD\b|Apache|\bISC\b|\bPSF\b|\bLGPL\b|Lesser\ General\ Public
    |Mozilla\ Public|\bMPL\b|Public\ Domain|\bZPL\b|Zope\ Public|\b0BSD\b|Unlicense
    |Python\ Software\ Foundation|\bHPND\b""",
    re.VERBOSE | re.IGNORECASE,
)
FORBIDDEN = re.compile(
    r"(?<!L)(?<!Lesser )GPL|GNU General Public|Affero|SSPL|Proprietary|Commercial",
    re.IGNORECASE,
)
# The metadata name a licence that does not bind the code we import.
EXPLAINED = {
    "docutils": "public domain and BSD; the GPL covers one Emacs file that is not used",
    "qrcode": "BSD; the other classifier repeats its notice on the word QR Code",
}

# In requirements-dev.txt, where programs that nothing imports may have any licence.
JUDGES = ("openapi-core", "schemathesis")

# The metadata name no licence at all; what its makers publish says which.
UNSTATED = {"saxonche": "MPL-2.0"}


def _requirements(lines: list[str]) -> Iterator[str]:
    for line in lines:
        name = re.match(r"[A-Za-z0-9._-]+", line)
        if name and "extra ==" not in line:
            yield re.sub(r"[-_.]+", "-", name.group()).lower()


def _installed() -> dict[str, Distribution]:
    """Follow requirements.txt and the judges through what is installed."""
    found: dict[str, Distribution] = {}
    lines = (ROOT / "requirements.txt").read_text(encoding="utf-8").splitlines()
    waiting = [*_requirements(lines), *JUDGES]
    while waiting:
        name = waiting.pop()
        if name in found:
            continue
        try:
            found[name] = distribution(name)
        except PackageNotFoundError:
            # Needed on another Python or another system only.
            continue
        waiting += _requirements(found[name].requires or [])
    return found


def _statements(package: Distribution) -> list[str]:
    """Return what a package says of its licence, one statement each."""
    metadata = package.metadata
    classifiers = [
        text for text in metadata.get_all("Classifier", []) if "License ::" in text
    ]
    expression = metadata.get("License-Expression")
    first_line = (metadata.get("License") or "").strip().partition("\n")[0]
    return [expression] if expression else [*classifiers, first_line]


INSTALLED = _installed()


def test_the_requirements_are_installed() -> None:
    assert {"factur-x", "lxml", "psycopg2-binary", "werkzeug"} <= set(INSTALLED)


@pytest.mark.parametrize("name", sorted(INSTALLED))
def test_licence_is_compatible_with_lgpl(name: str) -> None:
    statements = _statements(INSTALLED[name])
    if name in UNSTATED:
        assert not any(statements), f"{name} states its licence now: {statements}"
        statements = [UNSTATED[name]]
    assert any(map(ALLOWED.search, statements)), f"{name}: {statements}"
    if name not in EXPLAINED:
        assert not any(map(FORBIDDEN.search, statements)), f"{name}: {statements}"


@pytest.mark.parametrize(
    ("statement", "is_forbidden"),
    [
        ("License :: OSI Approved :: GNU Affero General Public License v3", True),
        ("License :: OSI Approved :: GNU General Public License v2 or later", True),
        ("GPL-3.0-or-later", True),
        ("AGPL-3", True),
        ("LGPL-2.1-or-later", False),
        ("GNU Library or Lesser General Public License (LGPL)", False),
        ("MIT", False),
    ],
)
def test_forbidden_licences_are_recognised(statement: str, is_forbidden: bool) -> None:
    assert bool(FORBIDDEN.search(statement)) is is_forbidden
