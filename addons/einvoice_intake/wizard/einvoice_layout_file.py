import base64
import json

from odoo import api, fields, models
from odoo.exceptions import UserError

from ..domain.guard import MEGABYTE
from ..domain.paper.layout import Layout

# No company has as many suppliers; a file from outside is not believed to end.
MOST = 20_000
LARGEST_MB = 5


class EinvoiceLayoutFile(models.TransientModel):
    """Layouts of suppliers as a file to keep or to take elsewhere."""

    _name = "einvoice.layout.file"
    _inherit = "einvoice.learned.file"
    _description = "Layouts as a file"

    @api.model
    def _given(self, content, count):
        wizard = self.create(
            {
                "name": f"layouts-{fields.Date.today()}.json",
                "content": base64.b64encode(content.encode()),
                "result": self.env._(
                    "%(count)s suppliers are in the file.", count=count
                ),
            }
        )
        return wizard._open()

    def action_import(self):
        """Take the layouts of a file in, for the company that is chosen."""
        self.ensure_one()
        self._check_may_import()
        layouts = self.env["einvoice.layout"]
        known, unknown = 0, []
        for row in self._rows():
            partner = self._supplier(row)
            if partner:
                layouts.sudo()._keep(
                    self.company_id,
                    partner,
                    Layout.from_json(row.get("layout")),
                    self.env["einvoice.document"],
                )
                known += 1
            else:
                unknown.append(str(row.get("supplier"))[:100])
        self.result = self._words(known, unknown)
        return self._open()

    def _rows(self):
        content = self.content or b""
        if len(content) * 3 // 4 > LARGEST_MB * MEGABYTE:
            raise UserError(
                self.env._(
                    "%(file)s is too large: %(limit)s MB at most.",
                    file=self.name or self.env._("This file"),
                    limit=LARGEST_MB,
                )
            )
        try:
            told = json.loads(base64.b64decode(content))
            # What the database cannot hold is refused here, with a sentence.
            said = json.dumps(told, ensure_ascii=False, allow_nan=False)
            said.encode()
        except (ValueError, RecursionError) as error:
            raise UserError(self._refusal()) from error
        is_ours = isinstance(told, dict) and told.get("einvoice_layouts") == 1
        rows = told.get("suppliers") if is_ours else None
        is_storable = "\\u0000" not in said
        if not is_storable or not isinstance(rows, list) or len(rows) > MOST:
            raise UserError(self._refusal())
        return [row for row in rows if isinstance(row, dict)]

    def _refusal(self):
        return self.env._(
            "%(file)s is no file of layouts. Choose one that was exported here or in "
            "another database.",
            file=self.name or self.env._("This file"),
        )

    def _supplier(self, row):
        """Return the one supplier that has the numbers of a row."""
        found = self.env["res.partner"]
        for field, key in (
            ("einvoice_registry_key", "registry"),
            ("einvoice_vat_key", "vat"),
        ):
            number = row.get(key)
            if not isinstance(number, str) or not number:
                continue
            found = found.search(
                [
                    (field, "=", number),
                    ("parent_id", "=", False),
                    ("company_id", "in", [False, self.company_id.id]),
                ],
                limit=2,
            )
            if len(found) == 1:
                return found
        return found.browse()

    def _words(self, known, unknown):
        said = [self.env._("%(count)s suppliers are remembered.", count=known)]
        if unknown:
            said.append(self.env._("%(count)s are not known here:", count=len(unknown)))
            said += unknown[:10]
        return "\n".join(said)

    def _open(self):
        return self._opened(self.env._("Layouts"))
