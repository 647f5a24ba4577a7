"""The preparation that an order names, by name or strength, and the volumes that are grams by it."""

import re
from collections.abc import Iterable, Sequence
from fractions import Fraction
from itertools import pairwise
from typing import Final

from ivigcalc.core.facts.product import Product
from ivigcalc.core.problems import Problem, RefusedError
from ivigcalc.core.quantity import plain
from ivigcalc.core.request.order import Dose
from ivigcalc.intake.written.grouping.total_volumes import TOTAL_VOLUME
from ivigcalc.intake.written.grouping.two_readings import no_such_vials
from ivigcalc.intake.written.tokens.refusal import FIELD, in_doubt, order_refusal
from ivigcalc.intake.written.tokens.tokens import AMOUNTS, ASIDE, INFUSIONS, PER_KG, Token
from ivigcalc.intake.written.words.atoms import folded
from ivigcalc.intake.written.words.roles import PRODUCT
from ivigcalc.intake.written.words.vocabulary import Vocabulary

MOST_NAMED: Final = 3
"""So many preparations that a name may mean are named in what to type."""

AMOUNT_AGAIN: Final = AMOUNTS | {"per-day", TOTAL_VOLUME}
"""Kinds of what brackets hold that say a dose again as a volume, or as vials."""


SLASH: Final = re.compile(" */ *")
"""A slash with the blanks around it: "10 g / 100 mL"."""


def every_token(tokens: Iterable[Token]) -> list[Token]:
    """The tokens with those in brackets in their places."""
    return [inner for token in tokens for inner in (token.inside or (token,))]


def with_strengths(tokens: Sequence[Token], vocabulary: Vocabulary) -> list[Token]:
    """The tokens, with the size of a vial in brackets behind grams as its strength: "28 g (10 g/100 mL)" is 28 g.

    Not where it may be the dose of a day behind that of all, as 10 g on 7 days are 70 g.
    """
    sizes = {Fraction(vial.g) for one in vocabulary.products.values() for vial in one.vials}
    flat = every_token(tokens)
    counts = {len(token.days) for token in flat if token.days}
    counts |= {len(days) for token in flat if token.dates for _, days in token.dates.readings}
    made: list[Token] = []
    for before, token in zip((None, *tokens), tokens, strict=False):
        vial, volume = token.inside if [one.kind for one in token.inside] == ["dose", "volume-of"] else (token, token)
        grams, ml = vial.dose.value if vial.dose else Fraction(0), volume.number
        whole = before.dose.value if before and before.dose and not before.dose.per_kg else Fraction(0)
        if ml and grams in sizes and whole and whole / grams not in {1, *counts}:
            strength = Token(kind="strength", text=f"{vial.text}/{volume.text}", number=grams * 1000 / ml)
            made.append(token.replaced(inside=(strength,)))
        else:
            made.append(token)
    return made


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
    if not said or (meant and not typed and _is_strength_alone(tokens)):
        return vocabulary.products.get(typed)
    if typed:
        if typed not in meant:
            why = f": {said!r} is not --product {typed} ({vocabulary.products[typed].shown})"
            raise order_refusal(text, "product-contradicts", why, "ask which preparation is meant, and name it alone")
        return vocabulary.products[typed]
    if len(meant) == 1 and names:
        return vocabulary.products[next(iter(meant))]
    if not meant and (apart := _apart(names) or _apart(strengths)):
        why = f": {apart[0].text!r} and {apart[1].text!r} are not one preparation"
        raise order_refusal(text, "product-contradicts", why, "verify the order of each preparation by itself")
    if not meant:
        raise order_refusal(text, "product-unknown", f": no preparation is {said!r}", "see: ivigcalc products")
    which = tuple(sorted(meant))
    hint = _to_name_one(which, next((one for one in flat if one.kind == "volume-of" and not names), None), strengths)
    raise order_refusal(text, "product-ambiguous", f": {said!r} is no one preparation", hint, (", ".join(which),))


def _to_name_one(which: Sequence[str], volume: Token | None, strengths: Sequence[Token]) -> str:
    """What to type where several preparations may be meant; of a volume of one strength also its grams."""
    hint = "add --product and the preparation that is meant"
    if len(which) <= MOST_NAMED:
        hint = f"{'ask which is meant, and ' if len(which) > 1 else ''}add --product {' or --product '.join(which)}"
    if volume is None or volume.says == PER_KG or not volume.number or not strengths[0].number:
        return hint
    grams = plain(volume.number * strengths[0].number / 1000, 3)
    return f'write the grams, "{grams} g", in place of {volume.text!r}; or {hint}'


def _apart(said: Sequence[Token]) -> tuple[Token, Token] | None:
    """Two names, or two strengths, that no preparation has both of; None where there are none."""
    for other in said[1:]:
        same = other.number == said[0].number if other.number is not None else bool(other.ids & said[0].ids)
        if not same:
            return said[0], other
    return None


def echo_of_strength(tokens: Sequence[Token], named: Product | None) -> tuple[str, ...]:
    """That a strength names no preparation, where an order has one and nothing names any."""
    said = [token.text for token in _without_deviations(tokens) if token.kind == "strength"]
    echo = f"{FIELD} {' '.join(said)} names no preparation, and none is checked: add --product"
    return (echo,) if said and named is None else ()


def _is_strength_alone(tokens: Sequence[Token]) -> bool:
    """Whether the strengths of an order are of no one preparation, and stand where they say nothing but that.

    They stand first, or at a dose: "immune globulin 10 % 28 g". "28 g (10 %)" may say how far it was rounded, and a
    volume is no dose without its preparation.
    """
    if any(token.kind in {PRODUCT, "volume-of"} for token in every_token(tokens)):
        return False
    row = [token for token in tokens if token.kind != ASIDE]
    dosed = False
    for before, token, behind in zip((None, *row), row, (*row[1:], None), strict=False):
        beside = before is None or before.dose or before.kind == "link" or (behind is not None and behind.dose)
        if (token.kind == "strength" and not beside) or (dosed and "strength" in {one.kind for one in token.inside}):
            return False
        dosed = dosed or any(one.dose for one in (token, *token.inside))
    return True


def _without_deviations(tokens: Sequence[Token]) -> list[Token]:
    """The tokens, but for percentages in brackets that say how far an order was rounded: these are no strengths."""
    made: list[Token] = []
    for token in tokens:
        rounded = "ordered" in {inner.kind for inner in token.inside}
        made += [one for one in token.inside or (token,) if not (rounded and one.text.endswith("%"))]
    return made


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
            made.append(token.replaced(says=INFUSIONS))
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
        if token.labelled and product and len(found) == 1:
            continue
        if odd := [(size, count) for size, count in token.sizes if size not in (own or every)]:
            raise no_such_vials(text, token, *odd[0])


def check_vial_lists(text: str, tokens: Sequence[Token]) -> None:
    """Refuse vials behind a comma that stands behind others: of one day, or of several days.

    Raises:
        RefusedError: they stand there.
    """
    for first, sign, second in zip(tokens, tokens[1:], tokens[2:], strict=False):
        if first.kind == second.kind == "vials-of" and sign.kind == "and":
            why = f": {first.text!r} and {second.text!r} may be the vials of one day, or of several"
            hint = 'of one day: write "+" between them, as in "1 x 20 g + 1 x 5 g vials"; else the dose of each day'
            raise order_refusal(text, "order-unreadable", why, hint)
    for token in tokens:
        check_vial_lists(text, token.inside)


def with_grams(
    text: str, tokens: Sequence[Token], vocabulary: Vocabulary, product: Product | None, before: Token | None = None
) -> list[Token]:
    """The tokens with the grams of each volume, by the strength of the preparation; one for each kg is a dose in g/kg.

    A volume is off by as much as the volume of a vial that is made up is off its strength: 33 mL of 3 % are 1 g.
    ``before`` is what stands right before brackets whose tokens these are.

    Raises:
        RefusedError: there is a volume, and no preparation.
    """
    made = []
    for dose, token in zip((before, *tokens), tokens, strict=False):
        if token.inside:
            made.append(token.replaced(inside=tuple(with_grams(text, token.inside, vocabulary, product, dose))))
        elif token.kind == "volume-of":
            if product is None:
                check_strengths(text, tokens)
                raise _without_preparation(text, token, dose, vocabulary)
            volume_ml, per_ml = token.number or Fraction(0), Fraction(product.mg_per_ml) / 1000
            grams = volume_ml * per_ml
            if grams <= 0:
                raise order_refusal(text, "dose-not-positive", "has a volume that is not above zero")
            per_kg = token.says == PER_KG
            echo = f"{FIELD} {token.text} of {product.shown} read as {plain(grams, 3)} {'g/kg' if per_kg else 'g'}"
            if per_kg:
                made.append(token.replaced(kind="dose", dose=Dose(value=grams, per_kg=True), echo=echo))
                continue
            as_hung = max((abs(size / ml - per_ml) for size, ml in product.ml_of.items()), default=Fraction(0))
            off = per_ml / 10**token.decimals + volume_ml * as_hung
            made.append(token.replaced(grams=grams, off_g=off, echo=echo))
        else:
            made.append(token)
    return made


def _without_preparation(text: str, volume: Token, dose: Token | None, vocabulary: Vocabulary) -> RefusedError:
    """The refusal of a volume whose preparation is not named; right behind grams, ``dose``, it may hold them."""
    why = f"{volume.text!r} is how many grams? A volume needs its preparation"
    hint = "add --product and the preparation, or name it in the order (ivigcalc products), or write grams"
    if dose and dose.dose and not dose.dose.per_kg and volume.number and volume.says != PER_KG:
        why = f"{volume.text!r} beside {dose.text!r} is not checked: its preparation is not named"
        per_ml = dose.dose.value * 1000 / volume.number
        strengths = {Fraction(one.mg_per_ml) for one in vocabulary.products.values()}
        hint = "add --product and the preparation, or name it in the order (ivigcalc products); "
        alone = f"without the volume {dose.text!r} is read alone: they agree at {plain(per_ml / 10, 3)} %"
        hint += alone if per_ml in strengths else "no preparation has that strength: ask which of both is meant"
    message = f"order {text[:200]!r}: {why}"
    return RefusedError(Problem(code="unit-unknown", field=FIELD, message=message, next=hint))


def check_strengths(text: str, tokens: Sequence[Token], *, beside: bool = False) -> None:
    """Refuse grams and a volume with a slash between beside another dose: they may be a strength, or a vial.

    ``beside`` says that the other dose stands in another part.

    Raises:
        RefusedError: they stand there; each reading is named.
    """
    flat, whole = every_token(tokens), SLASH.sub("/", folded(text))
    for dose, volume in pairwise(flat):
        said = f"{dose.text}/{volume.text}"
        others = beside or any(token.dose and token is not dose for token in flat)
        if dose.dose and volume.kind == "volume-of" and volume.number and others and said in whole:
            percent = f"{plain(dose.dose.value / volume.number * 100, 3)} %"
            why = f": {said!r} beside another dose may be a strength, the size of a vial, or a dose"
            hint = f'a strength: write "{percent}"; the size of a vial: leave it out; a dose: ask which one is given'
            raise in_doubt(text, why, hint)


def is_one_of(amount: Token, doses: Iterable[Fraction]) -> bool:
    """Whether a dose, vials or a volume is one of some doses in its unit: a volume is printed with so many decimals."""
    own, off = (amount.dose.value, Fraction(0)) if amount.dose else (amount.grams, amount.off_g)
    return any(own - off <= dose <= own + off for dose in doses)


def as_dose(token: Token) -> Dose:
    """Vials, or a volume, as a dose in grams."""
    return Dose(value=token.grams, per_kg=False, echo=token.echo)


def with_amount_as_dose(outer: Sequence[Token]) -> list[Token]:
    """The words before an order in brackets, vials or a volume among them as the dose where there is no other."""
    if any(token.dose for token in outer):
        return [*outer]
    return [token.replaced(kind="dose", dose=as_dose(token)) if token.kind in AMOUNTS else token for token in outer]
