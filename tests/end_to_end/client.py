"""What a browser and a program do with the server."""

from __future__ import annotations

import importlib
import itertools
import os
import sys
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType
from typing import Any

import requests

_ROOT = Path(__file__).resolve().parents[2]
_TIMEOUT = 600
_numbers = itertools.count(1)


def _builders() -> ModuleType:
    """Return the folder of the Odoo tests as a package that needs no Odoo."""
    package = ModuleType("intake_files")
    package.__path__ = [str(_ROOT / "addons" / "einvoice_intake" / "tests")]
    sys.modules[package.__name__] = package
    return package


_PACKAGE = _builders().__name__
invoices = importlib.import_module(f"{_PACKAGE}.invoices")
paper = importlib.import_module(f"{_PACKAGE}.paper")


@dataclass(frozen=True)
class Customer:
    """A company and its supplier."""

    key: int
    parties: dict[str, str]

    def cii(self, **said: str) -> bytes:
        return invoices.cii(**self.parties, **said)

    def page(self, **said: str) -> bytes:
        """Return an invoice on paper: a PDF of one page of text."""
        parties = {
            "buyer": self.parties["buyer"],
            "seller": self.parties["seller"],
            "siren": self.parties["seller_siren"],
        }
        return paper.page(**parties, **said)

    def ubl(self, **said: str) -> bytes:
        return invoices.ubl(**self.parties, **said)


class Client:
    """A person who is logged in."""

    def __init__(self, url: str, database: str, login: str, password: str) -> None:
        self.url = url
        self.account = (database, login, password)
        self._session = requests.Session()
        self._post(
            "/web/session/authenticate",
            {"db": database, "login": login, "password": password},
        )

    def _post(self, path: str, params: dict[str, Any]) -> Any:
        answer = self._session.post(
            self.url + path,
            json={"jsonrpc": "2.0", "method": "call", "params": params},
            timeout=_TIMEOUT,
        ).json()
        assert "error" not in answer, answer["error"]
        return answer.get("result")

    def call(self, model: str, method: str, *args: Any, **kwargs: Any) -> Any:
        params = {"model": model, "method": method, "args": args, "kwargs": kwargs}
        return self._post("/web/dataset/call_kw", params)

    def make_key(self) -> str:
        """Return an API key of this person, made as in his preferences."""
        wizard = self.call(
            "res.users.apikeys.description",
            "create",
            {"name": "tests", "duration": "1"},
        )
        check = self.call("res.users.apikeys.description", "make_key", [wizard])
        shown = self.call(
            "res.users.identitycheck",
            "run_check",
            [check["res_id"]],
            context={"password": self.account[2]},
        )
        key: str = shown["context"]["default_key"]
        return key

    def make_customer(self) -> Customer:
        number = 8 * os.getpid() % 90_000 + next(_numbers)
        siren, vat = _identifiers(200_000_00 + number)
        seller_siren, seller_vat = _identifiers(100_000_00 + number)
        france = self.call("res.country", "search", [("code", "=", "FR")])[0]
        parties = {
            "buyer": f"LE CLIENT {number}",
            "buyer_siren": siren,
            "buyer_vat": vat,
            "seller": f"LE VENDEUR {number}",
            "seller_siren": seller_siren,
            "seller_vat": seller_vat,
        }
        company = self.call(
            "res.company",
            "create",
            {
                "name": parties["buyer"],
                "country_id": france,
                "company_registry": siren,
                "vat": vat,
            },
        )
        self.call("account.chart.template", "try_loading", [], "fr", company)
        # Imported with the data of the company, so not a new supplier.
        columns = ["id", "name", "is_company", "country_id/.id", "company_registry"]
        row = [f"supplier_{number}", parties["seller"], "1", str(france), seller_siren]
        answer = self.call(
            "res.partner", "load", [*columns, "vat"], [[*row, seller_vat]]
        )
        assert answer["ids"], answer["messages"]
        return Customer(company, parties)


def _identifiers(start: int) -> tuple[str, str]:
    """Return a SIREN with eight given digits, and its VAT number."""
    digits = [int(each) for each in f"{start:08d}"]
    doubled = [each * (1 + place % 2) for place, each in enumerate(digits)]
    total = sum(each if each < 10 else each - 9 for each in doubled)
    siren = f"{start:08d}{-total % 10}"
    return siren, f"FR{(12 + 3 * (int(siren) % 97)) % 97:02d}{siren}"


def send(
    url: str,
    key: str,
    company: int,
    name: str,
    content: Any,
    call: str | None = None,
) -> requests.Response:
    """Send one file to the API; ``call`` names the call, so that it can be repeated."""
    return requests.post(
        f"{url}/einvoice/v1/documents",
        params={"company": company, "filename": name},
        data=content,
        headers={
            "Authorization": f"Bearer {key}",
            "Content-Type": "application/octet-stream",
            **({"Idempotency-Key": call} if call else {}),
        },
        timeout=_TIMEOUT,
    )
