"""The preparation that an order names, its strength, and volumes: those that are grams by it, and total ones."""

from collections.abc import Iterable, Sequence
from fractions import Fraction
from typing import Final

from ivigcalc.core.facts.product import Product
from ivigcalc.core.problems import Problem, RefusedError
from ivigcalc.core.quantity import plain
from ivigcalc.core.request.order import Dose
from ivigcalc.intake.written.words.refusals import no_such_vials
from ivigcalc.intake.written.words.tokens import AMOUNTS, FIELD, INFUSIONS, PER_KG, Token, order_refusal
from ivigcalc.intake.written.words.totals import DAYS_TOLD, ENDS_OF_COURSE, OF_TOTAL
from ivigcalc.intake.written.words.vocabulary import PRODUCT, Vocabulary

DAYS_BEFORE: Final = DAYS_TOLD | {"divided-over", "every"}
"""Kinds of words that say on how many days, or how often."""

TOTAL_VOLUME: Final = "total-volume"
"""The kind of "total" before a volume."""

AMOUNT_AGAIN: Final = AMOUNTS | {"per-day", TOTAL_VOLUME}
"""Kinds of what brackets hold that say a dose again as a volume, or as vials."""


def every_token(tokens: Iterable[Token]) -> list[Token]:
    """The tokens with those in brackets in their places."""
    return [inner for token in tokens for inner in (token.inside or (token,))]


def named_product(text: str, tokens: Sequence[Token], vocabulary: Vocabulary, typed: str) -> Product | None:
    """The preparation of an order: the one typed (an id), or the only one that the order names; None for none.

    Raises:
        RefusedError: it names another than the one typed, several, a strength that is not its own, or a strength of
            nothing.
    """
    flat = every_token(tokens)
    names = [token for token in flat if token.kind == PRODUCT]
    strengths = [token for token in _without_deviations(tokens) if token.kind == "strength"]
    meant = frozenset(vocabulary.products)
    for token in names:
        meant &= token.ids
    for token in strengths:
        meant &= {name for name, product in vocabulary.products.items() if Fraction(product.mg_per_ml) == token.number}
    said = " ".join(token.text for token in (*names, *strengths))
    if not said:
        return vocabulary.products.get(typed)
    if typed:
        if typed not in meant:
            why = f": {said!r} is not --product {typed} ({vocabulary.products[typed].shown})"
            raise order_refusal(text, "product-contradicts", why, "ask which preparation is meant, and name it alone")
        return vocabulary.products[typed]
    if len(meant) == 1 and names:
        return vocabulary.products[next(iter(meant))]
    if not meant:
        raise order_refusal(text, "product-unknown", f": no preparation is {said!r}", "see: ivigcalc products")
    which = tuple(sorted(meant))
    hint = f"add --product {which[0]}" if len(which) == 1 else "add --product and the preparation that is meant"
    raise order_refusal(text, "product-ambiguous", f": {said!r} is no one preparation", hint, (", ".join(which),))


def _without_deviations(tokens: Sequence[Token]) -> list[Token]:
    """The tokens, but for percentages in brackets that say how far an order was rounded: these are no strengths."""
    rounded = [token.inside for token in tokens if "ordered" in {inner.kind for inner in token.inside}]
    off = [inner for inside in rounded for inner in inside if inner.text.endswith("%")]
    return [token for token in every_token(tokens) if not any(token is one for one in off)]


def with_infusions(tokens: Sequence[Token], vocabulary: Vocabulary, product: Product | None) -> list[Token]:
    """The tokens, with so many times a dose marked as infusions where no vial holds that dose.

    "28 g x 5" is given five times; "10 g x 5" may be five vials. Without a preparation those of all of them count.
    """
    products = [product] if product else vocabulary.products.values()
    sizes = {Fraction(vial.g) for one in products for vial in one.vials}
    made: list[Token] = []
    dose: Dose | None = None
    for token in tokens:
        dose = token.dose or dose
        if token.inside:
            made.append(token.replaced(inside=tuple(with_infusions(token.inside, vocabulary, product))))
        elif token.kind == "times" and dose and (dose.per_kg or dose.value not in sizes):
            made.append(token.replaced(unit=INFUSIONS))
        else:
            made.append(token)
    return made


def check_vials(text: str, tokens: Sequence[Token], vocabulary: Vocabulary, product: Product | None) -> None:
    """Refuse so many times a dose that no vial holds: "2 x 35 g" are two doses, of one day or of two days.

    The only ones that are called so, of a preparation that is named, are held against its sizes later.

    Raises:
        RefusedError: there is no vial of that size.
    """
    every = {Fraction(vial.g) for one in vocabulary.products.values() for vial in one.vials}
    own = {Fraction(vial.g) for vial in product.vials} if product else every
    found = [token for token in every_token(tokens) if token.kind == "vials-of"]
    for token in found:
        if token.decimals and product and len(found) == 1:
            continue
        if odd := [(size, count) for size, count in token.sizes if size not in (own or every)]:
            raise no_such_vials(text, token, *odd[0])


def with_grams(text: str, tokens: Sequence[Token], product: Product | None) -> list[Token]:
    """The tokens with the grams of each volume, by the strength of the preparation; one for each kg is a dose in g/kg.

    Raises:
        RefusedError: there is a volume, and no preparation.
    """
    made = []
    for token in tokens:
        if token.inside:
            made.append(token.replaced(inside=tuple(with_grams(text, token.inside, product))))
        elif token.kind == "volume-of":
            if product is None:
                message = f"order {text[:200]!r}: {token.text!r} is how many grams? A volume needs its preparation"
                hint = "add --product and the preparation, or name it in the order (ivigcalc products), or write grams"
                raise RefusedError(Problem(code="unit-unknown", field=FIELD, message=message, next=hint))
            grams = (token.number or Fraction(0)) * Fraction(product.mg_per_ml) / 1000
            if grams <= 0:
                raise order_refusal(text, "dose-not-positive", "has a volume that is not above zero")
            per_kg = token.lead == PER_KG
            echo = f"{FIELD} {token.text} of {product.shown} read as {plain(grams, 3)} {'g/kg' if per_kg else 'g'}"
            if per_kg:
                made.append(token.replaced(kind="dose", dose=Dose(value=grams, per_kg=True), unit=echo))
                continue
            off = Fraction(product.mg_per_ml) / 1000 / 10**token.decimals
            made.append(token.replaced(number=off, sizes=((grams, 1),), unit=echo))
        else:
            made.append(token)
    return made


def is_one_of(amount: Token, doses: Iterable[Fraction]) -> bool:
    """Whether a dose, vials or a volume is one of some doses in its unit: a volume is printed with so many decimals."""
    own = (amount.dose or as_dose(amount)).value
    off = Fraction(0) if amount.dose else amount.number or Fraction(0)
    return any(own - off <= dose <= own + off for dose in doses)


def as_dose(token: Token) -> Dose:
    """Vials, or a volume, as a dose in grams."""
    grams = sum((size * count for size, count in token.sizes), Fraction(0))
    return Dose(value=grams, per_kg=False, echo=token.unit if token.kind == "volume-of" else "")


def with_total_volumes(text: str, tokens: Sequence[Token]) -> list[Token]:
    """The tokens, with a total volume behind a dose and its days in brackets: "28 g daily x 5, total volume 1400 mL".

    It is that of all days, and makes no total of the dose before it.

    Raises:
        RefusedError: behind the words nothing stands; or they call two volumes so that are not the same.
    """
    made: list[Token] = []
    told, at, inside = set[str](), 0, 0
    said: Token | None = None
    while at < len(tokens):
        token = tokens[at]
        inside += {"open": 1, "close": -1}.get(token.kind, 0)
        told = set() if token.kind in ENDS_OF_COURSE else told | {token.kind}
        said = said if told else None
        end = _end_of_total_volume(text, tokens, at) if "dose" in told and told & DAYS_BEFORE else 0
        row = [one for one in tokens[at:end] if one.kind in {"volume", "volume-of"} or one.unit == OF_TOTAL]
        for volume in row:
            if said and volume.number not in {None, said.number}:
                why = f": it says the total volume {said.text!r}, and again {volume.text!r}"
                raise order_refusal(text, "order-contradicts", why, "ask the prescriber; write the one that is right")
            said = volume if volume.number else said
        row = [one.replaced(kind=TOTAL_VOLUME, unit="") if one.unit == OF_TOTAL else one for one in row]
        made += row if inside or not row else [Token(kind="open"), *row, Token(kind="close")]
        made += [] if row else [token]
        at = max(end, at + 1)
    return made


def _end_of_total_volume(text: str, tokens: Sequence[Token], at: int) -> int:
    """Where a volume ends before which "total" and "volume" stand, the first of them at a token; 0 for none.

    Raises:
        RefusedError: behind these words nothing stands.
    """
    place = at
    first = not at or not _is_before_volume(tokens[at - 1])
    while first and place < len(tokens) and _is_before_volume(tokens[place]):
        place += 1
    before = tokens[at:place]
    said = {one.kind for one in before} & {"volume"} and any(one.unit == OF_TOTAL for one in before)
    if said and all(token.kind == "close" for token in tokens[place : place + 2]):
        why, hint = ": behind its last words something is missing", "write the total volume, or leave these words out"
        raise order_refusal(text, "order-unreadable", why, hint)
    return place + 1 if said and tokens[place].kind == "volume-of" else 0


def _is_before_volume(token: Token) -> bool:
    """Whether it may stand before a volume that is called the total one."""
    return token.kind in {"volume", "colon", "link"} or token.unit == OF_TOTAL
