"""For tests: starts a sandbox in a process of its own, administers it, speaks to it.

with running() as sandbox:
    buyer = sandbox.admit("200000008", "Acheteur SAS")
    sandbox.send_invoice("F-1", seller="100000009", buyer="200000008")
    flow = sandbox.client("200000008").search(flowType=["SupplierInvoice"])[0]
"""

from __future__ import annotations

import base64
import contextlib
import hashlib
import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import requests

_ROOT = Path(__file__).parents[2]
_PATIENCE = 30.0
Json = dict[str, Any]


class Process:
    """A sandbox in a process of its own.

    Attributes:
        url: Where it answers.
        pid: The process.
    """

    def __init__(self, data: Path | None = None, port: int = 0) -> None:
        """Start it and wait for its first line."""
        command = [sys.executable, "-m", "tests.pa_sandbox", "--with-parent"]
        command += ["--port", str(port)]
        if data:
            command += ["--data", str(data)]
        self._process = subprocess.Popen(
            command,
            cwd=_ROOT,
            env=os.environ | {"PYTHONUNBUFFERED": "1"},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        assert self._process.stdout is not None
        self.url = self._process.stdout.readline().strip()
        self.pid = self._process.pid
        if not self.url:
            raise RuntimeError(f"the sandbox ended with {self._process.wait(5)}")

    def stop(self) -> None:
        """End it in good order."""
        self._end(signal.SIGTERM)

    def kill(self) -> None:
        """End it as a power cut would."""
        self._end(signal.SIGKILL)

    def _end(self, how: signal.Signals) -> None:
        if self._process.poll() is None:
            self._process.send_signal(how)
            try:
                self._process.wait(10)
            except subprocess.TimeoutExpired:
                self._process.kill()
                self._process.wait(10)
        for pipe in (self._process.stdin, self._process.stdout):
            if pipe:
                pipe.close()


@contextlib.contextmanager
def running(data: Path | None = None, port: int = 0) -> Iterator[Admin]:
    """Give the administration of a sandbox that runs as long as the block."""
    process = Process(data, port)
    try:
        yield Admin(process.url)
    finally:
        process.stop()


class Admin:
    """The administration of a sandbox.

    Attributes:
        url: Where it answers.
    """

    def __init__(self, url: str) -> None:
        self.url = url.rstrip("/")
        self._session = requests.Session()
        self._session.trust_env = False

    def call(self, method: str, path: str, **body: Any) -> Json:
        """Make any call below ``/sandbox``; raises HTTPError with the reason."""
        answer = self._session.request(
            method, f"{self.url}/sandbox{path}", json=body, timeout=_PATIENCE * 4
        )
        if not answer.ok:
            raise requests.HTTPError(f"{path}: {answer.text}", response=answer)
        said: Json = answer.json()
        return said

    def admit(self, siren: str, name: str = "", **more: Any) -> Json:
        """Give a company an account; settings go by their own names.

        Args:
            siren: Its identifier; the check digit must be right.
            name: Its name.
            more: platform, client_id, client_secret, organization_id, addresses, or
                any setting (``organisations.Settings``).
        """
        own = {"platform", "client_id", "client_secret", "organization_id", "addresses"}
        said = {key: value for key, value in more.items() if key in own}
        settings = {key: value for key, value in more.items() if key not in own}
        if name:
            said["name"] = name
        return self.call(
            "POST", "/organisations", siren=siren, settings=settings, **said
        )

    def set(self, siren: str, **settings: Any) -> Json:
        """Change how an organisation is treated."""
        return self.call("PATCH", f"/organisations/{siren}/settings", **settings)

    def reset(self, *, keep_organisations: bool = False) -> None:
        """Forget everything, or only what was exchanged."""
        self.call("POST", "/reset", keep_organisations=keep_organisations)

    def advance(self, seconds: float) -> None:
        """Let time pass at once."""
        self.call("POST", "/time", advance=seconds)

    def fault(
        self,
        siren: str,
        kind: str,
        operation: str = "*",
        times: int | None = 1,
        **options: Any,
    ) -> int:
        """Let something go wrong with the next calls; None is for ever."""
        said = {"kind": kind, "operation": operation, "times": times}
        found = self.call("POST", f"/organisations/{siren}/faults", **said, **options)
        return int(found["id"])

    def clear_faults(self, siren: str) -> None:
        """Let nothing go wrong any more; flows that were held arrive."""
        self.call("DELETE", f"/organisations/{siren}/faults")

    def random_faults(self, siren: str, percent: float, seed: int, **more: Any) -> None:
        """Let a share of calls fail: kinds, operations."""
        path = f"/organisations/{siren}/faults/random"
        self.call("PUT", path, percent=percent, seed=seed, **more)

    def revoke(self, siren: str) -> None:
        """End all tokens of an organisation's client."""
        self.call("POST", f"/organisations/{siren}/tokens/revoke")

    def flows(self, siren: str, **wanted: Any) -> list[Json]:
        """Return what a company holds: all flows whose keys have the wanted values."""
        found = self.call("GET", f"/organisations/{siren}/flows")["flows"]
        return [e for e in found if all(e[key] == wanted[key] for key in wanted)]

    def calls(self, siren: str, operation: str = "") -> list[Json]:
        """Return the calls that an organisation made, oldest first."""
        path = f"/organisations/{siren}/calls?operation={operation}"
        found: list[Json] = self.call("GET", path)["calls"]
        return found

    def callbacks(self, siren: str) -> list[Json]:
        """Return the callbacks made to an organisation, and what was answered."""
        path = f"/organisations/{siren}/callbacks"
        found: list[Json] = self.call("GET", path)["callbacks"]
        return found

    def send_invoice(
        self,
        number: str,
        seller: str,
        buyer: str,
        syntax: str = "CII",
        **more: Any,
    ) -> Json:
        """Let an invoice be made and deposited; ``more`` are fields of a Draft."""
        sides = {
            side: {"siren": siren, **more.pop(f"{side}_more", {})}
            for side, siren in (("seller", seller), ("buyer", buyer))
        }
        invoice = {"number": number, **sides, **more}
        return self.call("POST", "/invoices", invoice=invoice, syntax=syntax)

    def send_file(self, content: bytes, syntax: str, **more: str) -> Json:
        """Let a given file be deposited: sender (or else its issuer), name."""
        said = {"content": base64.b64encode(content).decode(), "syntax": syntax}
        return self.call("POST", "/invoices", **said, **more)

    def send_status(self, number: str, seller: str, code: str, **more: Any) -> Json:
        """Let a status be sent: by, to, reasons, payments."""
        key = {"number": number, "seller": seller}
        return self.call("POST", "/statuses", invoice=key, code=code, **more)

    def load(self, count: int, seller: str, buyer: str, **more: Any) -> Json:
        """Let many invoices be there at once: prefix, first, names."""
        return self.call(
            "POST", "/load", count=count, seller=seller, buyer=buyer, **more
        )

    def file(self, sha256: str) -> bytes:
        """Return a file by its hash."""
        return base64.b64decode(self.call("GET", f"/files/{sha256}")["content"])

    def client(self, siren: str, version: str = "") -> Client:
        """Return a client of the AFNOR services that acts for an organisation."""
        return Client(self.url, self.call("GET", f"/organisations/{siren}"), version)


class Client:
    """A plain client of Flow and Directory Service, one call a method, no retry.

    Attributes:
        flow: Base of the Flow Service, before ``/v1``.
        directory: Base of the Directory Service.
        session: With the token in its headers.
    """

    def __init__(self, url: str, organisation: Json, version: str = "") -> None:
        base = f"{url}/{version}" if version else url
        self.flow = f"{base}/flow-service"
        self.directory = f"{base}/directory-service"
        self.session = requests.Session()
        self.session.trust_env = False
        self._url = url
        self._organisation = organisation
        if organisation["organization_id"]:
            self.session.headers["Organization-Id"] = organisation["organization_id"]
        self.log_in()

    def log_in(self) -> Json:
        """Get a token and use it from now on."""
        login = (self._organisation["client_id"], self._organisation["client_secret"])
        answer = self.session.post(
            f"{self._url}/oauth2/token",
            data={"grant_type": "client_credentials"},
            auth=login,
            timeout=_PATIENCE,
        )
        answer.raise_for_status()
        said: Json = answer.json()
        self.session.headers["Authorization"] = f"Bearer {said['access_token']}"
        return said

    def request(self, method: str, path: str, **more: Any) -> requests.Response:
        """Make any call of the Flow Service."""
        more.setdefault("timeout", _PATIENCE)
        more.setdefault("allow_redirects", False)
        return self.session.request(method, f"{self.flow}/v1{path}", **more)

    def look_up(self, method: str, path: str, **more: Any) -> requests.Response:
        """Make any call of the Directory Service."""
        more.setdefault("timeout", _PATIENCE)
        return self.session.request(method, f"{self.directory}/v1{path}", **more)

    def deposit(
        self, content: bytes, syntax: str = "CII", **info: Any
    ) -> requests.Response:
        """Deposit a file; ``timeout`` apart, keywords go into flowInfo."""
        timeout = info.pop("timeout", _PATIENCE)
        name = "facture.pdf" if syntax == "Factur-X" else "facture.xml"
        said = {
            "flowSyntax": syntax,
            "name": name,
            "sha256": hashlib.sha256(content).hexdigest(),
        } | info
        kind = "application/pdf" if syntax == "Factur-X" else "application/xml"
        files = {
            "flowInfo": (None, json.dumps(said), "application/json"),
            "file": (name, content, kind),
        }
        return self.request("POST", "/flows", files=files, timeout=timeout)

    def search(self, *, limit: int = 100, **where: Any) -> list[Json]:
        """Return one page of flows."""
        answer = self.request(
            "POST", "/flows/search", json={"limit": limit, "where": where}
        )
        answer.raise_for_status()
        found: list[Json] = answer.json()["results"]
        return found

    def metadata(self, flow_id: str) -> Json:
        """Return a flow."""
        answer = self.request("GET", f"/flows/{flow_id}")
        answer.raise_for_status()
        said: Json = answer.json()
        return said

    def file(self, flow_id: str, doc_type: str = "Original") -> bytes:
        """Return a file of a flow."""
        answer = self.request("GET", f"/flows/{flow_id}", params={"docType": doc_type})
        answer.raise_for_status()
        return answer.content
