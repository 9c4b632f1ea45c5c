"""The demo pair: a supplier at one platform, a buyer at another."""

from __future__ import annotations

from .organisations import Organisation, read_settings
from .sandbox import Sandbox

SUPPLIER = "100000009"
BUYER = "200000008"
_DELAY = {"acknowledge_seconds": 2.0}


def demo(sandbox: Sandbox) -> list[Organisation]:
    """Admit the pair, unless it was admitted before."""
    pair = (
        Organisation(
            SUPPLIER,
            "Fournitures Exemple SAS",
            platform="PA-E",
            addresses=(f"{SUPPLIER}_STATUTS",),
            settings=read_settings(_DELAY),
        ),
        Organisation(
            BUYER,
            "Acheteur Exemple SAS",
            platform="PA-R",
            settings=read_settings(_DELAY),
        ),
    )
    known = sandbox.organisations
    return [known.get(each.siren) or sandbox.admit(each) for each in pair]


def words(url: str, organisations: list[Organisation]) -> str:
    """Return what a person needs to connect."""
    lines = [
        f"  flow service       {url}/flow-service",
        f"  directory service  {url}/directory-service",
        f"  token              {url}/oauth2/token",
        f"  administration     {url}/sandbox",
    ]
    for each in organisations:
        lines += [
            "",
            f"  {each.name} (SIREN {each.siren}, at {each.platform})",
            f"    client_id      {each.client_id}",
            f"    client_secret  {each.client_secret}",
        ]
    return "\n".join(lines)
