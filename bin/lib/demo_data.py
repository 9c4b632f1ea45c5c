"""Makes the demo database French; runs inside ``odoo shell``."""

from __future__ import annotations

import importlib
from typing import Any

import our_addons

# Invented, with valid keys. The buyer of every invoice in tests/samples.
COMPANY = {
    "name": "Atelier Beaumanoir SAS",
    "street": "14 rue des Tanneurs",
    "zip": "69005",
    "city": "Lyon",
    "phone": "+33 4 99 00 12 34",
    "email": "compta@atelier-beaumanoir.example",
    "company_registry": "91000012400016",
    "vat": "FR83910000124",
}


def make_french(env: Any) -> None:
    """Give the company its country, before a chart of accounts is chosen by it."""
    company = env.ref("base.main_company")
    env.ref("base.EUR").active = True
    company.country_id = env.ref("base.fr")
    company.write({**COMPANY, "currency_id": env.ref("base.EUR").id})
    env.ref("base.user_admin").write({"lang": "fr_FR", "tz": "Europe/Paris"})
    env.cr.commit()


def load_demo(env: Any, names: list[str]) -> None:
    """Load the demo files of our addons, without those of Odoo.

    Odoo's own demo data would mix American companies into the French story, so the
    addons are installed without demo data and their files are read here.

    Args:
        env: Odoo's environment.
        names: The addons, in the order of their dependencies.
    """
    company = env.ref("base.main_company")
    if company.chart_template != "fr":
        env["account.chart.template"].try_loading("fr", company=company)
    convert = importlib.import_module("odoo.tools.convert")
    for name in names:
        for file_name in our_addons.manifest(name).get("demo", []):
            convert.convert_file(env, name, file_name, {}, mode="init", noupdate=True)
    env.cr.commit()
