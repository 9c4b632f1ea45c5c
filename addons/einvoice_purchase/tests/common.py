from odoo import Command

from odoo.addons.einvoice_intake.tests.common import IntakeCase

from .order_invoices import cii


class OrderCase(IntakeCase):
    """LE VENDEUR has open orders; goods are counted when received, work is not."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.company.einvoice_touchless_mode = "off"
        cls.people["buyer"] = cls.person_of("purchase.group_purchase_user", "buyer")
        cls.buyer = cls.people["buyer"]
        cls.unit = cls.env.ref("uom.product_uom_unit")
        cls.dozen = cls.env.ref("uom.product_uom_dozen")
        cls.goods = cls.env.ref("product.product_category_goods", False) or cls.env[
            "product.category"
        ].create({"name": "Goods"})
        cls.paper = cls.article("Ramette papier A4 80 g", "PAP-A4", 4.2)
        cls.toner = cls.article("Toner HP 305A noir", "TON-305", 60.0)
        cls.chair = cls.article("Chaise de bureau pivotante", "CHA-01", 120.0)
        cls.work = cls.article("Maintenance ascenseur", "MNT-01", 300.0, type="service")

    @classmethod
    def person_of(cls, group, login):
        person = cls.person("employee", login=f"order_{login}")
        person.group_ids |= cls.env.ref(group)
        return person

    @classmethod
    def article(cls, name, code, price, **vals):
        is_service = vals.get("type") == "service"
        return cls.env["product.product"].create(
            {
                "name": name,
                "default_code": code,
                "standard_price": price,
                "purchase_method": "purchase" if is_service else "receive",
                "categ_id": cls.goods.id,
                "supplier_taxes_id": [Command.clear()],
                **vals,
            }
        )

    @classmethod
    def order(cls, *lines, confirm=True, received=True, **vals):
        """Return an order of these lines: product, quantity, price and more.

        Args:
            received: All of it, or nothing.
        """
        order = cls.env["purchase.order"].create(
            {
                "partner_id": cls.supplier.id,
                "user_id": cls.buyer.id,
                **vals,
                "order_line": [
                    Command.create(
                        {
                            "product_id": product.id,
                            "product_qty": quantity,
                            "price_unit": price,
                            "tax_ids": [Command.clear()],
                            **(more[0] if more else {}),
                        }
                    )
                    for product, quantity, price, *more in lines
                ],
            }
        )
        if confirm:
            order.button_confirm()
        if received:
            for line in order.order_line:
                line.qty_received = line.product_qty
        cls.env.cr.precommit.clear()
        return order

    def bill_of(self, *items, **said):
        """Receive an invoice of these lines and return its bill."""
        document = self.receive(cii(*items, **said))
        self.assertTrue(document.move_id, document.waiting_reason)
        return document.move_id

    def rules_of(self, bill):
        """Return the codes of the findings on orders that stand on a bill."""
        topics = bill.einvoice_finding_ids.filtered(
            lambda each: each.topic == "order" and each.state != "lifted"
        )
        return sorted(topics.mapped("rule"))

    def finding(self, bill, rule):
        return bill.einvoice_finding_ids.filtered(lambda each: each.rule == rule)

    def commit(self):
        """Do what a commit does first."""
        self.env.flush_all()
        self.env.cr.precommit.run()
