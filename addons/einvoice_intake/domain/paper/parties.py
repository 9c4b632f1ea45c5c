"""Who sells and who buys: names and addresses from blocks of text, never a pattern.

A name is a line above an address, beside "au capital de", in the largest letters of the
head of the page, or in a mail address; what several places say wins.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from statistics import median

from rapidfuzz import fuzz

from .blocks import Block
from .page import Page, Word
from .rows import Row, Span
from .sheet import Sheet

_BUYER = re.compile(
    r"^\W*(?:factur\w+ (?:a|pour)|client|acheteur|acquereur|destinataire|adresse (?:de "
    r"(?:facturation|livraison)|client)|livr\w+ a|livraison|lieu de livraison"
    r"|bill(?:ed)? to|ship(?:ped)? to|sold to|invoice(?:d)? to|deliver(?:y)? (?:to"
    r"|address)|customer|buyer|kaufer(?:/leistungsempfanger)?|rechnungsempfanger"
    r"|rechnung an|empfanger|kunde|lieferadresse|rechnungsadresse|a l'attention de"
    r"|billing address|shipping address|consignee|pour le compte de|abweichender \w+)"
    r"\W*(?=$|:|\t)"
)
_SELLER = re.compile(
    r"^\W*(?:emetteur|vendeur|fournisseur|prestataire|from|seller|vendor|supplier"
    r"|verkaufer|lieferant|leistungserbringer|rechnungssteller|factur\w+ par|emis par"
    r"|de la part de|issued by|expediteur|vendu par|sold by)\W*(?=$|:|\t)"
)
_NAME_LABEL = re.compile(
    r"^(?:name|nom|raison sociale|societe|company|firma|denomination)\s*:\s*"
)
_CAPITAL = re.compile(
    r"(?:\.? registered in|\.? vat reg|,? ?(?:societe (?:anonyme|par actions)[^-]{0,40})?(?:s\.?a\.?r?\.?l?\.?s?\.? )?"
    r"(?:au|a) capital|[-–—|•·]? ?(?:siret|siren|r\.?c\.?s|n°? ?(?:de )?(?:tva|siret"
    r"|siren)|tva (?:intra|fr)|vat (?:no|number|id)))"
)
_FORM = re.compile(
    r"(?<![a-z])(?:s\.?a\.?s\.?u?|s\.?a\.?r\.?l|e\.?u\.?r\.?l|s\.?a|s\.?n\.?c|s\.?c\.?i"
    r"|scea|earl|gaec|selarl|scp|sca|sc|scop|ei|eirl|gmbh(?: & co\.? kg)?|ag|co\.? kg|ug|ohg"
    r"|gbr|e\.?k|mbh|ltd|limited|llc|inc|plc|corp|b\.?v|n\.?v|srl|sprl|s\.?p\.?a|ab|oy"
    r"|association|mairie|syndicat|cabinet|etablissements|ets|societe|groupe|sdn bhd)"
    r"\.?(?![a-z])"
)
_ADDRESS = re.compile(
    r"^(?:\d+\s?(?:bis|ter|[a-d])?,?\s+\w|.*(?<![a-z])(?:rue|avenue|av\.|bd|boulevard"
    r"|chemin|route|place|allee|impasse|quai|cours|square|zone|z\.?[ai]\.?|faubourg"
    r"|lotissement|residence|batiment|bp|cs|tsa|cedex|\w*stra(?:ss|s)e|\w*str\.|\w+weg"
    r"|\w+platz|\w*straat|\w*laan|via|viale|corso|piazza|calle|c/|avenida|plaza|rua|street|road|lane|drive|suite|floor)(?![a-z])|.*(?<!\d)\d{5}(?!\d)\s+[a-z]"
    r"|[a-z]{1,2}-?\d{4,5}\s)"
)
_NO_NAME = re.compile(
    r"(?:^|\s)(?:facture|avoir|invoice|rechnung|gutschrift|credit note|devis|page|seite"
    r"|date|tel|fax|phone|email|e-mail|mail|http|www|siret|siren|tva|vat|iban|bic|rib"
    r"|n°|numero|total|montant|echeance|ticket|merci|reglement|paiement|payment|code"
    r"|p\.?u\.?|nombre|abonnement|periode|prix|qte|taux|unite|eur|usd|designation|description|libelle|quantite|conditions|original|duplicata|copie"
    r"|handelsrechnung|stylesheet|bon de|receipt|bestell|kunden|ust|currency|waehrung"
    r"|votre|vos|notre|nos|your|our|ihre?|unsere?|tax invoice|cash|en cas de|penalit|banque|bank|livraison|commande)(?=$|[\s:.°\d-])"
)
_HOLDER = re.compile(
    r"(?:titulaire(?: du compte)?|a l'ordre de|kontoinhaber|account (?:holder|name)"
    r"|payable to|beneficiary|beneficiaire)\s*:?\s*"
)
# What follows a name in the line of a footer.
_TAIL = re.compile(
    r",? (?:au capital|a capital|capital (?:social|de)|registered |société |soci[eé]t[eé]"
    r" |siège |si[eè]ge )|\. (?=[A-Z])|\s[·•|]\s",
    re.IGNORECASE,
)
_DATED = re.compile(r", (?:le|den) \d|\d{1,2}[ ./-][a-z0-9]+[ ./-]\d{4}")
_COLON = re.compile(r"^[\w .'/-]{2,40}\s?:")
_MAIL = re.compile(r"[\w.+-]+@([\w-]+)\.[\w.-]+|www\.([\w-]+)\.\w+|https?://([\w-]+)\.")
_CONTACT = re.compile(
    r"(?<![a-z])(?:tel|telephone|phone|fon|fax|mobile|port|e-?mail|site|web)\.?\s*[:.]?"
    r"\s*[+\d(@w]|@|www\.|siret|siren|r\.?c\.?s\.?\s|iban|capital|ust-?id|tva intra"
)
_FREE_MAIL = frozenset(
    "gmail orange wanadoo free hotmail outlook yahoo laposte sfr icloud gmx web".split()
)


@dataclass(frozen=True, slots=True)
class NameFound:
    """A name and how much speaks for it."""

    value: str
    words: tuple[Word, ...]
    score: float


@dataclass(frozen=True)
class PartiesFound:
    """The parties of a page.

    Attributes:
        sellers: Names of the seller, the likeliest first.
        buyers: Names of the buyer, the likeliest first.
        buyer_blocks: Blocks that are the buyer's; identifiers in them are his.
    """

    sellers: tuple[NameFound, ...] = ()
    buyers: tuple[NameFound, ...] = ()
    buyer_blocks: tuple[Block, ...] = ()


def find_parties(sheet: Sheet, own_names: Sequence[str] = ()) -> PartiesFound:
    """Find the parties on the pages.

    Args:
        sheet: What the pages print.
        own_names: Names of our own companies: they buy, whatever the page looks like.
    """
    pages, rows = sheet.pages, sheet.rows
    outside = [each for each in sheet.blocks if not sheet.is_line(each.lines[0].row)]
    blocks = _without_labels(outside, sheet.labelled)
    first = pages[0]
    usual = median([word.height for word in first.words])
    buyer_blocks = _labelled(blocks, _BUYER)
    seller_blocks = _labelled(blocks, _SELLER)
    proved = [
        name.value
        for name in (
            *(name for _row, name in _sender_line(rows)),
            *_beside_capital(rows),
            *(each for block in seller_blocks for each in _names(block, 0.95, usual)),
        )
    ]
    for block in blocks:
        if block in buyer_blocks or block in seller_blocks:
            continue
        if any(_is_own(line.text, proved) for line in block.lines[:2]):
            continue
        ours = any(_is_own(line.text, own_names) for line in block.lines[:2])
        if ours or (not buyer_blocks and _is_window(block, first)):
            buyer_blocks.append(block)
    for row, _name in _sender_line(rows):
        if row.page == first.number and row.top < 0.35 * first.height:
            buyer_blocks += _beneath(row, blocks, buyer_blocks)
    buyers = [each for block in buyer_blocks for each in _names(block, 0.9, usual)][:4]
    found = list(_sellers(first, rows, blocks, seller_blocks, buyer_blocks, usual))
    barred = [*own_names, *(each.value for each in buyers)]
    kept = _whole(each for each in found if not _is_own(each.value, barred))
    return PartiesFound(tuple(_agreed(kept, rows)), tuple(buyers), tuple(buyer_blocks))


def _without_labels(blocks: Sequence[Block], labelled: frozenset[int]) -> list[Block]:
    """Leave out lines that are only labels, unless they say whose block it is."""
    kept = []
    for block in blocks:
        lines = tuple(
            line
            for line in block.lines
            if not all(id(word) in labelled for word in line.words)
            or _BUYER.search(_plain(line))
            or _SELLER.search(_plain(line))
        )
        if lines:
            kept.append(Block(lines))
    return kept


def _labelled(blocks: Sequence[Block], pattern: re.Pattern[str]) -> list[Block]:
    """Return the blocks under a label, or that begin with it."""
    found = []
    for block in blocks:
        for place, line in enumerate(block.lines):
            if not pattern.search(_plain(line)):
                continue
            rest = Block(block.lines[place + 1 :])
            if rest.lines:
                found.append(rest)
            else:
                found += _under(block, blocks)
            break
    return found


def _under(label: Block, blocks: Sequence[Block]) -> list[Block]:
    area = label.box
    below = [
        each
        for each in blocks
        if each.box.page == area.page
        and -2 <= each.box.top - area.bottom <= 30
        and (
            abs(each.box.left - area.left) < 25
            or each.box.left <= area.left <= each.box.right
        )
    ]
    return sorted(below, key=lambda each: each.box.top)[:1]


def _beneath(row: Row, blocks: Sequence[Block], known: Sequence[Block]) -> list[Block]:
    """Return the address in the window under the line of the sender."""
    found = [
        each
        for each in blocks
        if each.box.page == row.page
        and 0 <= each.box.top - row.bottom <= 45
        and abs(each.box.left - row.left) < 40
        and each not in known
    ]
    return sorted(found, key=lambda each: each.box.top)[:1]


def _plain(span: Span) -> str:
    start = span.row.text.find(span.text)
    return span.row.plain[start : start + len(span.text)] if start >= 0 else ""


def _is_window(block: Block, page: Page) -> bool:
    """An address on the right, where French envelopes have their window."""
    box = block.box
    is_placed = (
        box.page == 1
        and box.left > 0.42 * page.width
        and 0.09 * page.height < box.top < 0.36 * page.height
    )
    return (
        is_placed
        and len(block.lines) >= 2
        and any(_ADDRESS.search(_plain(line)) for line in block.lines[1:])
        and not any(_CONTACT.search(_plain(line)) for line in block.lines)
        and not _NO_NAME.search(_plain(block.lines[0]))
    )


def _names(block: Block, score: float, usual: float) -> Iterator[NameFound]:
    """Yield the name at the head of a block; two lines in large letters are one."""
    lines = [each for each in block.lines if each.words]
    for place, line in enumerate(lines[:4]):
        plain = _plain(line)
        if label := _NAME_LABEL.search(plain):
            yield from _named(line, label.end(), score)
            return
        if not _is_name(plain):
            continue
        wrapped = [line]
        for following in lines[place + 1 : place + 3]:
            if not _goes_on(wrapped[-1], following, usual):
                break
            wrapped.append(following)
        if len(wrapped) == 1:
            wrapped = _until_form(lines[place : place + 4])
        if len(wrapped) > 1:
            words = tuple(word for each in wrapped for word in each.words)
            yield NameFound(
                " ".join(_cleaned(each.text) for each in wrapped), words, score
            )
            score -= 0.3
        yield NameFound(_cleaned(line.text), line.words, score)
        return


def _until_form(lines: Sequence[Span]) -> list[Span]:
    """Return the lines of a name in usual letters: its legal form ends it."""
    for count, line in enumerate(lines, start=1):
        plain = _plain(line)
        if not _is_name(plain, short=True):
            break
        if _FORM.search(plain):
            return list(lines[:count])
    return list(lines[:1])


def _named(line: Span, start: int, score: float) -> Iterator[NameFound]:
    """Yield what stands behind "Name:", in the same column or the next one."""
    value = _cleaned(line.text[start:])
    words = line.words
    if not value:
        words = tuple(
            word for word in line.row.words if word.left > line.words[-1].right
        )
        value = _cleaned(" ".join(word.text for word in words))
    if value and words:
        yield NameFound(value, words, score)


def _is_name(plain: str, *, short: bool = False) -> bool:
    letters = sum(map(str.isalpha, plain))
    return (
        letters >= (2 if short else 3)
        and letters >= 0.7 * len(plain.replace(" ", ""))
        and not _ADDRESS.search(plain)
        and not _BUYER.search(plain)
        and not _SELLER.search(plain)
        and not _NO_NAME.search(plain)
        and not _MAIL.search(plain)
        and not _COLON.search(plain)
        and not _DATED.search(plain)
        and plain[:1] not in "([{"
        and len(plain) <= 70
    )


def _goes_on(line: Span, following: Span, usual: float) -> bool:
    """Tell whether a name is wrapped: same large letters in the next line."""
    plain = _plain(following)
    if not _is_name(plain, short=True) or _BUYER.search(plain):
        return False
    first, second = _height(line), _height(following)
    return abs(first - second) <= 0.2 * first and first >= 1.25 * usual


def _height(span: Span) -> float:
    return max(word.height for word in span.words)


def _sellers(
    page: Page,
    rows: Sequence[Row],
    blocks: Sequence[Block],
    seller_blocks: Sequence[Block],
    buyer_blocks: Sequence[Block],
    usual: float,
) -> Iterator[NameFound]:
    for block in seller_blocks:
        yield from _names(block, 0.95, usual)
    yield from _beside_capital(rows)
    yield from (name for _row, name in _sender_line(rows))
    yield from _holders(rows)
    others = [
        each for each in blocks
        if not any(_inside(each, buyer) for buyer in buyer_blocks)
    ]  # fmt: skip
    for block in others:
        if block.box.page != 1 or block.box.top > 0.45 * page.height:
            continue
        has_contact = any(_CONTACT.search(_plain(line)) for line in block.lines)
        has_address = any(_ADDRESS.search(_plain(line)) for line in block.lines[1:])
        score = 0.35 + 0.25 * has_contact + 0.2 * has_address
        if block.box.top < 0.12 * page.height:
            score += 0.1
        yield from _names(block, score, usual)
    yield from _largest(page, others)


def _inside(block: Block, other: Block) -> bool:
    mine = {id(word) for line in block.lines for word in line.words}
    return any(id(word) in mine for line in other.lines for word in line.words)


def _sender_line(rows: Sequence[Row]) -> Iterator[tuple[Row, NameFound]]:
    """Yield the small line above an address window: name, street and town of the sender."""
    for row in rows:
        for start, piece in (*_pieces(row), (0, row.text)):
            parts = [
                part
                for part in re.split(r"\s?[●•·|⋅∙\t]\s?|\s[-–—]\s|,\s", piece)
                if part
            ]
            if not 3 <= len(parts) <= 7 or len(piece) > 170:
                continue
            plain = row.plain[start : start + len(parts[0])]
            town = row.plain[start + len(parts[0]) : start + len(piece)]
            if _is_name(plain) and re.search(r"(?<!\d)\d{4,5}\s+[a-z]", town):
                words = row.span(start, start + len(parts[0])).words
                yield row, NameFound(_cleaned(parts[0]), words, 0.8)


def _holders(rows: Sequence[Row]) -> Iterator[NameFound]:
    """Yield the holder of the account, and to whom a cheque is made out."""
    for row in rows:
        for match in _HOLDER.finditer(row.plain):
            end = row.plain.find("\t", match.end())
            end = len(row.plain) if end < 0 else end
            name = re.split(r"\s[-–—|•]\s|\siban|\sbic", row.plain[match.end() : end])[
                0
            ]
            if _is_name(name.strip()):
                words = row.span(match.end(), match.end() + len(name)).words
                text = row.text[match.end() : match.end() + len(name)]
                yield NameFound(_cleaned(text), words, 0.6)


def _beside_capital(rows: Sequence[Row]) -> Iterator[NameFound]:
    """Yield the name in front of capital, register or number in a footer."""
    for row in rows:
        for start, piece in _pieces(row):
            match = _CAPITAL.search(row.plain, start, start + len(piece))
            if match is None or match.start() - start < 3:
                continue
            before = row.text[start : match.start()]
            name = re.split(r"\s[-–—|•·]\s|, |\s\d", before)[0]
            plain = row.plain[start : start + len(name)]
            if _is_name(plain) and len(name.split()) <= 8:
                words = row.span(start, start + max(len(name), 1)).words
                yield NameFound(_cleaned(name), words, 0.78)


def _pieces(row: Row) -> Iterator[tuple[int, str]]:
    start = 0
    for piece in row.text.split("\t"):
        yield start, piece
        start += len(piece) + 1


def _largest(page: Page, blocks: Sequence[Block]) -> Iterator[NameFound]:
    """Yield the largest letters in the head of the page."""
    lines = [
        line
        for block in blocks
        for line in block.lines
        if block.box.page == 1
        and line.words[0].top < 0.3 * page.height
        and _is_name(_plain(line))
    ]
    for line in sorted(lines, key=lambda each: -_height(each))[:2]:
        yield NameFound(_cleaned(line.text), line.words, 0.38)


def _cleaned(text: str) -> str:
    text = _TAIL.split(re.sub(r"\s+", " ", text.replace("\t", " ")))[0]
    text = text.strip(" :-–—|•·,;*●")
    return text.split(" - ")[0] if " - " in text and len(text) > 45 else text


def _is_own(name: str, others: Sequence[str]) -> bool:
    return any(fuzz.ratio(_key(name), _key(each)) >= 90 for each in others)


def _key(name: str) -> str:
    plain = Row(1, (Word(name, 1, 0.0, 0.0, 1.0, 1.0),)).plain
    return re.sub(r"[^a-z0-9]", "", _FORM.sub("", plain))


def _whole(names: Iterable[NameFound]) -> list[NameFound]:
    """Leave out the first line of a name that goes on in the next."""
    found = list(names)
    return [
        each
        for each in found
        if not any(
            len(each.words) < len(other.words)
            and {id(word) for word in each.words} <= {id(word) for word in other.words}
            and other.score >= each.score - 0.3
            for other in found
        )
    ]


def _agreed(names: Sequence[NameFound], rows: Sequence[Row]) -> list[NameFound]:
    """Weigh names by how many places of the document say the same."""
    domains = {
        next(filter(None, match.groups())).replace("-", "")
        for row in rows
        for match in _MAIL.finditer(row.plain)
    } - _FREE_MAIL
    weighed: dict[str, NameFound] = {}
    for name in names:
        key = _key(name.value)
        if len(key) < 2:
            continue
        score = name.score
        agreeing = {
            each.words[0].top
            for each in names
            if each is not name
            and fuzz.ratio(key, _key(each.value)) >= 92
            and each.words[0] is not name.words[0]
        }
        score += min(0.2 * len(agreeing), 0.3)
        if key in domains:
            score += 0.2
        elif any(len(each) > 3 and (each in key or key in each) for each in domains):
            score += 0.12
        plain = Row(1, (Word(name.value, 1, 0.0, 0.0, 1.0, 1.0),)).plain
        if _FORM.search(plain):
            score += 0.12
        if key not in weighed or weighed[key].score < score:
            weighed[key] = NameFound(name.value, name.words, score)
    return sorted(weighed.values(), key=lambda each: -each.score)
