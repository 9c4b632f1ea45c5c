"""A reading as what the review screen shows: plain lists, words translated."""

from dataclasses import replace

from odoo.addons.einvoice_base.domain.reading import Field
from odoo.addons.einvoice_base.models._translation import in_language, translated

from ..domain.paper.review_fields import (
    FIELDS,
    LINE_COLUMNS,
    TAX_COLUMNS,
    Why,
    rows_of_table,
)
from ..domain.paper.review_texts import texts_of

ADDON = "einvoice_intake"


class Review:
    """What one document shows in a review.

    Args:
        document: The document (sudo).
        reading: What was read, with the corrections.
        refused: What a person typed and was not understood.
    """

    def __init__(self, document, reading, refused):
        self._env = document.env
        self._document = document
        self._threshold = document.company_id._einvoice_review_threshold()
        self._fields = _filled(reading)
        self._refused = {each.path: each for each in refused}
        self._typed = (document.corrections or {}).get("fields") or {}
        self._sure = replace(reading, fields=self._fields)
        self.doubts = {each.path: each for each in document._doubts(self._sure)}

    def _word(self, text):
        return in_language(self._env, ADDON, text)

    def fields(self):
        return [self._field(each) for each in FIELDS]

    def _field(self, each):
        read = self._fields.get(each.path) or Field("", 0.0)
        refused = self._refused.get(each.path)
        doubt = self.doubts.get(each.path)
        unsure = bool(read.value) and read.confidence < self._threshold
        cell = self._cell(read)
        if refused:
            cell["value"] = self._typed[each.path]["value"]
        return {
            **cell,
            "path": each.path,
            "label": self._word(each.label),
            "kind": each.shown_kind,
            "group": each.group,
            "required": each.is_required,
            "is_doubtful": bool(refused or doubt or unsure),
            "why": self._why(refused, doubt, unsure),
        }

    def _why(self, refused, doubt, unsure):
        if refused:
            return translated(self._env, ADDON, refused.sentence, refused.values)
        if doubt:
            return self._word(doubt.why.value)
        return self._word(Why.DOUBTFUL.value) if unsure else None

    def _cell(self, read):
        box = read.box
        return {
            "value": read.value,
            "confidence": round(read.confidence, 4),
            "is_doubtful": bool(read.value) and read.confidence < self._threshold,
            "page": box.page if box else None,
            "box": [box.left, box.top, box.right, box.bottom] if box else None,
        }

    def lines(self):
        rows = self._table("line", LINE_COLUMNS)
        codings = self._document._review_coding()
        for row, coding in zip(rows["rows"], codings, strict=False):
            if coding is not None:
                row["coding"] = coding
        return rows

    def taxes(self):
        return self._table("tax", TAX_COLUMNS)

    def _table(self, table, columns):
        empty = Field("", 1.0)
        return {
            "columns": [
                {
                    "name": each.path,
                    "label": self._word(each.label),
                    "kind": each.shown_kind,
                }
                for each in columns
            ],
            "rows": [
                {
                    "cells": {
                        each.path: self._cell(row.get(each.path, empty))
                        for each in columns
                    }
                }
                for row in rows_of_table(self._fields, table)
            ],
        }


def _filled(reading):
    """Return the fields of a reading, and what its invoice says besides."""
    said = texts_of(reading.invoice) if reading.invoice else {}
    fields = {path: Field(text, 1.0) for path, text in said.items()}
    # Of a table that was read, only what was read.
    for table in ("line.", "tax."):
        if any(path.startswith(table) for path in reading.fields):
            fields = {
                path: each
                for path, each in fields.items()
                if not path.startswith(table) or path in reading.fields
            }
    return {**fields, **reading.fields}
