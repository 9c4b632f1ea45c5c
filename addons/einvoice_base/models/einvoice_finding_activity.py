import logging

import psycopg2
from markupsafe import Markup

from odoo import SUPERUSER_ID, api, models
from odoo.exceptions import ConcurrencyError
from odoo.fields import Domain

_logger = logging.getLogger(__name__)

ACTIVITY_TYPE = "einvoice_base.mail_activity_type_check"
# Key in the cursor, which lives as long as the transaction.
TOLD = "einvoice_base.told"
SHOWN = 10


class EinvoiceFinding(models.Model):
    """An owner has one activity for all his findings on one bill.

    It is made, brought up to date and done when the transaction ends: what comes and
    goes on the way leaves no trace, and forty bills cost one look.
    """

    _inherit = "einvoice.finding"

    @api.model_create_multi
    def create(self, vals_list):
        findings = super().create(vals_list)
        findings._note_places(is_new=True)
        return findings

    def write(self, vals):
        places = {"owner_user_id", *self._subject_fields()}
        watched = vals.keys() & {"state", "severity", *places}
        if watched:
            self._note_places()
        res = super().write(vals)
        if "severity" in vals:
            self.filtered(lambda each: not each.owner_user_id)._assign_owners()
        if watched:
            self._note_places(is_new=bool(watched & places))
        return res

    def unlink(self):
        self._note_places()
        return super().unlink()

    def _place(self):
        """Return the record on which the owner finds his activity."""
        self.ensure_one()
        return self.move_id

    def _is_passing(self):
        """Tell whether the place is still on its way; addons extend it.

        They note it when it has arrived, see :meth:`_note`.
        """
        self.ensure_one()
        return False

    def _note_places(self, is_new=False):
        for finding in self:
            if not finding._is_passing():
                self._note(finding._place(), is_new)

    @api.model
    def _note(self, places, is_new=False):
        """Remember records on which activities have to be looked after.

        Args:
            places: Bills, or an addon's records.
            is_new: Something new waits there; what a person marked as done is not
                put before him again for less.
        """
        hooks = self.env.cr.precommit
        if TOLD not in hooks.data:
            hooks.data[TOLD] = {}
            system = self.env(user=SUPERUSER_ID, context={}, su=True)
            hooks.add(system["einvoice.finding"]._tell_owners)
        noted = hooks.data[TOLD]
        for place in places:
            key = (place._name, place.id)
            noted[key] = noted.get(key, False) or is_new

    @api.model
    def _tell_owners(self):
        noted = self.env.cr.precommit.data.pop(TOLD, {})
        try:
            with self.env.cr.savepoint():
                self._keep_activities(noted)
        except (psycopg2.OperationalError, ConcurrencyError):
            raise
        except Exception:
            # A bill is not lost because nobody could be told of it.
            _logger.exception("the owners of findings were not told")

    @api.model
    def _keep_activities(self, noted):
        """Make the activities on some records what the findings there ask.

        Args:
            noted: Pair of model and id to whether something new waits there.
        """
        # Odoo's mail at each assignment would be forty for a batch of forty bills.
        quiet = self.env["mail.activity"].with_context(
            mail_activity_quick_update=True, tracking_disable=True
        )
        kind = self.env.ref(ACTIVITY_TYPE, raise_if_not_found=False)
        if not kind or not noted:
            return
        wanted = self._by_owner(noted)
        standing = quiet.search(
            Domain("activity_type_id", "=", kind.id)
            & Domain("automated", "=", True)
            & Domain.OR(
                Domain("res_model", "=", model) & Domain("res_id", "in", keys)
                for model, keys in self._by_model(noted).items()
            )
        )
        settled = quiet
        for activity in standing:
            key = (activity.res_model, activity.res_id, activity.user_id.id)
            if findings := wanted.pop(key, None):
                activity.write(findings._activity_words(activity.user_id))
            else:
                settled |= activity
        self._settle_activities(settled)
        quiet.create(
            [
                findings._activity_vals(kind, *key)
                for key, findings in wanted.items()
                if noted[key[:2]]
            ]
        )

    @api.model
    def _settle_activities(self, activities):
        """Mark as done what was about findings that are lifted or gone.

        Without a message on the record: the journal tells who lifted what.
        """
        for lang, theirs in activities.grouped(lambda each: each.user_id.lang).items():
            words = self.with_context(lang=lang).env
            feedback = words._("Settled: no finding is left for you here.")
            theirs.write({"active": False, "feedback": feedback})

    @api.model
    def _by_model(self, noted):
        models_ = {}
        for model, key in noted:
            models_.setdefault(model, []).append(key)
        return models_

    @api.model
    def _by_owner(self, noted):
        """Return what waits on these records, by model, id and owner."""
        names = {
            self._fields[name].comodel_name: name for name in self._subject_fields()
        }
        about = Domain.OR(
            Domain(names[model], "in", keys)
            for model, keys in self._by_model(noted).items()
        )
        waiting = self.search(about & Domain("owner_user_id", "!=", False))
        found = {}
        for finding in waiting.filtered(lambda each: each._waits()):
            place = finding._place()
            key = (place._name, place.id, finding.owner_user_id.id)
            if key[:2] in noted:
                found[key] = found.get(key, self.browse()) | finding
        return found

    def _activity_vals(self, kind, model, key, user_id):
        user = self.env["res.users"].browse(user_id)
        return {
            "activity_type_id": kind.id,
            "automated": True,
            "res_model_id": self.env["ir.model"]._get_id(model),
            "res_id": key,
            "user_id": user_id,
            "date_deadline": kind._get_date_deadline(),
            **self._activity_words(user),
        }

    def _activity_words(self, user):
        """Return how many findings wait and what they are, in the owner's language."""
        findings = self.with_context(lang=user.lang)
        title, count = findings[:1].title, len(findings)
        summary = title
        if count > 1:
            summary = findings.env._(
                "%(count)s findings: %(title)s…", count=count, title=title
            )
        items = Markup().join(
            Markup("<li>%s</li>") % each.message for each in findings[:SHOWN]
        )
        return {"summary": summary, "note": Markup("<ul>%s</ul>") % items}
