"""A course made up from one preparation: its days with vials, what it carries, or what is nearest; its certificates."""

from collections.abc import Sequence
from fractions import Fraction
from typing import TYPE_CHECKING, NotRequired, TypedDict, cast

from ivigcalc.core.answers.plan import CoursePlan, NoFit, PlannedDay
from ivigcalc.core.dosing.course import Course, CourseDay
from ivigcalc.core.facts.fact import Missing, Region
from ivigcalc.core.facts.product import Product, VialCount
from ivigcalc.core.quantity import adding_up, plain
from ivigcalc.core.vials.totals import Unreachable, UnreachableCourse
from ivigcalc.report.json.parts.answer import Answer, Quantity, again, filled, nulls, quantity, with_reasons
from ivigcalc.report.json.parts.product import (
    NOT_FOR_THIS_RISK,
    ExposureJson,
    LadderLabelJson,
    RateLimitJson,
    StepJson,
    exposure_json,
    infusion_minutes,
    ladder_json,
    ladder_label_json,
    limit_json,
)

if TYPE_CHECKING:
    from collections.abc import Iterable

    from ivigcalc.core.facts.formulary import MergedFormulary
    from ivigcalc.core.request.order import Lot
    from ivigcalc.core.vials.certificate import Certificate, Nearest

NO_FIT = "no whole-vial total within the tolerance"
NO_SMALLER = "no smaller total can be made"
NO_LARGER = "no larger total can be made"
CERTIFIED = "for a preparation asked for by name: dose --product, or ivigcalc vials"
BY_NAME = "for a preparation asked for by name (--product)"


class VialJson(TypedDict):
    """Vials of one size, and the regions that sell it."""

    size_g: str
    count: int
    regions: list[str]


class LotJson(TypedDict):
    """Vials to take from the stock; they can be used on the day of ``expiry``."""

    size_g: str
    count: int
    lot: str
    expiry: str | None


class AmountsJson(TypedDict):
    """What a preparation's infusion days with the same vials share.

    ``discarded_g`` and ``discarded_ml`` are what is opened and not given. How it runs in is said for a preparation
    asked for by name. ``limits`` stand only where a label says something of the rate for a risk of the patient.
    """

    prescribed_g: str
    dispensed_g: str
    opened_g: str
    discarded_g: str
    discarded_ml: str
    vials: list[VialJson]
    volume_ml: str
    infusion_minutes: Quantity
    ladder: list[StepJson] | None
    ladder_label: LadderLabelJson | None
    limits: NotRequired[list[RateLimitJson]]


class DayJson(AmountsJson):
    """One infusion day of a preparation. ``lots`` stand only where a stock was given."""

    day: int
    date: str | None
    lots: NotRequired[list[LotJson]]


class NearestJson(TypedDict):
    """A total that whole vials make next to what is prescribed; ``why`` it is not taken, "" where it is."""

    total_g: str
    why: str


class CertificateJson(TypedDict):
    """Why so many grams and no others, on days that are alike or (``whole_course``) for the course as a whole.

    ``lines`` are what can be checked by hand, in the order of the argument.
    """

    days: list[int]
    whole_course: bool
    prescribed_g: str
    chosen_g: Quantity
    below: NearestJson | None
    above: NearestJson | None
    lines: list[str]


class NoFitCourseJson(TypedDict):
    """A course total that whole vials cannot make up, with the nearest totals of the vials there are."""

    prescribed_g: str
    why: str
    nearest_below_g: Quantity
    nearest_above_g: Quantity


class NoFitDayJson(TypedDict):
    """An infusion day that whole vials cannot make up, with the nearest totals."""

    day: int
    prescribed_g: str
    nearest_below_g: Quantity
    nearest_above_g: Quantity


class PlanJson(TypedDict):
    """One regimen made up from one preparation; without a fit ``days`` is empty and ``no_fit`` says what is nearest.

    ``no_fit_course`` takes its place where the course was to be rounded as a whole. ``cost`` stands only where the
    site's formulary has prices. ``certificate`` is given for a preparation asked for by name.
    """

    regimen: str
    letter: str
    days: list[DayJson]
    dispensed_g_course: Quantity
    deviation_percent: Quantity
    volume_ml_course: Quantity
    exposure: ExposureJson | None
    cost: NotRequired[Quantity]
    currency: NotRequired[str]
    no_fit: NotRequired[list[NoFitDayJson]]
    no_fit_course: NotRequired[NoFitCourseJson]
    certificate: list[CertificateJson] | None


def plan_json(
    made: CoursePlan | NoFit,
    product: Product,
    region: Region | None,
    local: "MergedFormulary | None" = None,
    certificates: Sequence["Certificate"] = (),
) -> PlanJson:
    """One course made up from one preparation, or what is nearest."""
    answer = _no_fit(made) if isinstance(made, NoFit) else _made(made, product, region, local)
    if certificates:
        answer["certificate"] = [_certificate(certificate) for certificate in certificates]
    return with_reasons(answer, certificate=CERTIFIED)


def _made(made: CoursePlan, product: Product, region: Region | None, local: "MergedFormulary | None") -> PlanJson:
    answer: PlanJson = {
        "regimen": made.course.id,
        "letter": made.course.letter,
        "days": _days(made.days, made.course, product),
        "dispensed_g_course": plain(made.given_g, 3),
        "deviation_percent": plain(made.deviation_percent),
        "volume_ml_course": plain(made.volume_ml),
        "exposure": exposure_json(made.exposure, product, region),
        "certificate": None,
    }
    if local is None or not local.formulary.currency:
        return answer
    opened = (vial for day in made.days for vial in day.vials.vials)
    answer["cost"] = quantity(local.formulary.cost(product.id, opened))
    answer["currency"] = local.formulary.currency
    return with_reasons(answer, cost="the formulary does not give the price of every size opened")


def _days(days: Sequence[PlannedDay], course: Course, product: Product) -> list[DayJson]:
    """The infusion days, which add up; what days with the same vials share is worked out once.

    What is opened and not given is opened less what is printed as given.
    """
    shared: dict[int, AmountsJson] = {}
    answer = []
    dispensed = adding_up([day.vials.given_g for day in days], 3)
    volumes = adding_up([day.volume_ml for day in days])
    for day, prescribed_g, dispensed_g, volume_ml in zip(days, course.grams_shown, dispensed, volumes, strict=True):
        vials = day.vials
        if id(vials) in shared:
            alike = again(shared[id(vials)]) if day.infusion else shared[id(vials)]
        else:
            alike = shared[id(vials)] = _amounts(day, product)
        own = {"prescribed_g": prescribed_g, "dispensed_g": dispensed_g, "volume_ml": volume_ml}
        date = day.date.isoformat() if day.date else None
        one = cast("DayJson", {"day": day.day, "date": date, **alike, **own, "vials": vials_json(vials.vials, product)})
        if vials.discarded_g:
            one["discarded_g"] = plain(vials.total_g - Fraction(dispensed_g), 3)
        with_reasons(one, date="no start date given")
        if day.lots:
            one["lots"] = [lot_json(lot) for lot in day.lots]
        answer.append(one)
    return answer


def _amounts(day: PlannedDay, product: Product) -> AmountsJson:
    """What days with the same vials share; their grams, the list of vials and the volume are each day's own."""
    infusion = None if isinstance(day.infusion, Missing) else day.infusion
    why = day.infusion.reason if isinstance(day.infusion, Missing) else BY_NAME
    amounts = with_reasons(
        AmountsJson(
            prescribed_g="",
            dispensed_g="",
            opened_g=plain(day.vials.total_g, 3),
            discarded_g=plain(day.vials.discarded_g, 3),
            discarded_ml=_ml(day.vials.discarded_g, product),
            vials=[],
            volume_ml="",
            infusion_minutes=infusion_minutes(infusion) if infusion else None,
            ladder=ladder_json(infusion) if infusion else None,
            ladder_label=ladder_label_json(infusion) if infusion else None,
        ),
        infusion_minutes=NOT_FOR_THIS_RISK if infusion else why,
        ladder=why,
        ladder_label=why,
    )
    if infusion and infusion.limits:
        amounts["limits"] = [limit_json(limit) for limit in infusion.limits]
    return amounts


def _ml(grams: Fraction, product: Product) -> str:
    """The millilitres of what is opened and not given."""
    return plain(grams * 1000 / Fraction(product.mg_per_ml)) if grams else "0"


def vials_json(vials: "Iterable[VialCount]", product: Product) -> list[VialJson]:
    """Vials of a preparation, with the regions that sell each size."""
    return [
        {"size_g": vial.size, "count": vial.count, "regions": list(product.regions_of[vial.size])} for vial in vials
    ]


def lot_json(lot: "Lot") -> LotJson:
    """Vials to take from the stock."""
    expiry = lot.expiry.isoformat() if lot.expiry else None
    return with_reasons(
        LotJson(size_g=plain(lot.size_g, 3), count=lot.count, lot=lot.name, expiry=expiry),
        expiry="not in the stock file",
    )


def _no_fit(made: NoFit) -> PlanJson:
    why = made.whole.why if made.whole and not made.whole.decided else NO_FIT
    unmade = nulls(why, "dispensed_g_course", "deviation_percent", "volume_ml_course", "exposure")
    course, whole = made.course, made.whole
    asked = {"regimen": course.id, "letter": course.letter}
    answer = cast("PlanJson", {**asked, "days": [], **unmade, "certificate": None})
    if whole is None:
        answer["no_fit"] = [_no_fit_day(day, nearest) for day, nearest in made.days]
    else:
        prescribed = plain(course.total)
        answer["no_fit_course"] = _with_nearest(NoFitCourseJson, whole, NO_LARGER, prescribed_g=prescribed)
    return answer


def _no_fit_day(day: CourseDay, nearest: Unreachable) -> NoFitDayJson:
    no_larger = f"{NO_LARGER} of what is left" if nearest.short else "no larger total was looked at"
    return _with_nearest(NoFitDayJson, nearest, no_larger, day=day.day, prescribed_g=plain(day.grams))


def _with_nearest(
    shape: type[Answer], nearest: Unreachable | UnreachableCourse, no_larger: str, **others: object
) -> Answer:
    """What cannot be made up, with the nearest totals in g, or why there is none."""
    below, above = quantity(nearest.below_g, 3), quantity(nearest.above_g, 3)
    answer = filled(shape, nearest, nearest_below_g=below, nearest_above_g=above, **others)
    return with_reasons(answer, nearest_below_g=NO_SMALLER, nearest_above_g=no_larger)


def _certificate(certificate: "Certificate") -> CertificateJson:
    return with_reasons(
        CertificateJson(
            days=list(certificate.days),
            whole_course=certificate.whole,
            prescribed_g=plain(certificate.prescribed_g, 3),
            chosen_g=quantity(certificate.chosen_g, 3),
            below=_nearest(certificate.below),
            above=_nearest(certificate.above),
            lines=list(certificate.lines),
        ),
        chosen_g="none is given: see lines",
        below=NO_SMALLER,
        above=NO_LARGER,
    )


def _nearest(nearest: "Nearest | None") -> NearestJson | None:
    return {"total_g": plain(nearest.total_g, 3), "why": nearest.why} if nearest else None
