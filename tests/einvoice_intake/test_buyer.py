"""Whom an invoice is made out to."""

from __future__ import annotations

import pytest

from odoo.addons.einvoice_base.domain.party import Identifier, Party
from odoo.addons.einvoice_intake.domain.buyer import Addressee, OwnCompany, addressee

US = OwnCompany(1, "Atelier Beaumanoir SAS", "91000012400016", "FR83910000124")
SISTER = OwnCompany(2, "Beaumanoir Services", "910000348", "FR76910000348")
BARE = OwnCompany(3, "Nouvelle SARL")


@pytest.mark.parametrize(
    ("party", "expected"),
    [
        (Party(legal_id=Identifier("910000124", "0002")), (Addressee.OURS, 1)),
        (Party(vat_number="FR 83 910 000 124"), (Addressee.OURS, 1)),
        (Party(name="ATELIER BEAUMANOIR"), (Addressee.OURS, 1)),
        (Party(name="Nouvelle S.A.R.L."), (Addressee.OTHER_COMPANY, 3)),
        (Party(legal_id=Identifier("910000348", "0002")), (Addressee.OTHER_COMPANY, 2)),
        (Party(legal_id=Identifier("910000751", "0002")), (Addressee.STRANGER, None)),
        (
            Party(name="Atelier Beaumanoir SAS", vat_number="FR24910000751"),
            (Addressee.STRANGER, None),
        ),
        (Party(name="Brasserie du Parc"), (Addressee.STRANGER, None)),
        (Party(), (Addressee.UNSAID, None)),
    ],
)
def test_the_addressee(party: Party, expected: tuple[Addressee, int | None]) -> None:
    assert addressee(party, (US, SISTER, BARE), receiving=1) == expected
