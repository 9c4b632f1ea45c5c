"""The examples in the docstrings of ``domain`` and ``worker`` hold."""

import doctest
import importlib
import pkgutil
from collections.abc import Iterator
from pathlib import Path

import pytest

ADDONS = Path(__file__).parent.parent / "addons"


def _domain_modules() -> Iterator[str]:
    for folder in sorted([*ADDONS.glob("*/domain"), *ADDONS.glob("*/worker")]):
        package = f"odoo.addons.{folder.parent.name}.{folder.name}"
        yield package
        for module in pkgutil.walk_packages([str(folder)], f"{package}."):
            yield module.name


@pytest.mark.parametrize("name", list(_domain_modules()))
def test_examples_hold(name: str) -> None:
    assert doctest.testmod(importlib.import_module(name)).failed == 0
