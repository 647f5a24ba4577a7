"""Orders as electronic records and wards write them: what is refused is refused for what is true, with what to type."""

import pytest

from tests.intake.test_order_words import problem_of
from tests.written import read_written_dose


@pytest.mark.parametrize(
    ("text", "why", "hint"),
    [
        # A weekday beside a date may contradict it; "today" has no date.
        ("30 g, IV, Daily, Starting Tue 2026-12-01, For 5 days", "'tue' is a day of the week", "leave it out where"),
        ("30 g daily, first dose today at 0900, for 5 days", "'today' is a day without its date", "write its date"),
        # "No 5º dia" is Portuguese for "on the 5th day", and Spanish for "not on the 5th day".
        ("30 g/dia por 4 dias e 20 g no 5º dia", "'no 5º dia'", 'as in "no dia 5"'),
        ("Gammagard Liquid 28 g daily for 5 days", "no one preparation", "--product gammagard-liquid-erc or --product"),
        ("65 g quinzenal", "may be every 14 days, every 15 days, or twice a month", '"a cada 15 dias"'),
        ("65 g quincenal", "may be every 14 days, every 15 days, or twice a month", '"cada 2 semanas"'),
        ("70 kg male with CIDP: IVIG 0.4 g/kg daily for 5 days", "'male' is the sex", "--sex"),
        ("0.4 g/kg/dia por 5 dias, homem, 70 kg", "'homem' is the sex", "--sex"),
        ("0.4 g/kg/día por 5 días, mujer de 70 kg", "'mujer' is the sex", "--sex"),
        ("IVIG 0.4 g/kg TBW daily for 5 days", "'tbw' may be the total body weight", '"actual body weight"'),
        ("IVIG 0.4 g/kg ABW daily for 5 days", "'abw' may be the actual body weight", '"actual body weight"'),
        ("26 g daily to complete 130 g", "goes on until something is reached", '"to a total of"'),
        ("26 g/dia para completar 130 g", "goes on until something is reached", '"to a total of"'),
        ("26 g daily D1→D5", "'d1→d5' joins days by an arrow", 'write "to"'),
        ("26 g/dia dia 1 → dia 5", "joins days by an arrow", 'write "to"'),
        ("24 g daily for 5 days {120 g}", "is no bracket that is read", "round brackets"),
        ("28 g 2 id 5 dias", "'2 id' is more than one infusion a day", "the dose of a whole day"),
        # 20 g may be 10 + 5 + 5 g, 10 g may be 5 + 2.5 + 2.5 g; 10 vials may be two on each of 5 days.
        ("IVIG 20 g, 3 vials daily for 5 days", "'3 vials' is a number of vials", "if they hold 20 g together"),
        ("Privigen 10 g: 3 viales al día durante 5 días", "'3 viales' is a number of vials", "if they hold 10 g"),
        ("5 g, 6 frascos por dia por 5 dias", "'6 frascos' is a number of vials", "if each holds 5 g (30 g)"),
        ("Privigen 5 g/fr - 10 frascos 1x/dia por 5 dias", "of each time, or of all of them", '"10 x 5 g vials"'),
        ("Privigen 5 g, 6 vials every 4 weeks", "of each time, or of all of them", '"6 x 5 g vials"'),
        ("Imunoglobulina 5 g/fr - 6 frascos mensal por 6 meses", "of each time, or of all", "those of one day"),
        ("Inmunoglobulina 5 g/vial - 6 viales cada 4 semanas x 3 ciclos", "of each time, or of all", "of one day"),
        ("Privigen 5 g/vial - 5 vials daily on days 1 to 5", "of each time, or of all of them", '"5 x 5 g vials"'),
        # Six each time are six of each cycle, whatever "in all" says of their days.
        (
            "5 g/vial x 6 vials in all over 3 days every 4 weeks x 6 cycles",
            "of each time, or of all of them",
            "6 x 5 g",
        ),
        ("5 g/vial x 6 vials monthly in all", "does not say on how many days", '"30 g in all over N days every month"'),
        ("5 g/vial x 6 vials daily for 3 days (30 g total)", "it says 90 g, and again 30 g", "ask the prescriber"),
        ("30 g/vial daily for 5 days", "the number of the vials does not follow", '"6 x 5 g vials daily"'),
        ("IVIG 30 g (300 mL) daily for 5 days", "'300 ml' beside '30 g' is not checked", "they agree at 10 %"),
        ("IVIG 30 g (450 mL) daily for 5 days", "'450 ml' beside '30 g' is not checked", "no preparation has that"),
        ("Imunoglobulina G 100 mg/mL 280 mL por dia por 5 dias", "is no one preparation", 'write the grams, "28 g"'),
        ("Intragam 10 28 g daily for 5 days", "may be of the name 'intragam 10'", '"intragam 10:"'),
        ("Acute GBS: IVIG 0.4 g/kg daily for 5 days", "'acute gbs' is not understood", '"gbs:"'),
        ("IVIG28g daily for 5 days", "'ivig28g' is not understood", 'write a space: "ivig 28g"'),
        ("Privigen28g por dia por 5 dias", "'privigen28g' is not understood", 'write a space: "privigen 28g"'),
        ("28 g y día durante 5 días", "'dia' is not understood", "verify --words"),
        ("28 g al día durante 5 días a 30 ml/h inicial y luego aumentar", "how a rate is raised", "the first rate"),
    ],
)
def test_the_reason_is_true_and_leads_on(text: str, why: str, hint: str) -> None:
    found = problem_of(text)
    assert why in found.message
    assert hint in found.next


@pytest.mark.parametrize(
    "text",
    [
        "30 g, IV, Daily, Starting 2026-12-01, For 5 days",
        "30 g daily, first dose 2026-12-01 at 0900, for 5 days",
        "30 g/dia por 4 dias e 20 g no dia 5",
        "65 g a cada 2 semanas",
        "65 g a cada 15 dias",
        "65 g cada 2 semanas",
        "65 g cada 15 días",
        "70 kg with CIDP: IVIG 0.4 g/kg daily for 5 days",
        "IVIG 0.4 g/kg actual body weight daily for 5 days",
        "26 g daily to a total of 130 g",
        "26 g/dia num total de 130 g",
        "26 g al día por un total de 130 g",
        "2 x 5 g vials daily for 5 days",
        "IVIG 30 g daily for 5 days",
        "Imunoglobulina G 100 mg/mL 28 g por dia por 5 dias",
        "Intragam 10: 28 g daily for 5 days",
        "GBS: IVIG 0.4 g/kg daily for 5 days",
        "ivig 28g daily for 5 days",
        "26 g daily D1 to D5",
        "24 g daily for 5 days (120 g)",
    ],
)
def test_what_a_refusal_says_to_type_is_read(text: str) -> None:
    assert read_written_dose(text).days


@pytest.mark.parametrize(
    ("text", "grams"),
    [
        # Ten of 5 g are 50 g: the total says whether these are of each day.
        ("IVIG 5 g/vial x 10 vials daily for 5 days (250 g total)", 50),
        ("IVIG 5 g/vial x 10 vials in all over 5 days", 10),
        ("IVIG 5 g/vial x 10 vials divided over 5 days", 10),
        ("IVIG 5 g, 10 vials in all over 5 days", 10),
        ("Imunoglobulina 5 g/fr - 10 frascos no total em 5 dias", 10),
    ],
)
def test_a_total_tells_of_what_vials_behind_their_size_are(text: str, grams: int) -> None:
    assert [dose for _, dose in read_written_dose(text).days] == [grams] * 5
