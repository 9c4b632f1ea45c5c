import base64
import json
from dataclasses import replace

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import SQL

from ..domain import chain

# First half of the advisory lock; the second is the company ("einv" in ASCII).
LOCK_SPACE = 0x65696E76
BATCH = 5000


class EinvoiceEvent(models.Model):
    _inherit = "einvoice.event"

    @api.model
    def _cron_seal(self):
        """Chain what was written; one transaction for each company."""
        companies = self._companies_to_seal()
        self.env["ir.cron"]._commit_progress(remaining=len(companies))
        for company in companies:
            self._seal(company, wait=False)
            self.env["ir.cron"]._commit_progress(1)

    @api.model
    def _companies_to_seal(self):
        self.flush_model()
        rows = self.env.execute_query(
            SQL(
                "SELECT DISTINCT company_key FROM einvoice_event WHERE position IS NULL"
            )
        )
        # A company that was deleted still has its chain.
        return self.env["res.company"].browse([key for (key,) in rows])

    @api.model
    def _seal(self, company, wait=True):
        """Chain the lines of a company that no chain holds yet.

        The advisory lock lets one worker in. A worker that waited for it sees the
        journal as it was before the wait: taking the row of the chain's end for
        update then fails with a serialisation error, which Odoo answers by doing the
        request again; the unique index on the place is the last guard.

        Returns:
            Number of lines chained; 0 too when another worker is at it.
        """
        self.flush_model()
        if not self._lock_chain(company.id, wait):
            return 0
        position, sha256 = self._take_head(company.id)
        first = position
        while rows := self._unchained(company.id):
            chained = []
            for key, text in rows:
                position, sha256 = position + 1, chain.link(sha256, text)
                chained.append((key, position, sha256))
            self._write_chain(chained)
        if position > first:
            self.env.cr.execute(
                SQL(
                    "UPDATE einvoice_event_head SET position = %s, sha256 = %s "
                    "WHERE company_key = %s",
                    position,
                    sha256,
                    company.id,
                )
            )
            self.invalidate_model(["position", "sha256", "sealed_at"])
        return position - first

    @api.model
    def _lock_chain(self, company_key, wait):
        function = SQL("pg_advisory_xact_lock" if wait else "pg_try_advisory_xact_lock")
        [(got,)] = self.env.execute_query(
            SQL("SELECT %s(%s, %s)", function, LOCK_SPACE, company_key)
        )
        return wait or got

    @api.model
    def _take_head(self, company_key):
        self.env.cr.execute(
            SQL(
                "INSERT INTO einvoice_event_head (company_key, position, sha256) "
                "VALUES (%s, 0, %s) ON CONFLICT (company_key) DO NOTHING",
                company_key,
                chain.GENESIS,
            )
        )
        [head] = self.env.execute_query(
            SQL(
                "SELECT position, sha256 FROM einvoice_event_head "
                "WHERE company_key = %s FOR UPDATE",
                company_key,
            )
        )
        return head

    @api.model
    def _unchained(self, company_key):
        return self.env.execute_query(
            SQL(
                "SELECT id, text FROM einvoice_event "
                "WHERE company_key = %s AND position IS NULL ORDER BY id LIMIT %s",
                company_key,
                BATCH,
            )
        )

    @api.model
    def _write_chain(self, chained):
        keys, positions, hashes = (
            list(column) for column in zip(*chained, strict=True)
        )
        self.env.cr.execute(
            SQL(
                "UPDATE einvoice_event AS event SET position = sealed.position, "
                "sha256 = sealed.sha256, sealed_at = %s "
                "FROM unnest(%s::int[], %s::int[], %s::text[]) "
                "AS sealed (id, position, sha256) WHERE event.id = sealed.id",
                fields.Datetime.now(),
                keys,
                positions,
                hashes,
            )
        )

    @api.model
    def _verify(self, company) -> chain.Verdict:
        """Walk the chain of a company; see :class:`~.domain.chain.Verdict`."""
        self.flush_model()
        heads = self.env.execute_query(
            SQL(
                "SELECT position, sha256 FROM einvoice_event_head "
                "WHERE company_key = %s",
                company.id,
            )
        )
        [(unchained,)] = self.env.execute_query(
            SQL(
                "SELECT count(*) FROM einvoice_event "
                "WHERE company_key = %s AND position IS NULL",
                company.id,
            )
        )
        verdict = chain.verify(self._chained_lines(company.id))
        head = heads[0] if heads else (0, chain.GENESIS)
        return replace(chain.against_head(verdict, *head), unchained=unchained)

    @api.model
    def _chained_lines(self, company_key):
        """Yield the chained lines in order, read in batches."""
        names = self._fact_names()
        columns = SQL(", ").join(SQL.identifier(name) for name in names)
        last = -1
        while rows := self.env.execute_query_dict(
            SQL(
                "SELECT position, sha256, text, rule, %s FROM einvoice_event "
                "WHERE company_key = %s AND position > %s ORDER BY position LIMIT %s",
                columns,
                company_key,
                last,
                BATCH,
            )
        ):
            for row in rows:
                yield chain.ChainedLine(
                    row["position"],
                    row["text"] if self._agrees(row, names) else "",
                    row["sha256"] or "",
                )
            last = rows[-1]["position"]

    @api.model
    def _agrees(self, row, names):
        """Tell whether the columns that screens show say what the sealed text says."""
        try:
            text = json.loads(row["text"])
            payload = json.loads(row["payload"])
        except ValueError:
            return False
        facts = self._facts(row)
        return payload.get("rule") == row["rule"] and all(
            text.get(name) == facts.get(name) for name in names
        )

    @api.model
    def _keep_as_attachment(self, company):
        """Leave the chain as a file that outlives the addon: one JSON line each.

        Attached to nothing, so that only administrators read it.
        """
        lines = [
            json.dumps(
                {"position": line.position, "sha256": line.sha256, "text": line.text},
                ensure_ascii=False,
            )
            for line in self._chained_lines(company.id)
        ]
        if lines:
            self.env["ir.attachment"].create(
                {
                    "name": f"einvoice-journal-{company.id}.jsonl",
                    "mimetype": "application/jsonl",
                    "datas": base64.b64encode("\n".join(lines).encode()),
                }
            )


class EinvoiceEventHead(models.Model):
    _name = "einvoice.event.head"
    _description = "End of a company's chain of events"
    _log_access = False

    company_key = fields.Integer(required=True, readonly=True)
    position = fields.Integer(required=True, readonly=True)
    sha256 = fields.Char(string="SHA-256", size=64, required=True, readonly=True)

    _company_unique = models.Constraint(
        "UNIQUE (company_key)", "A company has one chain."
    )

    @api.model_create_multi
    def create(self, vals_list):  # pylint: disable=method-required-super
        raise UserError(self.env._("Only the sealing job writes the end of a chain."))

    def write(self, vals):  # pylint: disable=method-required-super
        raise UserError(self.env._("Only the sealing job writes the end of a chain."))

    @api.ondelete(at_uninstall=True)
    def _unlink_never(self):
        raise UserError(self.env._("Only the sealing job writes the end of a chain."))
