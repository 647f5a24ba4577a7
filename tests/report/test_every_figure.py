"""Every figure of an answer is worked out again from its working, or what was typed, or printed by a document.

The few others stand in ``ELSEWHERE``, each with the reason.
"""

import re
from collections.abc import Iterator
from fractions import Fraction
from typing import Any, NamedTuple

from hypothesis import assume, given
from hypothesis import strategies as st

from tests.evaluator import checked, near, value
from tests.profiles import examples
from tests.program import EMPTY_OF_PRIVIGEN, run
from tests.report.test_working import in_order

FIGURE = re.compile(r"-?\d+(\.\d+)?")
Figures = dict[str, Fraction]

EVERYWHERE = {
    "schema_version": "the version of the contract",
    "data_version": "a month",
    "exit_code": "docs: a code",
    "working[].value": "the working itself, worked out again step by step",
    "policies[].working[].value": "the same",
    "products[].working[].value": "the same; tests/report/test_working.py sorts by them",
    "sources[].date": "of the document",
    "sources[].section": "of the document",
    "old_labels[].date": "of the document",
}

TYPED = {
    *("request.weight_kg", "request.height_cm", "request.age_years", "request.grams", "request.days"),
    *("plan.days[].prescribed_g", "plan.certificate[].prescribed_g", "ordered.days", "ordered.day_grams[].g"),
    *("compared[].ordered", "dosing_weight.kg", "rate_weight.kg"),
}
"""What is as it was typed; of ``infusion`` and ``vials`` also weights and grams, which are typed there."""

PRINTED = {
    *("regimens[].days_range[]", "regimens[].interval_weeks[]", "policies[].regimen.days_range[]"),
    *("policies[].regimen.interval_weeks[]", "regimens[].g_per_kg_range[]", "regimens[].cap_g"),
    *("product.mg_per_ml", "product.sizes_g[]", "ladder_label.date", "products[].plans[].days[].ladder_label.date"),
    *("policies[].plan.days[].ladder_label.date", "policies[].plans[].plan.days[].ladder_label.date"),
    *(
        "table2_time.printed",
        "regimens[].days",
        "products[].strength_mg_per_ml",
        "products[].sugar.facts[].value",
        "products[].iga.facts[].value",
        "products[].iga.facts[].low",
    ),
    *("products[].iga.facts[].high", "products[].sodium.facts[].value", "products[].sodium.facts[].low"),
    *("products[].sodium.facts[].high", "products[].osmolality.facts[].value", "products[].osmolality.facts[].low"),
    *("products[].osmolality.facts[].high", "products[].ph[].value", "products[].ph[].low", "products[].ph[].high"),
    *("products[].vials_g[].g", "products[].vials_g[].ml", "products[].labelled_from[].years"),
    *(f"products[].table2.{row}.printed" for row in ("concentration", "osmolarity", "iga", "time", "salt", "ph")),
}
"""What a document prints; where it is one of many facts, they carry its id (``printed_with_its_source``)."""

ELSEWHERE = {
    "request.day_g": "the day that is assumed: a constant with its source (ivigcalc data show stated-day)",
    "old_labels[].months": "worked out again in tests/cli/test_data_and_config.py",
    "products[].plans[].certificate[].below.total_g": "an oracle counts all totals: core/vials/test_certificates.py",
    "products[].plans[].certificate[].above.total_g": "the same",
    "nearest_g[]": "the same",
    "plan.certificate[].below.total_g": "the same",
    "plan.certificate[].above.total_g": "the same",
    "products[].plans[].no_fit[].nearest_below_g": "the same",
    "products[].plans[].no_fit[].nearest_above_g": "the same",
    "policies[].plan.no_fit[].nearest_below_g": "the same",
    "policies[].plan.no_fit[].nearest_above_g": "the same",
    "policies[].plans[].plan.no_fit[].nearest_below_g": "the same",
    "policies[].plans[].plan.no_fit[].nearest_above_g": "the same",
    "products[].plans[].no_fit_course.nearest_below_g": "the same",
    "products[].plans[].no_fit_course.nearest_above_g": "the same",
    "products[].plans[].certificate[].chosen_g": "of a day of a course that vials do not make up: the same",
    "compared[].low": "printed, in grams worked out again as a regimen; vials: tests/core/checking",
    "compared[].high": "the same",
    "products[].order": "ranks: in_order sorts the preparations again",
    "products[].tier": "the same",
}
"""Figures that are worked out again elsewhere, and where."""


def walk(answer: Any, path: str = "") -> Iterator[tuple[str, str]]:
    """Every figure of an answer with its path, ``plans[0].days[2].volume_ml``."""
    if isinstance(answer, dict):
        for key, inner in answer.items():
            yield from walk(inner, f"{path}.{key}" if path else key)
    elif isinstance(answer, list):
        for place, inner in enumerate(answer):
            yield from walk(inner, f"{path}[{place}]")
    elif not isinstance(answer, bool) and FIGURE.fullmatch(str(answer)):
        yield path, str(answer)


def holds(answer: Any, again: Figures) -> None:
    """Each figure was worked out again and is right, or is of one of the tables."""
    known = EVERYWHERE.keys() | TYPED | PRINTED | ELSEWHERE.keys()
    found = dict(walk(answer))
    for path, printed in found.items():
        if path in again:
            assert near(again[path], printed), (path, printed, again[path])
        else:
            assert re.sub(r"\[\d+\]", "[]", path) in known, (path, printed)
    assert again.keys() <= found.keys(), again.keys() - found.keys()


def of_regimen(regimen: dict[str, Any], path: str, steps: Figures, kg: Fraction) -> Figures:
    """Grams by day and in all, and per kg, of the steps that begin with the letter of a regimen."""
    letter, days, again = regimen["letter"], regimen["day_grams"], Figures()
    if regimen["g_range"]:
        again |= {f"{path}.g_range[0]": steps[f"{letter} low end"], f"{path}.g_range[1]": steps[f"{letter} high end"]}
    if not days:
        return again
    each = {name: grams for name, grams in steps.items() if re.match(rf"{letter} grams (per|on) ", name)}
    even = each.get(f"{letter} grams per infusion day")
    grams = [even if even is not None else on_day(each, day["day"]) for day in days]
    again |= {f"{path}.day_grams[{place}].g": one for place, one in enumerate(grams)}
    again |= {f"{path}.day_grams[{place}].day": Fraction(day["day"]) for place, day in enumerate(days)}
    total = steps.get(f"{letter} course total, NOT per day", sum(grams, Fraction(0)))
    assert near(sum(grams, Fraction(0)), total)
    again[f"{path}.days"] = Fraction(len(days))
    again |= {f"{path}.g_course": total, f"{path}.g_per_kg_course": total / kg}
    if regimen["g_per_day"] is not None:
        again |= {f"{path}.g_per_day": grams[0], f"{path}.g_per_kg_per_day": max(grams) / kg}
    return again


def on_day(each: Figures, day: int) -> Fraction:
    """The grams of a day that is named in a step: ``A grams on days 2 to 5``."""
    for name, grams in each.items():
        spans = [[int(one) for one in span.split(" to ")] for span in re.findall(r"\d+(?: to \d+)?", name)]
        if any(span[0] <= day <= span[-1] for span in spans):
            return grams
    raise AssertionError(each, day)


def on(which: str, about: str, day: int, names: list[str]) -> str:
    """The name of a step about a day, in whichever words: of every day, or of days that are named."""
    for name in names:
        said = re.fullmatch(rf"{re.escape(about)} {which} (per infusion day|on days? (.+))", name)
        if said and (not said[2] or on_day_named(said[2], day)):
            return name
    raise AssertionError(about, which, day, names)


def on_day_named(days: str, day: int) -> bool:
    """Whether ``1 to 3 and 5`` has a day."""
    spans = [[int(one) for one in span.split(" to ")] for span in re.findall(r"\d+(?: to \d+)?", days)]
    return any(span[0] <= day <= span[-1] for span in spans)


class Worked(NamedTuple):
    """The steps of a working, worked out again, and their formulas; by name."""

    steps: Figures
    formulas: dict[str, str]


def of_plan(plan: dict[str, Any], path: str, about: str, worked: Worked) -> Figures:
    """Everything of a course in vials, of the steps that are about it."""
    steps, formulas = worked
    again: Figures = {}
    names, given, volumes = [*steps], list[Fraction](), list[Fraction]()
    for place, day in enumerate(plan["days"]):
        at, number = f"{path}.days[{place}]", day["day"]
        name = on("vials", about, number, names)
        hung, _, left = formulas[name].partition(" - ")
        sizes = [(Fraction(count), Fraction(size)) for count, size in re.findall(r"(\d+) x (\S+) g", hung)]
        volume = steps[on("volume", about, number, names)]
        again |= {f"{at}.day": Fraction(number), f"{at}.dispensed_g": steps[name], f"{at}.volume_ml": volume}
        rest = value(left) if left else Fraction(0)
        again |= {f"{at}.opened_g": value(hung), f"{at}.discarded_g": rest}
        again |= {f"{at}.discarded_ml": rest * volume / steps[name]}
        for vial, (count, size) in enumerate(sizes):
            again |= {f"{at}.vials[{vial}].count": count, f"{at}.vials[{vial}].size_g": size}
        if day["ladder"]:
            of_vials = re.findall(r"(\d+) x (\S+) mL", formulas[on("volume", about, number, names)])
            again |= of_ladder(day, at, prefix(about, number, names), worked, of_vials)
        given.append(steps[name])
        volumes.append(volume)
    total, volume = sum(given, Fraction(0)), sum(volumes, Fraction(0))
    assert near(steps.get(f"{about} vials of the course", total), f"{float(total):.4f}")
    again |= {f"{path}.dispensed_g_course": total, f"{path}.volume_ml_course": volume}
    again[f"{path}.deviation_percent"] = steps[f"{about} deviation of the course"]
    carried = {"IgA": "iga_mg", "sodium": "sodium_mmol", "sugar": "sugar_g"}
    for what, key in carried.items():
        if figure := next((one for name, one in steps.items() if name.startswith(f"{about} {what} of the")), None):
            again[f"{path}.exposure.{key}"] = figure
        elif plan["exposure"][key] is not None:
            again[f"{path}.exposure.{key}"] = Fraction(0)
    for number, certificate in enumerate(plan["certificate"] or []):
        at = f"{path}.certificate[{number}]"
        again |= {f"{at}.days[{place}]": Fraction(day) for place, day in enumerate(certificate["days"])}
        whole = certificate["whole_course"]
        of_day = again[f"{path}.days[{plan_day(plan, certificate['days'][0])}].opened_g"]
        again[f"{at}.chosen_g"] = total if whole else of_day
    return again


def plan_day(plan: dict[str, Any], number: int) -> int:
    """The place of a day in its course."""
    return next(place for place, day in enumerate(plan["days"]) if day["day"] == number)


def prefix(about: str, day: int, names: list[str]) -> str:
    """What the steps of a day's rates begin with: the preparation, and the days where they differ."""
    for name in names:
        said = re.fullmatch(rf"({re.escape(about)}(?: days? ([^,]+),)?) step 1 rate", name)
        if said and (not said[2] or on_day_named(said[2], day)):
            return f"{said[1]} "
    raise AssertionError(about, day, names)


def of_ladder(day: dict[str, Any], path: str, about: str, worked: Worked, vials: list[tuple[str, str]]) -> Figures:
    """The rates, minutes and volumes of an infusion, and when each vial is changed."""
    steps, formulas = worked
    again: Figures = {}
    kg_of_step, mg_per_ml = Fraction(0), Fraction(re.findall(r"/ (\S+) mg/mL", formulas[f"{about}volume"])[0])
    running = minutes = Fraction(0)
    hung = [Fraction(ml) for count, ml in vials for _ in range(int(count))]
    empty = [sum(hung[: place + 1], Fraction(0)) for place in range(len(hung) - 1)]
    for place, row in enumerate(day["ladder"]):
        name = f"{about}{'' if row['for_this_risk'] else 'ordinary ladder, '}step {place + 1}"
        rate, volume = steps[f"{name} rate"], steps[f"{name} volume"]
        kg_of_step = Fraction(re.findall(r"x (\S+) kg", formulas[f"{name} rate"])[0])
        lasts = steps.get(f"{name} minutes", volume / rate * 60)
        at = f"{path}.ladder[{place}]"
        changed = [(number, ml) for number, ml in enumerate(empty, start=2) if running < ml <= running + volume]
        for change, (number, ml) in enumerate(changed):
            to = f"{at}.vial_changes[{change}]"
            again |= {f"{to}.vial": Fraction(number), f"{to}.at_ml": ml}
            again[f"{to}.at_minute"] = minutes + (ml - running) / rate * 60
            again[f"{to}.size_g"] = hung[number - 1] * mg_per_ml / 1000
        running, minutes = running + volume, minutes + lasts
        again |= {f"{at}.step": Fraction(place + 1), f"{at}.ml_per_h": rate, f"{at}.minutes": lasts}
        again |= {f"{at}.volume_ml": volume, f"{at}.running_ml": running, f"{at}.ml_per_kg_h": rate / kg_of_step}
        again[f"{at}.mg_per_kg_min"] = rate * mg_per_ml / 60 / kg_of_step
    for place, limit in enumerate(day.get("limits") or []):
        if limit["ml_per_h"] is not None:
            again[f"{path}.limits[{place}].ml_per_h"] = steps[f"{about}limit {place + 1} at risk"]
    if day["infusion_minutes"] is not None:
        assert near(minutes, f"{float(steps[f'{about}time in all']):.4f}")
        again[f"{path}.infusion_minutes"] = minutes
    return again


def read(answer: dict[str, Any], steps: list[dict[str, str]], typed: Figures) -> Worked:
    """The steps worked out again, and their formulas, by name."""
    again = checked(steps, answer["sources"], typed)
    return Worked(again, dict(zip(again, [step["formula"] for step in steps], strict=True)))


PRODUCTS = ("privigen", "gamunex-c", "octagam-10", "octagam-5", "flebogamma-dif-5", "kiovig", "panzyga", "gammaplex-10")
KG = st.integers(min_value=300, max_value=1400).map(lambda tenths: f"{tenths / 10:g}")
REGION = st.sampled_from([(), ("--region", "eu"), ("--region", "us")])
BODY = ("--height", "170", "--sex", "female", "--age", "40")


@examples(80, fewest=5)
@given(
    kg=KG,
    product=st.sampled_from(PRODUCTS),
    region=REGION,
    asked=st.sampled_from(
        [
            ("cidp", "--regimen", "A"),
            ("gbs",),
            ("le-surface", "--regimen", "induction-sequence"),
            ("mmn", "--regimen", "B"),
            ("cidp", "--course", "90 g", "--days", "3"),
            ("cidp", "--per-day", "0.5 g/kg", "--days", "4", "--round", "exact"),
        ]
    ),
    more=st.sampled_from(
        [(), ("--risk", "renal"), ("--weight-policy", "adjusted", *BODY), ("--round-scope", "course")]
    ),
)
def test_every_figure_of_a_dose(
    kg: str, product: str, region: tuple[str, ...], asked: tuple[str, ...], more: tuple[str, ...]
) -> None:
    words = ("--weight", kg, "--indication", *asked, "--product", product, *region)
    assume(not ("exact" in asked and "course" in more))
    answer = run("dose", *words, *more, "--format", "json").json
    assume("regimens" in answer)
    of_dose(answer, kg)


@examples(8, fewest=5)
@given(
    kg=KG,
    region=REGION,
    asked=st.sampled_from(
        [
            ("cidp",),
            ("gbs",),
            ("le-surface", "--regimen", "induction-sequence"),
            ("cidp", "--course", "90 g", "--days", "3"),
        ]
    ),
    risks=st.lists(st.sampled_from(["renal", "sodium", "iga-deficient", "diabetes"]), max_size=2, unique=True),
)
def test_every_figure_of_a_dose_without_a_preparation(
    kg: str, region: tuple[str, ...], asked: tuple[str, ...], risks: list[str]
) -> None:
    """Explained, every preparation has the arithmetic of its vials, and of its place."""
    words = ("--weight", kg, "--indication", *asked, *region, *(word for risk in risks for word in ("--risk", risk)))
    answer = run("dose", *words, "--explain", "--format", "json").json
    assume("regimens" in answer)
    of_dose(answer, kg)
    short = run("dose", *words, "--format", "json").json
    assert {step["step"] for step in short["working"]} < {step["step"] for step in answer["working"]}
    assert not any("working" in product for product in short["products"])


def of_dose(answer: dict[str, Any], kg: str) -> None:
    """Every figure of a dose, of its steps; and the places of its preparations, sorted again."""
    per_day = Fraction(answer["regimens"][0]["g_per_day"] or 0)
    worked = read(answer, answer["working"], {"weight as given": Fraction(kg), "grams as typed": per_day})
    weight = next(figure for name, figure in worked.steps.items() if name.startswith("dosing weight"))
    again = {"dosing_weight.kg": weight}
    by_letter: dict[str, dict[int, Fraction]] = {}
    for place, regimen in enumerate(answer["regimens"]):
        again |= of_regimen(regimen, f"regimens[{place}]", worked.steps, weight)
        by_letter[regimen["letter"]] = {day["day"]: Fraction(day["g"]) for day in regimen["day_grams"]}
    for place, one in enumerate(answer["products"]):
        for number, plan in enumerate(one["plans"]):
            path, by_day = f"products[{place}].plans[{number}]", by_letter[plan["letter"]]
            again |= prescribed(plan, path, by_day)
            if plan["days"]:
                again |= of_plan(plan, path, f"{plan['letter']} {one['shown']}:", worked)
    in_order(answer["products"])
    holds(answer, again)


def prescribed(plan: dict[str, Any], path: str, by_day: dict[int, Fraction]) -> Figures:
    """What is prescribed on the days of a plan, made up or not, and in its certificates."""
    again = {f"{path}.days[{place}].prescribed_g": by_day[day["day"]] for place, day in enumerate(plan["days"])}
    for place, day in enumerate(plan.get("no_fit", [])):
        again[f"{path}.no_fit[{place}].day"] = Fraction(day["day"])
        again[f"{path}.no_fit[{place}].prescribed_g"] = by_day[day["day"]]
    if "no_fit_course" in plan:
        again[f"{path}.no_fit_course.prescribed_g"] = sum(by_day.values(), Fraction(0))
    for at, certificate in enumerate(plan["certificate"] or []):
        whole = sum(by_day.values(), Fraction(0))
        of_day = whole if certificate["whole_course"] else by_day[certificate["days"][0]]
        again[f"{path}.certificate[{at}].prescribed_g"] = of_day
        for place, day in enumerate(certificate["days"]):
            again[f"{path}.certificate[{at}].days[{place}]"] = Fraction(day)
    return again


@examples(40, fewest=5)
@given(
    kg=KG,
    product=st.sampled_from(PRODUCTS),
    grams=st.integers(min_value=10, max_value=120).map(lambda halves: f"{halves / 2:g}"),
    more=st.sampled_from([(), ("--risk", "renal"), ("--tolerated",), ("--region", "eu"), ("--region", "us")]),
)
def test_every_figure_of_an_infusion(kg: str, product: str, grams: str, more: tuple[str, ...]) -> None:
    answer = run("infusion", "--product", product, "--weight", kg, "--grams", grams, *more, "--format", "json").json
    assume("ladder" in answer)
    worked = read(answer, answer["working"], {})
    vials = [
        (vial["count"], str(Fraction(vial["size_g"]) * 1000 / Fraction(answer["product"]["mg_per_ml"])))
        for vial in answer["vials"]
    ]
    again = of_ladder(answer, "", "", worked, vials)
    again = {path.removeprefix("."): figure for path, figure in again.items()}
    again["volume_ml"] = worked.steps["volume"]
    opened = sum((Fraction(vial["count"]) * Fraction(vial["size_g"]) for vial in answer["vials"]), Fraction(0))
    if answer["vials"]:
        again["left_over_g"] = opened - Fraction(grams)
    typed = {path for path in dict(walk(answer)) if re.match(r"vials\[\d+\]\.(count|size_g)", path)}
    holds(answer, again | {path: Fraction(dict(walk(answer))[path]) for path in typed})


@examples(40, fewest=5)
@given(
    grams=st.integers(min_value=10, max_value=180).map(lambda halves: f"{halves / 2:g}"),
    product=st.sampled_from(PRODUCTS),
    days=st.integers(min_value=1, max_value=5),
    more=st.sampled_from([(), ("--round", "exact"), ("--round", "up"), ("--round-scope", "course")]),
)
def test_every_figure_of_vials(grams: str, product: str, days: int, more: tuple[str, ...]) -> None:
    asked = ("vials", grams, "--product", product, "--days", str(days), *more, "--region", "eu")
    answer = run(*asked, "--format", "json").json
    assume("plan" in answer and answer["plan"]["days"])
    worked = read(answer, answer["working"], {})
    about = next(iter(worked.steps)).partition(" vials")[0]
    holds(answer, of_plan(answer["plan"], "plan", about, worked))


@examples(20, fewest=5)
@given(kg=st.integers(min_value=45, max_value=160), cm=st.integers(min_value=153, max_value=200), region=REGION)
def test_every_figure_of_a_comparison(kg: int, cm: int, region: tuple[str, ...]) -> None:
    patient = ("--weight", str(kg), "--height", str(cm), "--sex", "male", "--age", "40", "--indication", "cidp")
    answer = run("compare", *patient, *region, "--product", "privigen", "--product", "kiovig", "--format", "json").json
    again: Figures = {}
    for place, policy in enumerate(answer["policies"]):
        if policy["regimen"] is None:
            continue
        path = f"policies[{place}]"
        worked = read(answer, policy["working"], {"weight as given": Fraction(kg)})
        steps, regimen = worked.steps, policy["regimen"]
        weight = next(figure for name, figure in steps.items() if name.startswith("dosing weight"))
        again |= {f"{path}.dosing_weight.kg": weight, f"{path}.difference_g": steps["difference from actual weight"]}
        again[f"{path}.difference_percent"] = steps["the same in percent"]
        if policy["rounded_g"] is not None:
            again[f"{path}.rounded_g"] = steps["course as its authority rounds it"]
        again |= of_regimen(regimen, f"{path}.regimen", steps, weight)
        by_day = {day["day"]: Fraction(day["g"]) for day in regimen["day_grams"]}
        of_vials = [name.partition(" vials")[0] for name in steps if re.search(r": vials (per|on) ", name)]
        made = [(number, one["plan"]) for number, one in enumerate(policy["plans"]) if one["plan"]["days"]]
        for number, plan in enumerate(one["plan"] for one in policy["plans"]):
            again |= prescribed(plan, f"{path}.plans[{number}].plan", by_day)
        again |= prescribed(policy["plan"], f"{path}.plan", by_day)
        for about, (number, plan) in zip(dict.fromkeys(of_vials), made, strict=True):
            for at in [f"{path}.plans[{number}].plan", *([f"{path}.plan"] if number == 0 else [])]:
                again |= of_plan(plan, at, about, worked)
    holds(answer, again)


@examples(40, fewest=5)
@given(
    kg=st.integers(30, 150),
    grams=st.integers(5, 70),
    days=st.integers(1, 5),
    name=st.sampled_from(["cidp", "mmn"]),
    rate=st.sampled_from(["", "40 mL/h", "200 mL/h", "0.01 mL/kg/min", "start at 20 mL/h, at most 300 mL/h"]),
    more=st.sampled_from([(), ("--region", "eu"), ("--region", "us"), ("--risk", "renal")]),
    product=st.sampled_from(["privigen", "octagam-5", "flebogamma-dif-5"]),
)
def test_every_figure_of_a_check(
    *, kg: int, grams: int, days: int, name: str, rate: str, more: tuple[str, ...], product: str
) -> None:
    said = f"{grams} g daily for {days} days" if days > 1 else f"{grams} g on 1 day"
    asked = ("--weight", str(kg), "--indication", name, "--order", said, *more)
    of_rate = ("--product", product, "--rate", rate) if rate else ()
    answer = run("verify", *asked, *of_rate, "--format", "json").json
    assume("compared" in answer)
    steps = read(answer, answer["working"], {"weight as given": Fraction(kg), "grams as typed": Fraction(grams)}).steps
    again = {"ordered.g_course": steps.get("ordered: course total, NOT per day", Fraction(grams))}
    again |= {f"ordered.day_grams[{place}].day": Fraction(place + 1) for place in range(days)}
    for place, regimen in enumerate(answer["regimens"]):
        again |= of_regimen(regimen, f"regimens[{place}]", steps, Fraction(kg))
    for place, row in enumerate(answer["compared"]):
        at, about = f"compared[{place}]", f"{row['item']} on day {row['day']}" if "day" in row else row["item"]
        if row["difference"] is not None:
            again[f"{at}.difference"] = steps[f"{about}: off by"]
        if row["percent"] is not None:
            again[f"{at}.percent"] = steps[f"{about}: off by, in percent"]
        if row["item"] in {"rate", "start rate"}:
            again |= of_rate_row(row, at, steps)
    holds(answer, again)


def of_rate_row(row: dict[str, Any], at: str, steps: Figures) -> Figures:
    """A rate, and what the label prints for it: a start up to its first rate, and any from there to its highest.

    A start that is no more than what a pump makes of the first rate stands in its place.
    """
    ordered = steps.get(f"{row['item']} as ordered", Fraction(row["ordered"]))
    again = {f"{at}.ordered": ordered}
    if row["high"] is None:
        return again
    first, highest = steps["first rate of the label"], steps["highest rate of the label"]
    if row["item"] == "start rate":
        assert row["fit"] != "same" or ordered <= first * Fraction(11, 10) + 1
        return {**again, f"{at}.low": Fraction(0), f"{at}.high": max(first, ordered) if row["fit"] == "same" else first}
    no_figure = "first rate; no figure beyond it" in str(row)
    return {
        **again,
        f"{at}.low": first if ordered < first or no_figure else Fraction(0),
        f"{at}.high": first if no_figure else highest,
    }


@examples(12, fewest=5)
@given(kg=KG, more=st.sampled_from([(), ("--regimen", "A"), ("--risk", "renal"), ("--region", "eu")]))
def test_every_figure_of_what_is_offered_instead(kg: str, more: tuple[str, ...]) -> None:
    asked = ("--weight", kg, "--indication", "cidp", "--product", "privigen", *more, *EMPTY_OF_PRIVIGEN)
    answer = run("dose", *asked, "--format", "json").json
    instead = answer["instead"]
    by_letter = {
        regimen["letter"]: {day["day"]: Fraction(day["g"]) for day in regimen["day_grams"]}
        for regimen in answer["regimens"]
    }
    again = {"prescribed_g_course": sum(by_letter[instead["letter"]].values(), Fraction(0))}
    for group in ("ordered", "products"):
        for place, one in enumerate(instead[group]):
            worked, prescribed_g = read(answer, one["working"], {}), again["prescribed_g_course"]
            again |= of_compared(one, f"{group}[{place}]", worked, instead["letter"], prescribed_g)
            for number, plan in enumerate(one["plans"]):
                again |= prescribed(plan, f"{group}[{place}].plans[{number}]", by_letter[plan["letter"]])
    in_words = {path for path, _ in walk(instead) if re.fullmatch(r"\w+\[\d+\]\.(order|tier)|passed_over.*", path)}
    known = {path for path, _ in walk(instead) if re.fullmatch(r"\w+\[\d+\]\.working.*|.*ladder_label.date", path)}
    of_certificates = {path for path, _ in walk(instead) if "nearest_" in path}
    of_stock = {path for path, _ in walk(instead) if re.search(r"\.lots\[|labelled_from\[", path)}
    for one in instead["products"]:
        taken_from_lots(one)
    found = dict(walk(instead))
    assert found.keys() == again.keys() | in_words | known | of_certificates | of_stock
    for path, figure in again.items():
        assert near(figure, found[path]), (path, found[path], figure)


def taken_from_lots(one: dict[str, Any]) -> None:
    """What is taken from the lots of a stock are the vials of each day."""
    for day in (day for plan in one["plans"] for day in plan["days"]):
        taken: dict[str, int] = {}
        for lot in day["lots"]:
            taken[lot["size_g"]] = taken.get(lot["size_g"], 0) + lot["count"]
        assert taken == {vial["size_g"]: vial["count"] for vial in day["vials"]}


def of_compared(one: dict[str, Any], at: str, worked: Worked, letter: str, prescribed_g: Fraction) -> Figures:
    """A preparation that is compared: its courses in vials, the grams compared and what they carry, its rates."""
    again, steps = Figures(), worked.steps
    for number, plan in enumerate(one["plans"]):
        if plan["days"]:
            again |= of_plan(plan, f"{at}.plans[{number}]", f"{plan['letter']} {one['shown']}:", worked)
    about = f"{letter} {one['shown']}:"
    day = steps.get(f"{about} vials per infusion day")
    total = steps.get(f"{about} vials of the course", day)
    again[f"{at}.compared_g"] = prescribed_g if total is None else total
    for what, key in {"IgA": "iga_mg", "sodium": "sodium_mmol", "sugar": "sugar_g"}.items():
        figure = next((found for name, found in steps.items() if name.startswith(f"{about} {what} of the")), None)
        if one["exposure"][key] is not None:
            assert figure is not None
            again[f"{at}.exposure.{key}"] = figure
    rates = [figure for name, figure in steps.items() if re.search(r"largest day: .*step \d+ rate$", name)]
    if one["first_ml_per_h"] is not None:
        again[f"{at}.first_ml_per_h"] = rates[0]
    if one["highest_ml_per_h"] is not None:
        again[f"{at}.highest_ml_per_h"] = rates[-1]
    return again


@examples(20, fewest=5)
@given(
    risks=st.sets(st.sampled_from(["renal", "sodium", "fluid", "diabetes", "iga-deficient"]), max_size=3), region=REGION
)
def test_every_figure_of_preparations(risks: set[str], region: tuple[str, ...]) -> None:
    asked = [word for risk in sorted(risks) for word in ("--risk", risk)]
    answer = run("products", *asked, *region, "--format", "json").json
    again: Figures = {}
    for place, product in enumerate(answer["products"]):
        path, mg = f"products[{place}]", Fraction(product["strength_mg_per_ml"])
        printed_with_its_source(product)
        per_ml, per_l = product["iga"]["mcg_per_ml"], product["sodium"]["mmol_per_l"]
        if per_ml is not None:
            again |= {
                f"{path}.iga.mcg_per_ml": upper(product["iga"]["facts"], per_ml, mg),
                f"{path}.iga.mcg_per_g": Fraction(per_ml) * 1000 / mg,
            }
        if per_l is not None:
            again |= {
                f"{path}.sodium.mmol_per_l": upper(product["sodium"]["facts"], per_l, mg),
                f"{path}.sodium.mmol_per_g": Fraction(per_l) / mg,
            }
        if product["osmolality"]["upper"] is not None:
            figure = product["osmolality"]["upper"]
            again[f"{path}.osmolality.upper"] = upper(product["osmolality"]["facts"], figure, mg)
        if product["sugar"]["g_per_g"] is not None:
            again[f"{path}.sugar.g_per_g"] = sugar(product, Fraction(product["sugar"]["g_per_g"]))
    holds(answer, again)


def upper(facts: list[dict[str, Any]], figure: str, mg_per_ml: Fraction) -> Fraction:
    """The figure among the upper values of the facts; IgA may be printed per gram."""
    units = {"mg/g": mg_per_ml, "mmol/g": mg_per_ml, "mcg/g": mg_per_ml / 1000, "mg/mL": Fraction(1000)}
    tops = [Fraction(fact["value"] or fact["high"]) * units.get(fact["unit"], 1) for fact in facts]
    assert any(near(top, figure) for top in tops), (facts, figure)
    return next(top for top in tops if near(top, figure))


def sugar(product: dict[str, Any], figure: Fraction) -> Fraction:
    """The sugar per gram: worked out again where it is ranked by, else it has to be that of some sugar."""
    steps = [step for step in product["working"] if step["step"].startswith("sugar")]
    assert steps or product["sugar"]["kinds"] or figure == 0
    return value(steps[0]["formula"]) if steps else figure


def printed_with_its_source(product: dict[str, Any]) -> None:
    """Each fact of a label carries the document that prints it, but for what no source was read on, which says so."""
    facts = [*product["iga"]["facts"], *product["sodium"]["facts"], *product["osmolality"]["facts"], *product["ph"]]
    for fact in facts:
        assert fact["sources"] or fact["standing"] == "unsourced", (product["id"], fact)
