"""Which numbers of a row are quantity, price, discount and amount: what adds up."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from decimal import ROUND_HALF_UP, Decimal

from .line_tokens import Guess, Token

CENT = Decimal("0.01")
# Cost of a place that only just may hold a kind, and of one that cannot.
NEAR, WIDE, NEVER = 1.0, 2.0, 99.0
_IN_TEXT, _PART, _UNUSED, _LOOSE = 1.5, 1.0, 1.0, 1.2
_HUNDRED = Decimal(100)

Place = Callable[[Token, str], float]


@dataclass(frozen=True, slots=True)
class Part:
    """A number that was given its meaning."""

    token: Token
    value: Decimal


@dataclass(frozen=True, slots=True)
class Solution:
    """The numbers of a row by their meaning.

    Attributes:
        parts: ``quantity``, ``price``, ``discount`` (percent), ``net``.
        is_consistent: Quantity times price less discount is the amount.
        is_exact: To the cent.
        cost: The lower the more natural.
    """

    parts: dict[str, Part] = field(default_factory=dict)
    is_consistent: bool = False
    is_exact: bool = False
    cost: float = 0.0

    @property
    def net(self) -> Part:
        """Amount of the line."""
        return self.parts["net"]


def cents(value: Decimal) -> Decimal:
    """Round half up to the cent.

    >>> cents(Decimal("1.005"))
    Decimal('1.01')
    """
    return value.quantize(CENT, ROUND_HALF_UP)


def solve(tokens: Sequence[Token], place: Place) -> Solution | None:
    """Return the best meaning of the numbers of a row, ``None`` without an amount.

    Args:
        tokens: Numbers of the row.
        place: Cost of a token as a kind, from where it stands.
    """
    nets = _fit(tokens, "net", place, NEAR)
    if not nets:
        return None
    for limit, tries in ((0.5, "guesses"), (WIDE, "guesses"), (0.5, "repairs")):
        best = _best(tokens, nets, place, limit, tries)
        if best is not None:
            return best
    return _by_place(tokens, nets[0], place)


def _unlike(quantity: Token, price: Token) -> float:
    """Prices have cents and quantities none, where nothing else decides."""
    return 0.4 * (quantity.amount.decimals == 2 and price.amount.decimals == 0)


def _fit(tokens: Sequence[Token], kind: str, place: Place, limit: float) -> list[Token]:
    costs = [
        (place(token, kind) + _extra(token), token)
        for token in tokens
        if (kind == "discount" or not token.amount.is_percent)
        if token.part != "first"
        or (kind in ("quantity", "discount") and place(token, kind) <= NEAR)
    ]
    fit = [(cost, token) for cost, token in costs if cost <= limit + _extra(token)]
    return [
        token
        for _cost, token in sorted(fit, key=lambda each: (each[0], -each[1].right))
    ]


def _extra(token: Token) -> float:
    return _IN_TEXT * token.in_text + _PART * bool(token.part)


def _best(
    tokens: Sequence[Token],
    nets: list[Token],
    place: Place,
    limit: float,
    tries: str,
) -> Solution | None:
    quantities = _fit(tokens, "quantity", place, limit)[:5]
    prices = _fit(tokens, "price", place, limit)[:5]
    found: list[Solution] = []
    for net in nets[:3]:
        for quantity in quantities:
            for price in prices:
                if _are_apart(net, quantity, price):
                    trio = (quantity, price, net)
                    discounts = _discounts(tokens, trio, place, limit)
                    found.extend(_combined(trio, discounts, place, tries))
    return min(found, key=lambda each: each.cost, default=None)


def _are_apart(*tokens: Token) -> bool:
    words = [word for token in tokens for word in token.words]
    return len(set(map(id, words))) == len(words)


def _discounts(
    tokens: Sequence[Token],
    trio: tuple[Token, Token, Token],
    place: Place,
    limit: float,
) -> list[Token]:
    return [
        token
        for token in _fit(tokens, "discount", place, limit)
        if _are_apart(token, *trio)
    ][:3]


def _combined(
    trio: tuple[Token, Token, Token],
    discounts: list[Token],
    place: Place,
    tries: str,
) -> Iterator[Solution]:
    base = sum(
        place(token, kind) + _extra(token)
        for token, kind in zip(trio, ("quantity", "price", "net"), strict=True)
    )
    base += _unlike(trio[0], trio[1])
    printed = [token.guesses() for token in trio]
    # Counts have no cents to lose: 8581 kWh are never 85.81.
    printed[0] = tuple(guess for guess in printed[0] if guess.cost < 1)
    choices = [tuple(guesses) for guesses in _product(trio, printed, tries)]
    for quantity, price, net in choices:
        cost = base + quantity.cost + price.cost + net.cost
        for share, token, loss in _losses(quantity, price, discounts, place):
            solution = _checked(
                trio, (quantity.value, price.value, net.value), share, token
            )
            if solution is not None:
                parts, is_exact, looseness = solution
                yield Solution(parts, True, is_exact, cost + loss + looseness)


def _product(
    trio: tuple[Token, Token, Token], printed: list[tuple[Guess, ...]], tries: str
) -> Iterator[tuple[Guess, Guess, Guess]]:
    if tries == "guesses":
        for quantity in printed[0]:
            for price in printed[1]:
                for net in printed[2]:
                    yield quantity, price, net
        return
    first = (printed[0][0], printed[1][0], printed[2][0])
    for place, token in enumerate(trio):
        for repair in token.repairs():
            changed = list(first)
            changed[place] = repair
            yield changed[0], changed[1], changed[2]


def _losses(
    quantity: Guess, price: Guess, discounts: list[Token], place: Place
) -> Iterator[tuple[Decimal, Token | None, float]]:
    """Shares that remain after the discount: none, in percent, or as an amount."""
    certain = any(place(token, "discount") == 0 for token in discounts)
    yield Decimal(1), None, _UNUSED if certain else 0.0
    whole = quantity.value * price.value
    for token in discounts:
        value = abs(token.amount.value)
        cost = place(token, "discount") + _extra(token)
        is_free = value == _HUNDRED and place(token, "discount") > 0
        if 0 < value <= _HUNDRED and not is_free:
            yield 1 - value / _HUNDRED, token, cost
        if value and whole and value < abs(whole) and not token.amount.is_percent:
            yield 1 - value / abs(whole), token, cost + 0.5


def _checked(
    trio: tuple[Token, Token, Token],
    values: tuple[Decimal, Decimal, Decimal],
    share: Decimal,
    discount: Token | None,
) -> tuple[dict[str, Part], bool, float] | None:
    quantity, price, net = values
    exact = quantity * price * share
    if net < 0 < exact:  # A credit note may print only its amounts as negative.
        exact = -exact
    gap = abs(exact - net)
    is_exact = gap <= Decimal("0.00501")
    if not is_exact:
        slack = abs(quantity) * Decimal("0.5").scaleb(-trio[1].amount.decimals)
        is_close = gap <= slack + CENT and gap <= abs(net) * Decimal("0.005") + CENT
        if not is_close or not net or trio[1].amount.decimals < 2:
            return None
    parts = {
        "quantity": Part(trio[0], quantity),
        "price": Part(trio[1], price),
        "net": Part(trio[2], net),
    }
    if discount is not None:
        percent = (1 - share) * _HUNDRED
        parts["discount"] = Part(discount, _tidy(percent))
    return parts, is_exact, 0.0 if is_exact else _LOOSE


def _tidy(percent: Decimal) -> Decimal:
    rounded = percent.quantize(Decimal("0.0001"), ROUND_HALF_UP).normalize()
    return rounded if rounded.as_tuple().exponent < 0 else rounded.quantize(Decimal(1))  # type: ignore[operator]


def _by_place(tokens: Sequence[Token], net: Token, place: Place) -> Solution | None:
    """Nothing adds up: only where the numbers stand says what they are."""
    if net.in_text or place(net, "net") > 0 or net.amount.is_percent:
        return None
    parts = {"net": Part(net, net.guesses()[0].value)}
    for kind in ("price", "quantity", "discount"):
        fit = [
            token
            for token in _fit(tokens, kind, place, 0.0)
            if not token.in_text
            and _are_apart(token, *(part.token for part in parts.values()))
        ]
        if fit:
            parts[kind] = Part(fit[0], fit[0].guesses()[0].value)
    return Solution(parts, cost=10.0)
