from odoo.tests import tagged

from .common import OrderCase

OPERATIONS = ("read", "write", "create", "unlink")
NONE, READ, ALL = (), ("read",), OPERATIONS
# What each group may do; pairing is a method that checks the right itself.
MATRIX = {
    "einvoice.match": {
        "employee": NONE,
        "invoicing": READ,
        "processor": READ,
        "approver": NONE,
        "manager": READ,
        "auditor": READ,
        "buyer": READ,
    },
    "einvoice.match.memory": {
        "employee": NONE,
        "invoicing": NONE,
        "processor": READ,
        "approver": NONE,
        "manager": ("read", "unlink"),
        "auditor": READ,
        "buyer": NONE,
    },
    "einvoice.tolerance": {
        "employee": NONE,
        "invoicing": NONE,
        "processor": READ,
        "approver": NONE,
        "manager": ALL,
        "auditor": READ,
        "buyer": NONE,
    },
    "einvoice.match.pair": {
        "employee": NONE,
        "invoicing": NONE,
        "processor": ALL,
        "approver": NONE,
        "manager": ALL,
        "auditor": NONE,
        "buyer": NONE,
    },
    "einvoice.match.pair.choice": {
        "employee": NONE,
        "invoicing": NONE,
        "processor": ("read", "create", "unlink"),
        "approver": NONE,
        "manager": ("read", "create", "unlink"),
        "auditor": NONE,
        "buyer": NONE,
    },
}


@tagged("post_install", "-at_install")
class TestOrderSecurity(OrderCase):
    def test_every_model_is_in_the_matrix(self):
        models = self.env["ir.model"].search([("model", "=like", "einvoice.%")])
        mine = models.filtered(
            lambda model: (
                model.modules == "einvoice_purchase"
                and not self.env[model.model]._abstract
            )
        )
        self.assertEqual(set(mine.mapped("model")), set(MATRIX))

    def test_matrix(self):
        for model, rights in MATRIX.items():
            for name, allowed in rights.items():
                records = self.env[model].with_user(self.people[name])
                for operation in OPERATIONS:
                    with self.subTest(model=model, user=name, operation=operation):
                        self.assertEqual(
                            records.has_access(operation), operation in allowed
                        )

    def test_another_company_is_not_seen(self):
        other = self.setup_other_company(name="LA FILIALE")["company"]
        stranger = self.person("processor", login="order_far", company=other)
        tolerance = self.env["einvoice.tolerance"].create(
            {"partner_id": self.supplier.id}
        )
        memory = (
            self.env["einvoice.match.memory"]
            .sudo()
            .create(
                {
                    "company_id": self.company.id,
                    "partner_id": self.supplier.id,
                    "key": "item 1",
                }
            )
        )
        for record in (tolerance, memory):
            seen = record.with_user(stranger).search([("id", "=", record.id)])
            self.assertFalse(seen, record)
