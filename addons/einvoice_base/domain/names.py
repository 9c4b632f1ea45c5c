"""The words that make the name of a company.

A name proves nothing: names are copied by fraudsters and shared in groups of companies.
"""

from __future__ import annotations

import unicodedata

# Legal forms say nothing about who it is.
_FORMS = frozenset(
    "sa sas sasu sarl eurl snc sci scop ste societe ets gmbh ag kg ltd limited bv nv "
    "srl spa inc llc".split()
)


def words_of(name: str) -> tuple[str, ...]:
    """Return the words that make a name, without accents and legal form.

    >>> words_of("Société Générale d'Été, S.A.S.")
    ('generale', 'd', 'ete')
    """
    text = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode()
    plain = "".join(c if c.isalnum() else " " for c in text.lower().replace(".", ""))
    words = tuple(word for word in plain.split() if word not in _FORMS)
    return words or tuple(plain.split())
