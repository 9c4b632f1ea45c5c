from . import paper
from .common import IntakeCase


class PaperCase(IntakeCase):
    """Documents without data, that the lanes read from their pages."""

    def scan(self, content=None, name="facture.pdf", **said):
        """Receive a paper invoice; nothing of its pages is read yet."""
        [document] = self.receive((name, content or paper.page(**said)))
        return document

    def read(self, content=None, name="facture.pdf", **said):  # pylint: disable=method-required-super
        """Receive a paper invoice and let the lanes read it."""
        document = self.scan(content, name, **said)
        self.run_lane()
        return document

    def typed(self, lines=None, taxes=None, partner=None, **fields):
        """Return what the review screen sends; dots of paths are written as ``__``."""
        return {
            "fields": {
                path.replace("__", "."): {"value": value, "page": None, "box": None}
                for path, value in fields.items()
            },
            "lines": lines,
            "taxes": taxes,
            "partner_id": partner.id if partner else None,
        }
