"""What is typed: values that options take, near ones and hostile ones."""

from typing import Final

DATES: Final = ("2026-12-01", "2027-02-26", "1-Dec-2026", "2028-02-29", "12 Jan 2027")
DOSES: Final = ("0.4 g/kg", "1 g/kg", "2 g/kg", "400 mg/kg", "0,5 g/kg", "0.02 g/kg", "28 g", "30 g", "140 g")
FILES: Final = ("stock.csv", "formulary.yaml", "patients.csv", "forecast.csv", "changed.yaml", "odd.csv", "empty.csv")
VALID: Final[dict[str, tuple[str, ...]]] = {
    "KG": ("70", "72,5", "70 kg", "154 lb", "64", "81.25", "22", "9.4", "0.9", "58.3", "110", "34.5"),
    "CM": ("175", "1.75 m", "69 in", "150", "162", "121"),
    "AGE": ("72", "18 months", "3 weeks", "6", "44", "17"),
    "ABO": ("A", "B", "AB", "O"),
    "LEVEL": ("0.04 g/L", "4 mg/dL", "<0.07 g/L", "0.9 g/L"),
    "DOSE": DOSES,
    "DATE": DATES,
    "INTERVAL": ("3 weeks", "4 weeks", "6 weeks", "28 days"),
    "A|ID": (*"AAAAAA", "B", "C", "D", "induction-5d"),
    "N": ("1", "2", "3", "4", "5", "20"),
    "RATE": ("180 mL/h", "2 mL/kg/h", "21 mL/h", "0.08 mL/kg/min", "40 drops/min"),
    "VIALS": ("3x10", "2x10+1x5", "1x20+1x10", "20+5+2.5"),
    'RULE="reason"': ('day-above-100-g="agreed"', 'rate-without-figure="slow"', "obesity=seen"),
    "TEXT": ("agreed by the board of 3 May", "ordem médica nº 3"),
    "[GRAMS]": ("28", "27,5 g", "35", "10.4", "140", "0.7"),
    "FILE": ("out.txt", "out.svg", "stock.csv", "formulary.yaml", "no-such-file", "folder"),
    "[FILE]": ("patients.csv", "forecast.csv", "-"),
    "MONTHS": ("2027-01", "2027-01:2027-03"),
}
"""What an option takes, by its metavar."""

OWN: Final[dict[str, tuple[str, ...]]] = {
    "--days": ("1", "2", "3", "4", "5"),
    "--grams": ("28", "27.5", "35 g", "20", "12"),
    "--order": (
        "28 g daily for 5 days",
        "30 g daily for 5 days",
        "0.4 g/kg daily for 5 days",
        "2 g/kg in all over 5 days",
        "2 g/kg over 5 days",
        "70 g every 3 weeks",
        "1 g/kg on day 1",
        "35 g daily for 2 days every 3 weeks",
        "30 g por dia durante 5 dias",
        "150 g on day 1",
    ),
    "--stock": ("stock.csv", "stock.csv", "hostile.csv"),
    "--stock-column": ("count=count", "count=count", "lot=lot"),
    "--stock-ignore": ("lot",),
    "--stock-sheet": ("1", "Stock"),
    "--formulary": ("formulary.yaml",),
    "--output": ("out.csv", "out.jsonl", "out.tsv", "out.html", "out.html", "-", "out.xlsx", "folder", "no/such.csv"),
    "--errors": ("out-errors.csv", "no/such.csv"),
    "--report": ("out-report.html",),
    "--format": ("table", "text", "json", "json", "json", "html"),
    "--indication": ("cidp", "gbs", "mmn", "mg-exacerbation", "dm", "jdm", "SGB", "G61.81", "adem") * 5,
    "--jobs": ("1", "1", "0", "-1", "1.5", "", "1e309", "999999999999"),
    "--to": ("csv", "jsonl", "tsv"),
    "--column": ("weight_kg=weight", "key=Key"),
    "--ignore": ("ward", "key"),
    "--means": ("G61.0=gbs", "x=cidp"),
    "--encoding": ("utf-8", "cp1252", "latin-1"),
    "--sheet": ("1", "patients"),
    "dose --format": (*("table", "text", "json", "json", "html") * 2, "fhir-r4", "fhir-r5", "ics"),
    "--until": ("2027-02-26", "2028-02-29"),
    "schema NAME": ("dose", "infusion", "vials", "verify", "refusal", "batch", "data-products", "data-rules"),
    "data check [FILE]": ("formulary.yaml", "changed.yaml", "odd.csv"),
    "data diff [OLD] NEW": ("formulary.yaml", "changed.yaml"),
    "indications [NAME]": ("cidp", "gbs", "myasthenia", "G61.81"),
}
"""What one option takes, or that of one command, where its metavar says too little."""

PHRASES: Final = (
    *(
        "30 g",
        "0.4 g/kg",
        "150 g",
        "2",
        "1,000 g",
        "daily",
        "/day",
        "for",
        "x",
        "5 days",
        "over",
        "in all",
        "once",
        "or",
    ),
    *("every 3 weeks", "on day 1", "then", ",", "(", "for 5 days", "over 5 days", "daily x 5", "monthly", "Privigen"),
    *("10 %", "300 mL", "3 vials of 10 g", "on 5/1, 5/2", "2026-12-01", "at 40 gotas/min", "x5/7", "em", "cada"),
)
"""What orders are written of, to be put together in any way."""

MARKS: Final = ("[red]zqr[/red]", "[bold]zqb[/bold]", ":warning:zqw", "<b>zqh</b>", "{zqf}", "\\[x]zqx")
"""Markup of Rich, of HTML and of formats, with a core that no other text has."""

HOSTILE: Final = (
    *("", " ", "\t", "0", "-0", "-1", "+5", "1e309", "-1e309", "NaN", "Infinity", "-inf", "1e-400", f"1{'0' * 30}"),
    *("0.0000000001", "1,5", "1.000,5", "1,000", "1_000", "0x10", "\u0661\u0662", "\uff17\uff10", "\u00bd", "7\u200b0"),
    *("9" * 4000, "x" * 5000, "[" * 300, "--", "-", "---", "-h=1", "@patients.csv", "~", "~root", "$HOME", "%s%n{0}"),
    *(
        "\x1b[31mred",
        "\x1b]0;t\x07",
        "\x9b31m",
        "\u202e70",
        "\u2066x\u2069",
        "\ufeff70",
        "\u00ad",
        "\u2028",
        "a\nb",
        "\r",
    ),
    *(
        "\U000e0041",
        "\x7f",
        "\x08\x08",
        "\udcff",
        "\U0001f600",
        "\u0301",
        "'",
        '"',
        "`id`",
        "$(id)",
        "; ls",
        "=1+1",
        "\\",
    ),
    *(
        "70 70",
        "70kg70",
        "g",
        "kg",
        "/",
        "g/kg",
        "None",
        "null",
        "true",
        "[]",
        "{}",
        "2026-02-30",
        "9999-12-31",
        "0001-01-01",
    ),
    *("/dev/null", "folder", "no-such-file", ".", "", "nul\u0000"[:3], *MARKS, *MARKS),
)
"""What nobody means: edges, signs that are not seen, markup, names of files, words of a shell."""
