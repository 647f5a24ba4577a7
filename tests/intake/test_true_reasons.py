"""What a refusal says is true of the order, and what it says to type is what is missing; what is near it is read."""

from fractions import Fraction

import pytest

from ivigcalc.api.verify import verify
from ivigcalc.core.problems import Problem, RefusedError
from ivigcalc.intake.order import TypedOrder
from ivigcalc.intake.patient import TypedPatient
from ivigcalc.intake.request import TypedRequest
from ivigcalc.intake.written.typed import TypedWritten
from tests.program import shipped
from tests.written import read_written_dose


def problem_of(text: str) -> Problem:
    """Why an order for 70 kg in GBS is refused."""
    request = TypedRequest(patient=TypedPatient(weight="70"), order=TypedOrder(indication="gbs"))
    with pytest.raises(RefusedError) as caught:
        verify(request, TypedWritten(order=text), shipped())
    return caught.value.problems[0]


def test_dates_in_figures_beside_an_interval_may_be_how_long_it_is_repeated() -> None:
    """The other way round 01/05 to 01/09 are four months, and no days of a course."""
    assert problem_of("35 g daily 01/05/2027 to 01/09/2027 every 4 weeks").allowed == (
        "the month first: 5 January, 6 January, 7 January, 8 January, 9 January",
        "the day first: 1 May to 1 September, how long it is repeated",
    )


def days_of(text: str) -> dict[int, Fraction]:
    """The dose of each day of an order that is read."""
    return dict(read_written_dose(text).days)


WHICH_DAYS = "are of the dose before them, and which of that behind?"


@pytest.mark.parametrize(
    ("text", "why", "hint"),
    [
        # 2 g/kg is 140 g at 70 kg: 28 g on each of 5 days.
        (
            "2 g/kg, 28 g daily for 5 days",
            "28 g is not 2 g/kg at 70 kg (140 g); that of all 5 days is",
            '"2 g/kg total"',
        ),
        ("0.4 g/kg (140 g) daily for 5 days", "140 g is not 0.4 g/kg", '"140 g total"'),
        ("28 000 mg daily for 5 days", "'28 000 mg' may be one number with a space", '"28000 mg"'),
        ("2 000 mg/kg in all over 5 days", "'2 000 mg/kg' may be one number", '"2000 mg/kg"'),
        ("Privigen 28 g daily for 5 days at 1 200 mL/h", "'1 200 ml/h' may be one number", '"1200 ml/h"'),
        (
            "6 frascos (30 g) ao dia por 5 dias",
            "a number of vials without their size",
            "if they hold 30 g together, type",
        ),
        ("given as 28 g daily for 5 days", "'as' stands before the first dose", "leave that word out"),
        ("dose given as 28 g daily for 5 days", "'as' stands before the first dose", "leave that word out"),
        ("GBS day 5: 28 g", "'gbs' is not understood there: it may be what it is for", 'write "for gbs"'),
        ("28 g daily for 5 days volume", "behind 'volume' at its end something is missing", "ask what is ordered"),
        ("28 g daily for 5 days (volume)", "behind 'volume' at its end something is missing", "ask what is ordered"),
        ("28 g daily volume for 5 days", "beside 'volume' its figure is missing", "write it in mL"),
        ("28 g daily for 5 days dose", "behind 'dose' at its end something is missing", "ask what is ordered"),
        ("28 g daily for 5 days (dose)", "behind 'dose' at its end something is missing", "ask what is ordered"),
        ("30 g | | daily | 5 days", "nothing stands between two signs", "ask what is ordered"),
        ("30 g; ; daily; 5 days", "nothing stands between two signs", "ask what is ordered"),
        ("40 g daily day 1, day 2 and day 3: 30 g", f"which of day 1, day 2, day 3 {WHICH_DAYS}", "behind it"),
        ("40 g daily D1 and D2, D3 and D4: 20 g daily", f"which of d1, d2, d3, d4 {WHICH_DAYS}", "behind it"),
        ("28 g x 5 days = 0.4 g/kg", "140 g (28 g on each of 5 days) is not 0.4 g/kg at 70 kg", "ask the prescriber"),
        ("28 g for 5 days = 2 g/kg", "can be read in two ways", "28 g daily for 5 days"),
        ("70 g total as 40 g on day 1 and 30 g on day 2, 20 g on day 3", "it says 90 g, and again 70 g", "ask"),
        ("28 g daily; total dose 160 g; 5 days", "it says 32 g, and again 28 g", "ask the prescriber"),
        ("28 g daily; total dose 28 g; 5 days", "it says 5.6 g, and again 28 g", "ask the prescriber"),
        (
            "28 g IV daily until further notice",
            "behind a dose of each day does not say how many days",
            "number of days",
        ),
        ("28 g daily for 5 weeks", "of a dose of each day is more than 31 days", "number of days"),
        ("70 g IV each 3 weeks", "'each 3 weeks' says how often in a word that is not read", 'write "every"'),
        ("Increase IVIG to 70 g every 3 weeks", "how a rate is raised, or that a dose is", "a dose: ask from when"),
        ("aumentar para 70 g a cada 3 semanas", "how a rate is raised, or that a dose is", "a dose: ask from when"),
        ("Increase dose to 70 g every 3 weeks", "says that a dose is changed", "ask from when"),
        ("Reduce IVIG to 70 g every 3 weeks", "says that a dose is changed", "ask from when"),
        ("Decrease to 70 g every 3 weeks", "says that a dose is changed", "ask from when"),
        ("28 g/dia por no mínimo 5 dias", "'por no minimo' is a limit", "ask how many"),
        ("28 g/dia por pelo menos 5 dias", "'por pelo menos' is a limit", "ask how many"),
        ("28 g al día por al menos 5 días", "'por al menos' is a limit", "ask how many"),
        ("28 g daily for more than 5 days", "'for more than' is a limit", "ask how many"),
        ("28 g daily for less than 5 days", "'for less than' is a limit", "ask how many"),
        ("28 g daily for 5 days/month", "says the days of each month", '"28 g daily for 5 days every month"'),
        ("28 g/dia por 5 dias ao mês", "says the days of each month", '"28 g daily for 5 days every month"'),
        ("2 g/kg over 5 days (28 g x 5 days)", "can be read in two ways", "keep what stands before it"),
        ("0.4 g/kg/day x 5 days (actual body weight)", "no dose for each kg right before it", "right behind the dose"),
        ("Privigen 28 g IV daily x 5 days at 2 mL/kg/hr (140 mL/hr)", "are rates in several units", "keep the one"),
        # Other routes, conditions, what was given, what stands elsewhere.
        ("28 g by mouth daily for 5 days", "'by mouth' is another route", "intravenous orders alone"),
        ("28 g/dia SN por 5 dias", "'sn' makes the order depend on something", "without the condition"),
        ("28 g/dia SOS por 5 dias", "'sos' makes the order depend on something", "without the condition"),
        ("foi prescrito 28 g/dia por 5 dias", "'foi prescrito' says what was given", "still to be given"),
        ("Foi administrado 28 g/dia por 5 dias", "'foi administrado' says what was given", "still to be given"),
        ("realizou 28 g/dia por 5 dias", "'realizou' says what was given", "still to be given"),
        ("fez uso de 28 g/dia por 5 dias", "'fez uso de' says what was given", "still to be given"),
        ("28 g dia sim, dia não por 5 dias", "'dia sim, dia nao' leaves out days", "number the days"),
        ("28 g daily for 5 days per protocol", "'per protocol' refers to something", "write what that says"),
        ("28 g/dia por 5 dias conforme protocolo", "'conforme protocolo' refers to something", "write what that says"),
        ("28 g daily for 5 days Ht 170 cm", "'ht 170 cm' is a body height", "--height"),
        ("28 g x5 daily doses", "so many times a day, or on as many days", "the number of days"),
        ("28 g x 5 daily infusions", "so many times a day, or on as many days", "the number of days"),
        ("4 cycles of 70 g IV every 3 weeks", "counts courses before what each of them is", "behind how often"),
        ("28-g daily for 5 days", "a dash stands between its number and its unit", "a space"),
        ("28 g daily then 140 g total over 5 days", "does not say on how many days", "28 g daily for N days"),
        ("28 g daily 5 days of dose", "'of' is not understood there", "write the order without it"),
        ("course of 28 g daily for 5 days", "both per day and in all", "28 g daily for 5 days"),
        ("40 g given on day 1 and 30 g on day 2", "that it was given", "to be given"),
        ("28 gr daily for 5 days", "'28 gr' may be grams or grains", 'grams: write "g"'),
        ("28 g daily for 5 days, 4 hours", "'4 hours' is how long an infusion lasts", "--rate"),
        ("gr 28 daily for 5 days", "'gr' may be grams or grains; '28' is not understood", "grams"),
        ("28 g daily 1st to 5th day", "'1st to 5th day' is not understood", '"30 g daily on days 1 to 5"'),
        ("28 g - 5 days", "'-' is not understood", "write a comma in its place"),
        ("28 g - 30 g daily for 5 days", "'-' is not understood", "of a range at a time"),
        ("70 kg - 80 kg, 0.4 g/kg daily for 5 days", "'-' is not understood", "of a range at a time"),
        ("28 g - IV 30 g daily for 5 days", "'-' is not understood", "of a range at a time"),
        ("28 - IV 30 g daily for 5 days", "'28 -' is not understood", "of a range at a time"),
        ("2 g/kg = 140 g divided over 5 days = 28 g/day", "'=', a colon or 'as' it holds an order beside", "leave one"),
        (
            "28 g/dia por 5 dias = total 140 g = 28 frascos de 5 g",
            "what is said again belongs to no dose",
            "the same dose",
        ),
        ("4 y/o, 28 g daily for 5 days", "'4 y/o' is how old the patient is", "--age"),
        ("45-year-old, 28 g daily for 5 days", "'45-year-old' is how old the patient is", "--age"),
        ("Idade: 45 anos. IGIV 28 g/dia por 5 dias", "is how old the patient is", "--age"),
        ("Paciente de 45 años: IgIV 28 g/día por 5 días", "is how old the patient is", "--age"),
        ("28 g daily for 5 days every 4 weeks, cycle 2 of 6", "'cycle 2 of 6' says which course", "leave it out"),
        ("70 g every 3 weeks, course 2 of 6", "'course 2 of 6' says which course", "leave it out"),
        ("28 g/dia por 5 dias, ciclo 2 de 6", "'ciclo 2 de 6' says which course", "leave it out"),
        (
            "40 g day 1, day 2: 30 g, day 3",
            "'day 2' and 'day 3' may be one thing said twice, or days",
            "dose of each day",
        ),
        ("day 1, 40 g, day 2, 30 g", "'day 1' and 'day 2' may be one thing said twice, or days", "dose of each day"),
        ("28 g daily, day 1 of 5", "'day 1 of 5' may be one day of so many", '"on days 1 to 5"'),
        ("28 g/dia, dose 1 de 5", "'dose 1 de 5' may be one day of so many", '"on days 1 to 5"'),
        ("Peso 70 - 28 g daily for 5 days", "'70 -' is not understood", "kg behind a body weight"),
        ("CID 61.0 - 28 g ao dia por 5 dias", "'cid 61.0 -' is not understood", "ivigcalc indications"),
        ("20 - 30 g daily for 5 days", "'20 -' is not understood", "of a range at a time"),
        ("28 g daily for 5 days. Quantity: 140 g", "'quantity' is said of what the pharmacy hands out", "leave out"),
        ("28 g daily for 5 days, we recommend", "'recommend' says that the order is only considered", "do not leave"),
        ("Twenty-eight grams daily for 5 days", "'twenty' is a number in words", "in figures"),
        ("70 g every 3 weeks, in 6 months", "'in 6 months' is a day to come", "ask which"),
        ("Dose (g): 28. Days: 5", "'g', '28' are not understood", "write each unit behind its number"),
        ("Cycle 1: 28 g daily for 5 days", "'cycle 1:' says which course of so many it is", "leave it out"),
        # A letter in the place of a figure.
        ("O.4 g/kg daily for 5 days", "'o.4 g/kg' is not understood: 'o' is a letter in its number", "which figure"),
        ("O,4 g/kg/dia por 5 dias", "'o' is a letter in its number", "which figure"),
        ("28 g daily for 1O days", "'1o days' is not understood: 'o' is a letter in its number", "which figure"),
        ("28 g daily for l0 days", "'l' is a letter in its number", "which figure"),
        ("28 g daily for I days", "'i' is a letter in its number", "which figure"),
        ("28 g daily for lO days", "'lo' are letters in its number", "which figure"),
        ("2B g daily for 5 days", "'b' is a letter in its number", "which figure"),
        ("28 g daily D1-D1O", "'o' is a letter in its number", "which figure"),
        ("70 g q2lw", "'q2lw' is not understood: 'l' is a letter in its number", "which figure"),
        ("1,OOO mg/kg daily for 2 days", "'o' is a letter in its number", "which figure"),
        ("28 g/dia por 1O dias", "'o' is a letter in its number", "which figure"),
        # Points and spaces in a number, units without one, and words written on to them.
        ("28. g daily for 5 days", "behind the point of its number no figure stands", "a figure is missing"),
        ("28 g daily for 5. days", "behind the point of its number no figure stands", "a figure is missing"),
        ("0. 4 g/kg daily for 5 days", "a space stands beside the point of its number", "'0.4 g/kg'"),
        ("0 .4 g/kg daily for 5 days", "a space stands beside the point of its number", "'0.4 g/kg'"),
        ("28 gdaily for 5 days", "'g' and 'daily' are written as one word", "a space between"),
        ("g daily for 5 days", "'g' has no number before it", "write it before 'g'"),
        ("28 g daily for days", "'days' has no number before it", "write it before 'days'"),
        ("28 g daily for XX days", "'days' has no number before it", "write it before 'days'"),
        ("28 g daily for 4/5 days", "days': '4/5 days' may be one number or the other", "one number alone"),
        ("28 g/35 g daily for 5 days", "'/35 g' is not understood: a slash may be \"or\"", "each by itself"),
        ("Privigen/Octagam 28 g daily for 5 days", 'a slash may be "or", "and" or "per"', "each by itself"),
        ("28 g daily from 5 May to", "'to' is not understood: behind it, at the end, something is missing", "follows"),
        ("28 g daily for 5 days from", "'from' is not understood: behind it, at the end, something", "what follows it"),
        ("28 g daily for 5 days with", "'with' is not understood: behind it, at the end, something", "what follows it"),
        ("28 g/dia por 5 dias desde", "'desde' is not understood: behind it, at the end, something", "what follows it"),
        ("28 g from daily for 5 days", "'from' is not understood", "'from' is read only inside longer phrases"),
        ("28 g daily for 5 days rounded", "'rounded' is not understood", "'rounded' is read only inside"),
        # Ranges are told before what their ends may be alone.
        ("70 g every 3 to 4 weeks", "'every 3 to' is not understood", "of a range at a time"),
        ("70 g cada 3 a 4 semanas", "'3 a' is not understood", "of a range at a time"),
        ("25 g to 30 g daily for 5 days", "'to' is not understood", "of a range at a time"),
        ("28 g daily from 5 to 9", "'from 5 to 9' is not understood", '"on days 1 to 5", or write dates'),
        ("between 25 and 30 g daily for 5 days", "of two doses, which is meant", "one of the two at a time"),
        ("about 28 g daily for 5 days", "'about' makes a range of it", "one figure alone"),
        ("28 g daily for 5+ days", "'for 5+ days' is a limit", "the number alone"),
        # Times and parts of dates.
        ("28 g daily (0900) for 5 days", "'0900' is not understood: it may be a time of the day", '"at 08:00"'),
        ("28 g daily 9am for 5 days", "'9am' is not understood: it may be a time of the day", '"at 08:00"'),
        ("28 g/dia 08h por 5 dias", "'08h' is not understood: it may be a time of the day", '"at 08:00"'),
        ("28 g daily for 5 days from 2026-12", "it is a month and its year, without a day", "2026-12-01"),
        ("28 g daily from May to June", "'may' is not understood: it is the name of a month", "in full"),
        ("28 g/dia de maio a junho", "'maio' is not understood: it is the name of a month", "in full"),
        ("5º dia 28 g", "'5º dia' is not understood", '"30 g daily on days 1 to 5"'),
        ("1er día 40 g, 2º día 30 g", "'1er dia', '2º dia' are not understood", '"30 g daily on days 1 to 5"'),
        ("first day 40 g, second day 30 g", "'first day' counts days in words", '"40 g on day 1, 30 g on day 2"'),
        ("20 g todo dia 5", "'todo dia 5' may be that day of each month", "for how many days"),
        ("20 g every day 5", "'every day 5' may be that day of each month", "for how many days"),
        # Not filled in, not sure, not ticked.
        ("Dose: ____ g daily for 5 days", "a line, or dots, stand where something is to be filled in", "ask what"),
        ("28 g daily for ... days", "a line, or dots, stand where something is to be filled in", "ask what"),
        ("[ ] 28 g daily for 5 days", "it has a box that is not ticked", "ask what is ordered"),
        ("☑ 28 g daily for 5 days", "it has a box that is ticked", "ask what is ordered"),
        ("28 g daily for 5 days?", "a question mark says that something of it is not sure", "ask what is ordered"),
        ("Dose 28 g; Freq -; Days 5", "a dash stands where a value is missing", "ask what is ordered"),
        # Numbers of cycles, and days that a plus joins.
        ("cycle IV 28 g daily", "'cycle iv' may be the fourth cycle", 'the way stands before the dose: "IV 28 g"'),
        ("ciclo IV 28 g/dia por 5 dias", "'ciclo iv' may be the fourth ciclo", "the way stands before the dose"),
        ("cycle II 28 g daily for 5 days", "'cycle ii' says which course of so many it is", "leave it out"),
        ("cycle 2, 28 g daily for 5 days", "'cycle 2,' says which course of so many it is", "leave it out"),
        ("D1+D2 28 g", "'d1+d2' joins days by a sign that is read nowhere", '"on days 1 and 2"'),
        ("IVIG 28 g + albumin 20 g daily for 5 days", "'albumin' is another medicine", "alone"),
        # Two numbers, two preparations, a strength beside a dose.
        (
            "70 g every 3 weeks x 6 doses x 4 cycles",
            "'x 6 doses' and 'x 4 cycles' are not the same number",
            "what each of them counts",
        ),
        ("28 g daily for 5 days for 3 days", "'for 5 days' and 'for 3 days' are not the same number", "ask what each"),
        ("28 g daily x 5 x 3", "'x 5' and 'x 3' are not the same number", "ask what each of them"),
        ("2 doses daily of 14 g for 5 days", "'2 doses daily' is more than one infusion a day", '"28 g daily"'),
        ("14 g, 2 doses per day, for 5 days", "'2 doses per day' is more than one infusion a day", '"28 g daily"'),
        ("2 dosis al día de 14 g por 5 días", "'2 dosis al dia' is more than one infusion a day", '"28 g daily"'),
        ("Privigen 28 g and Gamunex 28 g daily for 5 days", "'privigen' and 'gamunex' are not one", "by itself"),
        ("Privigen Privigen 28 g daily for 5 days (Octagam)", "'privigen' and 'octagam' are not one", "by itself"),
        ("5 % 10 % IVIG 28 g daily for 5 days", "'5 %' and '10 %' are not one preparation", "by itself"),
        ("5g/100mL, 28 g ao dia", "'5g/100ml' beside another dose may be a strength", 'write "5 %"'),
        ("Kiovig 10 g/100 ml 28 g daily for 5 days", "'10 g/100 ml' beside another dose may be a strength", '"10 %"'),
        ("28,0,0 g daily for 5 days", "'28,0,0' is not a number", "type for example"),
        ("28,000 mg daily for 5 days", "'28,000 mg' can be read as 28000 or as 28.000", "type 28000"),
        ("1.200.000 mg daily for 5 days", "'1.200.000' has a sign between its thousands", "type 1200000"),
        ("70 g monthly on day 5", "does not begin on day 1", "a day of the month: write its date"),
        # The first and the last day in fields of their own.
        ("Start: 2026-12-05 Dose: 28 g daily End: 2026-12-01", "ends before it begins", "the first day first"),
        ("Start: 2026-12-01 Dose: 28 g daily for 5 days End: 2026-12-06", "it names 6 dates and 5 days", "is right"),
        ("Start: 2026-12-01 Dose: 28 g End: 2026-12-05", "can be read in two ways", '"28 g daily for 5 days"'),
        ("Start: 2026-12-01 Dose: 28 g daily End: 5 days", "'end' ends an order only behind the date", "write both"),
        ("GBS start: 2026-12-01 Dose: 28 g daily End: 2026-12-05", "'end' ends an order only behind", "write both"),
        (
            "Start: 2026-12-01 Dose: 28 g daily Last dose: 2026-12-05",
            "may be when the last one was given",
            "ask whether",
        ),
        ("Start: 2026-12-01 Dose given: 28 g daily End: 2026-12-05", "is when it was given", "the first day"),
        ("Start: 2026-12-01 Start: 2026-12-02 28 g daily End: 2026-12-05", "'end' ends an order only", "write both"),
        (
            "End: 2026-12-05 Dose: 28 g daily Start: 2026-12-01",
            "'end' ends an order only behind the date",
            "write both",
        ),
        (
            "28 g daily day 1 to day 5 of May",
            "may be that of an infusion day, or of a day of the month",
            '"days 1 to 5"',
        ),
        ("20 g/dia dia 5 a dia 1 de maio", "ends before it begins", "the first day first"),
        # Days that are counted otherwise, what goes on until something, and what changes the infusion.
        ("28 g/dia por 5 dias úteis", "'por 5 dias uteis' counts other days than those in a row", "number the days"),
        ("28 g al día por 5 días más", "'por 5 dias mas' counts other days than those in a row", "number the days"),
        ("28 g daily for 5 working days", "'5 working days' counts other days", "number the days"),
        ("28 g al día hasta completar 140 g", "'hasta completar' says that it goes on until", "the dose of all days"),
        ("28 g/dia, infusão contínua, por 5 dias", "'continua' changes how fast", "the rate in figures"),
        ("Data: 01/05/2027 IGIV 28 g/dia por 5 dias", "'data:' may be the day on which it was written", 'write "from"'),
        (
            "70 g every 4 weeks for a total of 420 g",
            "has more than one dose in one part",
            "in brackets behind the days",
        ),
        ("28 g/dia do dia 1 ao dia 5 de cada mês", "'de cada mes' is said of days of the month", "every month"),
        ("28 g daily 5 times", "'5 times' may be so many times a day, or on as many days", "the number of days"),
        ("28 g in NS daily for 5 days", "'in ns' is what it is diluted in", "leave it out"),
        ("28 g daily at 9 for 5 days", "'9' is not understood: it may be a time of the day", '"at 08:00"'),
        ("28 g daily for 5 days over 4-6 h", "'over 4-6 h' is not understood", "check the rate with --rate"),
        ("0.4 g kg daily for 5 days", "a slash is missing between 'g' and 'kg'", '"g/kg" if the dose is for each kg'),
        ("0.4 gkg daily for 5 days", "'g' and 'kg' are written as one word", '"g/kg"'),
        ("1 g/kg/d D1,2", "'d1,2' is not understood", '"30 g daily on days 1 to 5"'),
        ("2 g/kg in 5 d", "can be read in two ways", '"2 g/kg in all over 5 days"'),
        # Units, signs and abbreviations on lists of error-prone ones; other routes, weights and conditions.
        ("28 IU daily for 5 days", "'28 iu' is units", "in g or mg"),
        ("28 U daily for 5 days", "'28 u' is units", "in g or mg"),
        ("280 cc daily for 5 days", "'280 cc' is on lists of error-prone abbreviations", 'write "mL"'),
        (">28 g daily for 5 days", "'>' is on lists of error-prone symbols", "one figure"),
        (
            "28 g daily x 5 days then D/C",
            "'d/c' is on lists of error-prone abbreviations",
            '"then stop" at the very end',
        ),
        ("28 g BIW x 5", "'biw' may be so many days of each week", "every week"),
        ("28 g IV/SC daily for 5 days", "'/sc' is another route", "intravenous orders alone"),
        ("28 g VO por 5 dias", "'vo' is another route", "intravenous orders alone"),
        ("0.4 g/m² daily for 5 days", "'/m²' is for each m² of body surface", "in g/kg or g"),
        ("0.4 g/lb daily for 5 days", "'/lb' is for each pound", "in g/kg or g"),
        (
            "0.4 g/kg usual weight daily for 5 days",
            "'usual weight' names a weight that is not the actual one",
            "--weight",
        ),
        ("28 g daily for 5 days as needed", "'as needed' makes the order depend on something", "without the condition"),
        ("28 g al día por 5 días según respuesta", "'segun' refers to something that does not stand", "or ask"),
        (
            "28 g/dia conforme protocolo, por 5 dias",
            "'conforme protocolo' refers to something that does not stand",
            "or ask",
        ),
        ("28 g daily for 5 days as per protocol", "'as per' refers to something that does not stand", "or ask"),
        ("28 g al día a las 9 por 5 días", "'a las 9' is not understood: it may be a time of the day", '"at 08:00"'),
        ("28 g daily for 5 days in unit 4", "'in unit 4' is not understood", "may say how much"),
        ("28 g daily for 5 days then review", "'review' says that the order is looked at again", "do not only leave"),
    ],
)
def test_a_refusal_says_what_is_true_and_what_to_type(text: str, why: str, hint: str) -> None:
    problem = problem_of(text)
    assert why in problem.message
    assert hint in problem.next


@pytest.mark.parametrize(
    ("text", "grams"),
    [
        # Privigen 10 %: 28 g are 280 mL, five of them 1400 mL.
        ("28 g daily for 5 days, 1400 mL total", 28),
        ("28 g daily for 5 days, total 1400 mL", 28),
        ("28 g daily for 5 days (1400 mL total)", 28),
        ("28 g daily for 5 days, 1400 mL in all", 28),
        ("28 g daily for 5 days, 1300 mL total", 0),
        ("28 g daily for 5 days, total 1300 mL", 0),
        ("140 g over 5 days total 1400 mL", 0),
    ],
)
def test_a_volume_that_is_called_the_total_is_that_of_all_days(text: str, grams: int) -> None:
    if grams:
        assert {dose for _, dose in read_written_dose(text, "privigen").days} == {Fraction(grams)}
    else:
        with pytest.raises(RefusedError):
            read_written_dose(text, "privigen")


@pytest.mark.parametrize(
    ("text", "doses"),
    [
        ("28 g x 5 days = 2 g/kg", [28] * 5),
        ("28 g x 5 = 2 g/kg", [28] * 5),
        ("D1 and D2: 70 g daily", [70] * 2),
        ("D1 e D2: 70 g/dia", [70] * 2),
        ("D1, D2: 35 g daily; D3: 30 g", [35, 35, 30]),
        ("Day 1: 40 g, day 2 and day 3: 30 g daily", [40, 30, 30]),
        ("Day 1: 40 g; days 2 and 3: 30 g daily", [40, 30, 30]),
        ("40 g day 1, day 2 30 g, day 3 and day 4: 20 g daily", [40, 30, 20, 20]),
        ("28 g D1 then D2 and D3: 35 g daily", [28, 35, 35]),
        ("28 g daily for 5 days, D6 and D7: 20 g daily", [28] * 5 + [20] * 2),
        ("30 g daily on days 1-4: 20 g on day 5", [30] * 4 + [20]),
        ("70 g total given as 40 g on day 1 and 30 g on day 2", [40, 30]),
        ("140 g total, to be given as 30 g daily on days 1-4 and 20 g on day 5", [30] * 4 + [20]),
        ("| 28 g | daily | 5 days |", [28] * 5),
        ("28 g daily dose, for 5 days", [28] * 5),
        ("IVIg - 28 g/day - 5 days", [28] * 5),
        ("Peso 70 kg - IGIV 28 g/dia - 5 dias", [28] * 5),
        ("GBS treatment: IVIG 28 g/day for 5 days", [28] * 5),
        ("28 g EV 1xd por 5d", [28] * 5),
        ("70 g q3w x 1 year", [70]),
        ("35 g daily for 2 days = 70 g every 3 weeks", [35] * 2),
        ("35 g x 2 days = 1 g/kg every 3 weeks", [35] * 2),
        ("Daily dose 28 g; total dose 140 g; duration 5 days", [28] * 5),
        ("28 g/dia; dose total 140 g; 5 dias", [28] * 5),
        ("Course of IVIG: 28 g daily for 5 days", [28] * 5),
        ("5 days of IVIG at 28 g daily", [28] * 5),
        ("IGIV na dose total de 140 g dividida em 5 dias", [28] * 5),
        ("35 g daily for 2 days = 70 g total every 3 weeks", [35] * 2),
        ("CID G61.0 - IGIV 28 g EV 1x/dia por 5 dias", [28] * 5),
        ("Immune globulin IV solution 28 g daily for 5 days", [28] * 5),
    ],
)
def test_what_has_one_meaning_is_read(text: str, doses: list[int]) -> None:
    assert days_of(text) == {day: Fraction(dose) for day, dose in enumerate(doses, start=1)}


@pytest.mark.parametrize(
    ("text", "why", "hint"),
    [
        ("28 g daily for 5 days, patient weight: 154 lb", "'154 lb' is a weight in pounds", "give the weight"),
        ("28 g daily for 5 days for a 154 lb patient", "154 lb' is a weight in pounds", "give the weight"),
        ("28 g daily for 5 days, pt wt 154 lb", "154 lb' is a weight in pounds", "give the weight"),
        ("70 g q3w x 1 y", "'y' joins no dose to what is beside it", 'the whole word, as in "for 1 year"'),
        ("70 g q3w 1 year", "'1 year' may be how long it is repeated", 'how long: write "for" before it'),
        (
            "70 g every 3 weeks, 6 months",
            "'6 months' may be how long it is repeated",
            'how long: write "for" before it',
        ),
        ("70 g q3w x 0 years", "'x 0 years' counts none", "Ask how many are meant"),
        ("28 g daily (Day 0 to Day 4)", "'day 0 to day 4' begins with day 0", "add 1 to the number of each day"),
        ("28 g daily on days 0-4", "'on days 0-4' begins with day 0", "add 1 to the number of each day"),
        ("28 g no 5 dia", "'no 5 dia' is \"on day N\" in Portuguese", 'as in "no dia 5"'),
        ("28 g daily for 5 days, 2nd course", "'2nd course' says which course", "leave it out, and verify that one"),
        ("140 g daily", "does not say on how many days", 'say "in all over N days"'),
        ("3 x 10 g", "vials, or doses on days?", '"10 g daily for 3 days"'),
        ("3 x 10 g + 1 x 5 g", "vials, or doses on days?", 'write all of it, "35 g"'),
        ("3 x 10 g daily for 5 days", "vials, or doses on days?", 'write all of it, "30 g"'),
    ],
)
def test_a_refusal_names_what_stops_it_and_what_to_write(text: str, why: str, hint: str) -> None:
    problem = problem_of(text)
    assert why in problem.message
    assert "not understood" not in problem.message
    assert hint in problem.next


def test_a_weight_behind_at_is_the_body_weight() -> None:
    """It is held against the one typed, and is no rate."""
    assert read_written_dose("0.4 g/kg daily for 5 days at 80 kg").weight_kg == 80
    assert problem_of("28 g daily for 5 days at 80 kg").message == "order says the weight 80 kg, --weight says 70 kg"


def test_a_heading_around_a_name_is_shown_as_it_was_written() -> None:
    assert read_written_dose("Plan IVIG: 28 g daily for 5 days").words[0] == "plan:"


@pytest.mark.parametrize("text", ["28 g daily for 5 days, first dose on Tue", "28 g daily for 5 days (Mon-Fri)"])
def test_words_that_are_read_elsewhere_are_not_called_unknown_beside_a_weekday(text: str) -> None:
    assert problem_of(text).message.endswith("is a day of the week")


@pytest.mark.parametrize(
    ("text", "grams"),
    [
        ("28 g every day 5 days", 28),
        ("28 g todo dia 5 dias", 28),
        ("todo dia 28 g por 5 dias", 28),
        ("cada día 28 g por 5 días", 28),
        ("28 g daily for 5 days. 140 g total", 28),
        ("70 kg. 28 g daily for 5 days", 28),
        ("20 g todo dia por 5 dias", 20),
        # The dose of a day, called so twice, or with its infusion.
        ("28 g/dia em infusão diária por 5 dias", 28),
        ("28 g por dia, infusão diária, por 5 dias", 28),
        ("dose diária de 28 g em 5 dias", 28),
        ("daily dose of 28 g over 5 days", 28),
        ("dosis diaria de 28 g en 5 días", 28),
        ("28 g ao dia, total de 140 g em 5 dias", 28),
        ("28 g al día, en infusión, por 5 días", 28),
        # The days from the first to the last, both counted.
        ("Start: 2026-12-01 Dose: 28 g daily End: 2026-12-05", 28),
        ("Start date: 2026-12-01; Dose: 28 g daily; End date: 2026-12-05", 28),
        ("IVIG. Start: 2026-12-01. 28 g daily. Stop: 2026-12-05", 28),
        ("Início: 01/12/2026 Dose: 28 g/dia Término: 05/12/2026", 28),
        ("Inicio: 2026-12-01 Dosis: 28 g al día Fin: 2026-12-05", 28),
        ("20 g/dia dia 1 a dia 5 de maio", 20),
        ("20 g/dia do dia 1 ao dia 5 de maio de 2027", 20),
        ("20 g al día del día 1 al día 5 de mayo", 20),
        ("20 g/dia do dia 30 de abril ao dia 4 de maio", 20),
        ("28 g/dia do dia 10/05 ao dia 14/05", 28),
        ("28 g/dia de 2027-05-10 a dia 2027-05-14", 28),
        ("28 g por dia, num total de 140 g", 28),
        ("28 g por dia num total de 5 dias", 28),
        ("28 g al día por un total de 5 días", 28),
        # As hospitals in Brazil, Portugal and Spain write them.
        ("Prescrevo imunoglobulina humana 28 g/dia, EV, em BIC, por 5 (cinco) dias", 28),
        ("IGIV 140 g em 5 dias (28 g/dia)", 28),
        ("Peso 70 kg. IGIV 0,4 g/kg/dia EV por 5 dias (28 g/dia)", 28),
        ("IGIV 28 g EV 1x/dia às 08:00 por 5 dias", 28),
        ("IGIV 140 g en total, a razón de 28 g al día durante 5 días", 28),
        ("IGIV 28 g al día en infusión intravenosa diaria por 5 días", 28),
        ("Dosis: 28 g; Vía: IV; Frecuencia: cada 24 horas; Duración: 5 días", 28),
    ],
)
def test_what_is_near_a_slip_is_read(text: str, grams: int) -> None:
    assert days_of(text) == dict.fromkeys(range(1, 6), Fraction(grams))


def test_a_first_and_a_last_day_in_fields_say_how_long_it_is_repeated() -> None:
    """From 1 December to 1 June are 182 days: 70 g on the first, and again every 21 days at least 6 times."""
    order = read_written_dose("Start: 2026-12-01 Dose: 70 g every 3 weeks End: 2027-06-01")
    assert order.days == ((1, Fraction(70)),)
    assert order.words[-1] == "start: 2026-12-01 end: 2027-06-01"
    assert order.interval is not None
    assert (order.interval.says, (order.interval.courses or 0) >= 6) == ("every 3 weeks", True)


@pytest.mark.parametrize("said", ["en", "en,"])
def test_what_is_left_of_a_way_is_named(said: str) -> None:
    assert "'en' is not understood" in problem_of(f"28 g al día, {said}, por 5 días").message


@pytest.mark.parametrize(
    "text",
    [
        "70 g every 4 weeks for a total of 6 cycles",
        "70 g a cada 4 semanas num total de 6 ciclos",
        "70 g cada 4 semanas por un total de 6 ciclos",
    ],
)
def test_a_total_of_cycles_is_how_often_it_is_repeated(text: str) -> None:
    interval = read_written_dose(text).interval
    assert interval is not None
    assert (interval.says, interval.courses) == ("every 4 weeks", 6)


@pytest.mark.parametrize(
    ("order", "hint"),
    [
        ("70 g x 3 weeks", 'ask how often it is given; if every 3 weeks, type "70 g every 3 weeks"'),
        ("70 g for 1 week", 'ask how often it is given; if every week, type "70 g every week"'),
        ("0.4 g/kg x 5 weeks", 'ask how often it is given; if every 5 weeks, type "0.4 g/kg every 5 weeks"'),
        ("70 g x 6 weeks", 'say how often before it, for example "1 g/kg every 3 weeks x 6 weeks"'),
        ("70 g for 3 months", 'say how often before it, for example "1 g/kg every 3 weeks for 3 months"'),
    ],
)
def test_a_short_length_without_how_often_may_be_how_often(order: str, hint: str) -> None:
    """What lasts 5 weeks is given twice every 3 weeks only if the last day counts: no such example is given."""
    assert problem_of(order).next == hint


@pytest.mark.parametrize("order", ["2 g/kg per month divided over 5 days", "1 g/kg/3 semanas", "2 g/kg/month"])
def test_a_dose_per_month_is_offered_no_other_dose(order: str) -> None:
    """An example in grams would be half, or twice, what is ordered."""
    hint = problem_of(order).next
    assert " g" not in hint
    assert '"every 3 weeks"' in hint
    assert '"in all over 5 days every month"' in hint


@pytest.mark.parametrize(
    "order", ["Current dose 70 g every 3 weeks", "dose atual 70 g a cada 3 semanas", "actual: 70 g cada 3 semanas"]
)
def test_a_current_dose_may_be_the_present_treatment(order: str) -> None:
    present = "the present treatment: ask what is to be given now, and write that alone"
    assert problem_of(order).next.endswith(present)


@pytest.mark.parametrize("order", ["28 g daily for 5 days for CIDP and MG", "g daily for 5 days"])
def test_mg_without_its_number_may_be_myasthenia(order: str) -> None:
    assert ('myasthenia gravis: write "for MG"' in problem_of(order).next) == ("MG" in order)


@pytest.mark.parametrize("days", ["2 to 5 consecutive days", "2-5 consecutive days", "2 to 5 days"])
def test_a_range_of_lengths_numbers_no_days(days: str) -> None:
    problem = problem_of(f"2 g/kg in divided doses over {days}")
    assert problem.next == "verify one dose, or one number, of a range at a time"
