"""Let pytest import ``odoo.addons.<addon>.domain`` without Odoo or a database."""

import sys
import types
from pathlib import Path

ADDONS = Path(__file__).parent / "addons"


def _namespace(name: str, *paths: Path) -> None:
    """Register a package that has a search path but runs no ``__init__``."""
    module = types.ModuleType(name)
    module.__path__ = [str(path) for path in paths]
    sys.modules[name] = module
    parent, _, child = name.rpartition(".")
    if parent:
        setattr(sys.modules[parent], child, module)


# An installed Odoo is hidden as well: under pytest `from odoo import fields` fails at
# once, so a domain that is not pure cannot pass.
if "odoo" not in sys.modules:
    _namespace("odoo")
    _namespace("odoo.addons", ADDONS)
    for addon in sorted(ADDONS.glob("*/domain")):
        _namespace(f"odoo.addons.{addon.parent.name}", addon.parent)
