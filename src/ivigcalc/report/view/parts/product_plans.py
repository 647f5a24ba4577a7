"""The preparations for a course: vials, grams and mL of an infusion day, and what speaks against any of them."""

from collections.abc import Iterable, Sequence
from fractions import Fraction

from ivigcalc.core.answers.plan import CoursePlan, NoFit, Plan, ProductPlan
from ivigcalc.core.dosing.course import Course, days_words
from ivigcalc.core.facts.catalogue import Catalogue
from ivigcalc.core.facts.fact import Region
from ivigcalc.core.facts.rule import Verdict
from ivigcalc.core.quantity import shown
from ivigcalc.core.request.patient import Risk
from ivigcalc.core.selection.reasons import OF_LABEL
from ivigcalc.report.document import Block, Column, Emphasis, Paragraph, Table, numeric, unbroken, warning
from ivigcalc.report.view.parts import words
from ivigcalc.report.view.parts.blocks import not_stocked, unstocked_remarks
from ivigcalc.report.view.parts.days import asked_blocks, uneven_blocks
from ivigcalc.report.view.parts.product_list import name as marked_name

LAST_DROPPED = 5
"""The number of a column that is left out last."""

MANY_NAMES = 12
"""More names than these are counted where the reasons against them stand in short."""

MOST_AMOUNTS = 2
"""Day amounts with their own column of vials; the rest by ``--regimen``."""


def listed_products(plan: Plan, most: int | None) -> list[ProductPlan]:
    """The preparations on the screen: those asked for, or the first that can be dispensed; with no ``most``, all."""
    usable = [product for product in plan.products if product.plans]
    return list(plan.products) if most is None or plan.order.products else usable[:most]


def planned_blocks(plan: Plan, courses: Sequence[Course], catalogue: Catalogue, *, most: int | None) -> list[Block]:
    """Vials and volume of the preparations listed, for each day amount; then the order, the rest and the reasons.

    Args:
        plan: the plan.
        courses: the courses that stand on the screen.
        catalogue: the catalogue.
        most: how many preparations may stand; None for all.
    """
    listed = listed_products(plan, most)
    show_all = most is None
    amounts = _amounts(courses)
    blocks: list[Block] = asked_blocks(plan.order)
    if not amounts:
        text = f"No single dose follows from a range: state it, as in {_stated(plan)}."
        blocks.append(Paragraph(label="VIALS", text=text))
    elif listed:
        blocks += [_table(plan, listed, amounts[:MOST_AMOUNTS], catalogue), *_undated(plan, listed)]
        rest = [f"{header}: --regimen {course.letter}" for header, course in amounts[MOST_AMOUNTS:] if show_all]
        blocks += [Paragraph(text="; ".join(rest))] if rest else []
    elif not plan.dosing_weight.needs:
        blocks.append(Paragraph(text=_none_planned(plan), emphasis=Emphasis.WARNING))
    if plan.dosing_weight.needs:
        return blocks
    return [*blocks, *_below(plan, listed, catalogue, in_full=show_all), *reasons_against(listed)]


def _none_planned(plan: Plan) -> str:
    """That nothing can be planned; where all is contraindicated, what shows the least bad first."""
    if any(product.place.assessment.verdict is not Verdict.CONTRAINDICATED for product in plan.products):
        return "None of the products here can be planned: --all says why."
    risks = "".join(f" --risk {risk}" for risk in sorted(plan.patient.risks))
    region = f" --region {plan.order.region}" if plan.order.region else ""
    return f"All are contraindicated. In their order: ivigcalc products{risks}{region}"


def _amounts(courses: Sequence[Course]) -> list[tuple[str, Course]]:
    """A heading for each amount of an infusion day, and the first course with it.

    Courses that need the same grams on the same days share their vials.
    """
    courses_of: dict[tuple[Fraction, ...], list[Course]] = {}
    for course in courses:
        if course.days:
            courses_of.setdefault(tuple(dict.fromkeys(day.grams for day in course.days)), []).append(course)
    headed = []
    for amounts, alike in courses_of.items():
        letters = ", ".join(course.letter for course in alike)
        headed.append((f"{letters}: {' then '.join(f'{shown(grams)} g' for grams in amounts)}", alike[0]))
    return headed


def _table(
    plan: Plan, listed: Sequence[ProductPlan], amounts: Sequence[tuple[str, Course]], catalogue: Catalogue
) -> Table:
    """The preparations with vials, grams and mL for each day amount, what they hold, and their labels if any has one.

    Where the terminal is too narrow small deviations from the prescribed grams are left out first, then grams and mL
    of the second amount (and of days that differ), then the labels; a deviation above the usual tolerance last.
    """
    near = catalogue.rules.constant("rounding-tolerance")
    ranked = bool(plan.situation.factors)
    name = "VIALS per infusion day"
    labels = [_labels(product, plan.order.region) for product in listed]
    columns = [*([numeric()] if ranked else []), Column(header="", strong=True, least=len(name))]
    for number, (header, course) in enumerate(amounts):
        made = [made for product in listed for made in product.plans if made.course is course]
        wordy = any(isinstance(plan, NoFit) and not _one_amount(plan) for plan in made)
        columns.append(Column(header=header, accent=True, wraps=wordy))
        drop = 2 * number if course.even is not None else 1
        columns.append(Column(header="g", right=True, unit=True, drop=drop))
        off = [one for product in listed for one in _deviations(product, course)]
        if any(off):
            widely = any(abs(percent) > near for percent in off)
            columns.append(Column(header="%", right=True, unit=True, drop=LAST_DROPPED if widely else 1))
        columns.append(Column(header="mL", right=True, unit=True, accent=True, drop=drop))
    columns += [Column(header="holds", drop=3), *([Column(header="label", drop=4)] if any(labels) else [])]
    rows = []
    for product, label in zip(listed, labels, strict=True):
        assessment = product.place.assessment
        cells = [words.rank(product.place)] if ranked else []
        cells.append(marked_name(assessment))
        for _, course in amounts:
            vials, grams, percent, volume = _vial_cells(product, course)
            deviates = any(any(_deviations(one, course)) for one in listed)
            cells += [vials, grams, *([percent] if deviates else []), volume]
        cells.append(words.holds(assessment.product))
        cells += [label] if any(labels) else []
        rows.append(tuple(cells))
    return Table(columns=tuple(columns), rows=tuple(rows), name=name)


def _labels(product: ProductPlan, region: Region | None) -> str:
    """The regions whose label has the use, of some from which age on."""
    assessment = product.place.assessment
    return words.regions_at_age(assessment.labelled, assessment.labelled_from, region)


def _plan_of(product: ProductPlan, course: Course) -> CoursePlan | NoFit | None:
    """The course made up from a preparation; None where it has no plan."""
    return next((plan for plan in product.plans if plan.course.id == course.id), None)


def _deviations(product: ProductPlan, course: Course) -> list[Fraction]:
    """By how many percent the vials of each kind of day differ from its prescribed grams; nothing without vials."""
    made = _plan_of(product, course)
    if not isinstance(made, CoursePlan):
        return []
    days = [days[0] for days in made.alike]
    return [100 * (day.vials.given_g - day.prescribed_g) / day.prescribed_g for day in days]


def _vial_cells(product: ProductPlan, course: Course) -> tuple[str, str, str, str]:
    """Vials, grams, their deviation and mL of an infusion day.

    A line for each of days that are prescribed alike and come out uneven.
    """
    made = _plan_of(product, course)
    if made is None:
        return "no plan", "", "", ""
    if isinstance(made, NoFit) and made.whole is not None:
        return f"course: {words.nearest_words(made.whole)}", "-", "-", "-"
    if isinstance(made, NoFit) and _one_amount(made):
        return f"no fit: {' or '.join(words.nearest_grams(made.days[0][1])) or 'nothing near'} g", "-", "-", "-"
    if isinstance(made, NoFit):
        return "\n".join(words.unfit_words(made).values()), "-", "-", "-"
    days = [days[0] for days in made.alike]
    lefts = [f" ({shown(day.vials.discarded_g, 3)} left)" if day.vials.discarded_g else "" for day in days]
    vials = [words.vials_short(day.vials) + left for day, left in zip(days, lefts, strict=True)]
    uneven = len(days) > len({day.prescribed_g for day in days})
    if uneven:
        named = [days_words(day.day for day in alike) for alike in made.alike]
        vials = [f"{name}: {cell}" for name, cell in zip(named, vials, strict=True)]
    between = "\n" if uneven else " then "
    grams, volumes = [shown(day.vials.given_g, 3) for day in days], [shown(day.volume_ml) for day in days]
    off = [words.signed(percent) for percent in _deviations(product, course)]
    return between.join(vials), between.join(grams), between.join(off), between.join(volumes)


def _one_amount(made: NoFit) -> bool:
    """Whether each day lacks vials for the same amount, so that its nearest totals say it all."""
    return made.whole is None and made.course.even is not None and not made.days[0][1].short


def _undated(plan: Plan, listed: Sequence[ProductPlan]) -> list[Block]:
    """That days which come out uneven should have dates."""
    made = [course for product in listed for course in product.plans if isinstance(course, CoursePlan)]
    if plan.order.start or not any(uneven_blocks(course) for course in made):
        return []
    return [warning("UNEVEN", "Days differ: give --start, so that each has its date.")]


def _stated(plan: Plan) -> str:
    """How to state a dose within the first range."""
    course = next(course for course in plan.courses if course.ends)
    low = shown(course.ends.low_g_per_kg, 3) if course.ends else ""
    return f'--regimen {course.letter} --course "{low} g/kg"'


def _below(plan: Plan, listed: Sequence[ProductPlan], catalogue: Catalogue, *, in_full: bool) -> list[Block]:
    """What the order rests on, how many more preparations there are, and what the site does not stock."""
    rest = len(plan.products) - len(listed)
    more = f" {rest} more: --all" if rest else ""
    order = f"Order by verdict, then {', '.join(plan.situation.factors)}"
    if not plan.situation.factors:
        order = words.unranked(plan.risks, plan.derived, plan.patient)
        if any(product.place.assessment.labelled_from for product in plan.products):
            order += "; some labels need an age"
    region = plan.order.region
    sizes = f"sizes sold in {words.region_name(region)}" if region else "sizes of any region"
    blocks: list[Block] = [
        Paragraph(text=f"{order}; {sizes}.{more}"),
        *not_stocked(
            [product.place.assessment.product.id for product in plan.products], plan.hidden, catalogue, in_full=in_full
        ),
        *unstocked_remarks(plan),
    ]
    if {Risk.SODIUM, Risk.DIABETES} & set(plan.risks):
        day = plan.situation.day_words
        blocks.append(Paragraph(text=f"Sodium and sugar are judged on an infusion day of {day} g."))
    return blocks


def reasons_against(listed: Iterable[ProductPlan], *, unlisted: bool = False, in_short: bool = False) -> list[Block]:
    """Verdicts below suitable with their reasons, and, unless they are ``unlisted``, why there is no plan.

    Preparations with reasons of the same rules stand together, with the figure of each where they differ; what their
    labels say in different words stands ``in_short`` as what they name.
    """
    texts_of: dict[tuple[str, tuple[str, ...]], dict[str, list[str]]] = {}
    for product in listed:
        assessment = product.place.assessment
        verdict, name = assessment.verdict, unbroken(assessment.product.shown)
        if verdict is not Verdict.SUITABLE:
            against: dict[str, dict[str, None]] = {}
            for reason in assessment.reasons:
                if reason.verdict is verdict:
                    against.setdefault(reason.rule, {})[reason.text] = None
            texts_of.setdefault((verdict.upper(), tuple(against)), {})[name] = [
                "; ".join(of) for of in against.values()
            ]
        if product.no_plans and not unlisted and verdict is not Verdict.CONTRAINDICATED:
            why = product.no_plans.reason
            texts_of.setdefault(("NO PLAN", (why,)), {})[name] = [why]
    blocks: list[Block] = []
    for (label, rules), texts in texts_of.items():
        names = f"{len(texts)} preparations" if in_short and len(texts) > MANY_NAMES else ", ".join(texts)
        of_rules = zip(rules, zip(*texts.values(), strict=True), strict=True)
        why = "; ".join(_said_in_short(rule, said) if in_short else words.one_text(said) for rule, said in of_rules)
        emphasis = Emphasis.DANGER if label == Verdict.CONTRAINDICATED.upper() else Emphasis.WARNING
        blocks.append(Paragraph(label=label, text=f"{names}: {why}.", emphasis=emphasis))
    return blocks


def _said_in_short(rule: str, said: Sequence[str]) -> str:
    """What labels name, instead of the words of each, where these differ."""
    named = rule.removeprefix(OF_LABEL)
    if named == rule or len({*said}) == 1:
        return words.one_text(said)
    return f"their labels name {named} (in their words: --all)"


def not_listed(plan: Plan, most: int | None) -> list[ProductPlan]:
    """Preparations that are contraindicated or to be avoided and do not stand among the ``most`` that are listed."""
    listed = {product.place.assessment.product.id for product in listed_products(plan, most)}
    against = {Verdict.AVOID, Verdict.CONTRAINDICATED}
    assessed = ((product, product.place.assessment) for product in plan.products)
    return [product for product, one in assessed if one.verdict in against and one.product.id not in listed]
