import shutil
import tempfile
from pathlib import Path

from ..domain.official_rules import OFFICIAL_CODES
from ..models.einvoice_document_official import FOLDER
from .common import IntakeCase


class OfficialCase(IntakeCase):
    def official(self, document):
        """Return the official findings of a document, as severity by rule id."""
        return {
            (each.values or {}).get("rule_id") or each.rule: each.severity
            for each in document.finding_ids
            if each.rule in OFFICIAL_CODES
        }

    def use_editions(self, *texts, **files):
        """Name a folder of editions: files by name, ``__`` for a dash."""
        folder = Path(tempfile.mkdtemp())
        self.addCleanup(shutil.rmtree, folder)
        for name, text in files.items():
            (folder / f"{name.replace('__', '-')}.xslt").write_text(text)
        for path in texts:
            shutil.copy(path, folder)
        self.env["ir.config_parameter"].set_param(FOLDER, str(folder))
        return folder
