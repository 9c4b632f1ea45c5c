"""What was answered is kept, whatever happens to the process."""

from __future__ import annotations

import ast
import os
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest
import requests
from tests.pa_sandbox.client import Admin, Process
from tests.pa_sandbox_tests.pair import BUYER, SELLER, invoice, wait_until

ROOT = Path(__file__).parents[2]
PACKAGE = ROOT / "tests" / "pa_sandbox"


@pytest.mark.slow
def test_a_kill_loses_nothing(tmp_path: Path) -> None:
    first = Process(tmp_path)
    admin = Admin(first.url)
    admin.admit(SELLER, acknowledge_seconds=3600, token_seconds=36000)
    admin.admit(BUYER)
    admin.fault(BUYER, "status", "getHealth", status=503)
    client = admin.client(SELLER)
    flow_id = client.deposit(invoice()).json()["flowId"]
    before = admin.flows(SELLER)
    first.kill()
    second = Process(tmp_path)
    admin = Admin(second.url)
    try:
        assert admin.flows(SELLER) == before
        admin.advance(3600)
        assert admin.client(SELLER).metadata(flow_id)["acknowledgement"] == {
            "status": "Ok"
        }
        assert len(admin.flows(BUYER)) == 1
        assert admin.client(BUYER).request("GET", "/healthcheck").status_code == 503
    finally:
        second.stop()


@pytest.mark.slow
def test_killed_while_many_deposit(tmp_path: Path) -> None:
    first = Process(tmp_path)
    admin = Admin(first.url)
    admin.admit(SELLER)
    admin.admit(BUYER)
    answered: list[str] = []

    def send(start: int) -> None:
        client = admin.client(SELLER)
        for number in range(start, start + 1000):
            try:
                answer = client.deposit(invoice(f"F-{number}"))
            except requests.RequestException:
                return
            answered.append(answer.json()["flowId"])

    threads = [threading.Thread(target=send, args=(n * 1000,)) for n in range(3)]
    for thread in threads:
        thread.start()
    wait_until(lambda: len(answered) > 40)
    first.kill()
    for thread in threads:
        thread.join()
    second = Process(tmp_path)
    try:
        admin = Admin(second.url)
        held = admin.flows(SELLER, flowDirection="Out")
        assert set(answered) <= {each["flowId"] for each in held}
        # Nothing is half done: who deposited was delivered and told.
        assert len(admin.flows(BUYER)) == len(held)
        assert len(admin.flows(SELLER, flowDirection="In")) == 3 * len(held)
    finally:
        second.stop()


@pytest.mark.slow
def test_two_thousand_deposits(sandbox: Admin) -> None:
    def send(part: int) -> None:
        client = sandbox.client(SELLER)
        for number in range(part, 2000, 2):
            assert client.deposit(invoice(f"F-{number}")).status_code == 202

    started = time.monotonic()
    threads = [threading.Thread(target=send, args=(part,)) for part in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert time.monotonic() - started < 120
    assert len(sandbox.flows(BUYER, flowType="SupplierInvoice")) == 2000


@pytest.mark.slow
def test_ten_thousand_at_once(sandbox: Admin) -> None:
    started = time.monotonic()
    sandbox.load(10_000, SELLER, BUYER)
    assert time.monotonic() - started < 30
    page = sandbox.client(BUYER).search(flowType=["SupplierInvoice"])
    assert len(page) == 100


@pytest.mark.slow
def test_it_ends_with_its_parent(tmp_path: Path) -> None:
    code = (
        "import os, time; from tests.pa_sandbox.client import Process;"
        "print(Process().pid, flush=True); os._exit(0)"
    )
    done = subprocess.run(
        [sys.executable, "-c", code],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    pid = int(done.stdout)

    def is_gone() -> bool:
        try:
            os.kill(pid, 0)
        except ProcessLookupError:
            return True
        state = Path(f"/proc/{pid}/stat")
        return state.exists() and state.read_text().split()[2] == "Z"

    wait_until(is_gone)


@pytest.mark.slow
def test_the_demo_prints_how_to_connect(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "tests.pa_sandbox", "--demo", "--with-parent"]
    with subprocess.Popen(
        [*command, "--data", str(tmp_path)],
        cwd=ROOT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as process:
        assert process.stdout is not None
        url = process.stdout.readline().strip()
        said = [process.stdout.readline() for _ in range(12)]
        assert url.startswith("http://127.0.0.1:")
        secret = next(line.split()[-1] for line in said if "client_secret" in line)
        login = (f"client-{SELLER}", secret)
        answer = requests.post(
            f"{url}/oauth2/token",
            data={"grant_type": "client_credentials"},
            auth=login,
            timeout=10,
        )
        assert answer.status_code == 200
        process.terminate()
        assert process.wait(10) == 0


@pytest.mark.slow
def test_a_folder_serves_one_at_a_time(tmp_path: Path) -> None:
    first = Process(tmp_path)
    try:
        with pytest.raises(RuntimeError):
            Process(tmp_path)
    finally:
        first.stop()
    Process(tmp_path).stop()


@pytest.mark.slow
def test_a_taken_port_is_said(process: Admin) -> None:
    port = process.url.rpartition(":")[2]
    done = subprocess.run(
        [sys.executable, "-m", "tests.pa_sandbox", "--port", port],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 1
    assert port in done.stderr


@pytest.mark.parametrize("path", sorted(PACKAGE.glob("*.py")), ids=lambda p: p.name)
def test_it_knows_nothing_of_the_addons(path: Path) -> None:
    allowed = {"lxml", "werkzeug", "requests", "pypdf", "reportlab", "facturx"}
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        names: list[str] = []
        if isinstance(node, ast.Import):
            names = [each.name for each in node.names]
        elif isinstance(node, ast.ImportFrom) and not node.level:
            names = [node.module or ""]
        for name in names:
            top = name.partition(".")[0]
            assert top in allowed | set(sys.stdlib_module_names), name
    assert "shared/" not in path.read_text(encoding="utf-8")
