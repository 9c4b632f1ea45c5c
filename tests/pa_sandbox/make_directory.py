"""Writes ``directory.json``: invented companies, one for each case of the directory.

python -m tests.pa_sandbox.make_directory
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from .identifiers import siret_of

FILE = Path(__file__).with_name("directory.json")


def company(
    siren: str, name: str, city: str, *, entity: str = "PrivateVatRegistered"
) -> dict[str, Any]:
    """Return the records of a company with its main establishment."""
    status = {"administrativeStatus": "A"}
    address = {
        "addressLine1": "1 rue de l'Exemple",
        "postalCode": "99000",
        "locality": city,
        "countryCode": "FR",
        "countryName": "France",
    }
    return {
        "siren": [
            {"siren": siren, "businessName": name, "entityType": entity, **status}
        ],
        "siret": [
            {
                "siret": siret_of(siren),
                "siren": siren,
                "name": name,
                "facilityType": "P",
                **status,
                "address": address,
            }
        ],
        "routing-code": [],
        "directory-line": [],
    }


def line(siren: str, identifier: str = "", **more: Any) -> dict[str, Any]:
    """Return a directory line of a company."""
    return {
        "addressingIdentifier": identifier or siren,
        "platformType": "WK",
        "directoryLineStatus": "Enabled",
        "siren": siren,
        **more,
    }


def _routed(siren: str, name: str) -> dict[str, Any]:
    """Return a company with an address for each of the four granularities."""
    found = company(siren, name, "Exempleville")
    siret = siret_of(siren)
    found["routing-code"].append(
        {
            "routingIdentifier": "ACHATS",
            "siret": siret,
            "routingIdentifierType": "0224",
            "routingCodeName": "Service achats",
            "managesLegalCommitmentCode": False,
            "administrativeStatus": "A",
        }
    )
    found["directory-line"] += [
        line(siren),
        line(siren, f"{siren}_{siret}", siret=siret),
        line(
            siren,
            f"{siren}_{siret}_ACHATS",
            siret=siret,
            routingIdentifier="ACHATS",
        ),
        line(siren, f"{siren}_FRAIS", addressingSuffix="FRAIS"),
    ]
    return found


def _public(siren: str, name: str) -> dict[str, Any]:
    found = company(siren, name, "Exemplebourg", entity="Public")
    siret = siret_of(siren)
    found["siret"][0]["b2gAdditionalData"] = {
        "pm": False,
        "pmOnly": False,
        "managesPaymentStatus": True,
        "managesLegalCommitmentCode": True,
        "managesLegalCommitmentOrServiceCode": False,
        "serviceCodeStatus": False,
    }
    found["directory-line"].append(
        line(siren, f"{siren}_{siret}", siret=siret, platformType="DFH")
    )
    return found


def _with_line(siren: str, name: str, status: str) -> dict[str, Any]:
    found = company(siren, name, "Exempleville")
    found["directory-line"].append(line(siren, directoryLineStatus=status))
    return found


def default_directory() -> dict[str, list[dict[str, Any]]]:
    """Return the records of all invented companies by kind."""
    closed = company("800000002", "Ancienne Maison Fermée", "Exempleville")
    closed["siren"][0]["administrativeStatus"] = "C"
    closed["siret"][0]["administrativeStatus"] = "C"
    companies = [
        _routed("300000007", "Atelier des Adresses SAS"),
        _with_line("400000006", "Papeterie du Canal SARL", "Enabled"),
        _with_line("500000005", "Sans Plateforme SARL", "Disabled"),
        _with_line("600000004", "Bientôt Prête SAS", "Upcoming"),
        _public("700000003", "Commune d'Exemplebourg"),
        closed,
    ]
    kinds = ("siren", "siret", "routing-code", "directory-line")
    return {kind: [row for each in companies for row in each[kind]] for kind in kinds}


if __name__ == "__main__":
    text = json.dumps(default_directory(), indent=1, ensure_ascii=False)
    FILE.write_text(text + "\n", encoding="utf-8")
