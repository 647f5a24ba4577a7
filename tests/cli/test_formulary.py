"""A site's formulary on the command line: which file counts, what every answer says of it, and what it changes."""

from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest

from ivigcalc.cli import environment
from tests.program import CIDP, Answer, project, run, shipped

LOOSE = """\
site: General Hospital
approved_by: P. Chief
review_by: 2099-06-30
hide: [privigen, octagam-5]
limits:
  - {id: day-above-1-g-per-kg, above: 1.2}
"""
LAPSED = LOOSE.replace("2099", "2020")
PRICED = """\
site: General Hospital
currency: EUR
vials:
  privigen:
    - {g: 10, ml: 100, price: 498.50}
    - {g: 5, ml: 50, price: 251}
  kiovig:
    - {g: 10, ml: 100}
"""
ANSWERS = (
    CIDP,
    (*CIDP, "--product", "kiovig"),
    ("products",),
    ("products", "kiovig"),
    ("products", "--table2"),
    ("products", "--iga-deficient"),
    ("indications",),
    ("indications", "cidp"),
    ("indications", "--approvals"),
    ("data", "show", "kiovig"),
    ("config", "show"),
    ("dose", "--weight", "70", "--indication", "cidp", "--per-day", "1.3 g/kg", "--days", "1"),
    ("dose", "--weight", "seventy", "--indication", "cidp"),
)
"""Every kind of answer that uses the data, refusals among them."""


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "site.yaml"


def with_file(path: Path, text: str, *args: str, **more: Any) -> Answer:
    path.write_text(text, encoding="utf-8")
    return run(*args, "--formulary", str(path), **more)


def user_folder(folder: Path, text: str | None) -> dict[str, str]:
    """Settings under which the user's own file holds ``text``."""
    own = folder / "config" / "ivigcalc" / "formulary.yaml"
    own.parent.mkdir(parents=True, exist_ok=True)
    if text is not None:
        own.write_text(text, encoding="utf-8")
    return {"XDG_CONFIG_HOME": str(folder / "config")}


def site(*args: str, env: dict[str, str]) -> str:
    """The site that an answer names; "" for none."""
    found = run("products", *args, "--format", "json", env=env).json
    return str(found["formulary"]["site"]) if "formulary" in found else ""


def test_the_option_counts_before_the_variable_and_that_before_the_users_file(tmp_path: Path) -> None:
    for name in ("option", "variable"):
        (tmp_path / name).write_text(f"site: {name}\n", encoding="utf-8")
    env = user_folder(tmp_path, "site: user\n")
    named = env | {"IVIGCALC_FORMULARY": str(tmp_path / "variable")}
    assert site("--formulary", str(tmp_path / "option"), env=named) == "option"
    assert site(env=named) == "variable"
    assert site(env=env) == "user"
    assert site(env=env | {"IVIGCALC_FORMULARY": ""}) == "user"


def test_without_a_users_file_nothing_happens(tmp_path: Path) -> None:
    plain = run(*CIDP, "--format", "json")
    assert run(*CIDP, "--format", "json", env=user_folder(tmp_path, None)) == plain
    assert run(*CIDP, "--format", "json", env={"XDG_CONFIG_HOME": str(tmp_path / "nowhere")}) == plain
    assert "formulary" not in plain.json


def test_the_users_file_is_below_the_home_folder_without_a_config_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    for folder in ("", "not/absolute"):
        monkeypatch.setenv("XDG_CONFIG_HOME", folder)
        assert str(tmp_path / ".config" / "ivigcalc" / "formulary.yaml") == environment.user_file()


def test_a_users_file_that_cannot_be_read_is_78_and_not_ignored(tmp_path: Path) -> None:
    env = user_folder(tmp_path, None)
    own = tmp_path / "config" / "ivigcalc" / "formulary.yaml"
    own.symlink_to(tmp_path / "moved-away.yaml")
    answer = run(*CIDP, "--format", "text", env=env)
    assert (answer.code, answer.out) == (78, "")
    assert answer.says(f"{own}:1: there is no such file")


def test_a_variable_that_names_no_file_is_78(tmp_path: Path) -> None:
    assert run(*CIDP, env={"IVIGCALC_FORMULARY": str(tmp_path / "none.yaml")}).code == 78


@pytest.mark.parametrize("args", ANSWERS, ids=" ".join)
def test_every_answer_names_the_formulary_and_what_it_loosens(args: tuple[str, ...], file: Path) -> None:
    for form in ("table", "text"):
        answer = with_file(file, LOOSE, *args, "--format", form)
        assert answer.says(f"FORMULARY General Hospital: {file}")
        assert "LOOSENED day-above-1-g-per-kg: above 1.2 (stop), shipped above 1 (stop);" in answer.text
        assert "approved by P. Chief, review by 2099-06-30" in answer.text
    found = with_file(file, LOOSE, *args, "--format", "json").json["formulary"]
    assert (found["site"], found["approved_by"], found["review_by"]) == ("General Hospital", "P. Chief", "2099-06-30")
    assert found["sha256"] == sha256(LOOSE.encode()).hexdigest()
    assert found["lapsed"] == []
    (loosened,) = found["loosened"]
    assert loosened == {
        "id": "day-above-1-g-per-kg",
        "what": "limit",
        "shipped": "above 1 (stop)",
        "here": "above 1.2 (stop)",
        "at": f"{file}:6",
    }
    assert found["unstocked"] == ["octagam-5", "privigen"]


@pytest.mark.parametrize("args", ANSWERS[:3], ids=" ".join)
def test_a_review_that_is_overdue_puts_the_shipped_limit_back_and_says_so(args: tuple[str, ...], file: Path) -> None:
    said = with_file(file, LAPSED, *args).text
    assert "LAPSED day-above-1-g-per-kg: above 1.2 (stop) was to be reviewed by 2020-06-30" in said
    assert "as shipped again: above 1 (stop)" in said
    assert "LOOSENED" not in said


OVER = ("dose", "--weight", "70", "--indication", "cidp", "--per-day", "1.1 g/kg", "--days", "1")


def test_a_loosened_stop_lets_pass_what_lies_within_it_and_a_lapsed_one_does_not(file: Path) -> None:
    assert [run(*OVER).code, with_file(file, LOOSE, *OVER).code, with_file(file, LAPSED, *OVER).code] == [4, 0, 4]
    assert with_file(file, LOOSE, *OVER[:-3], "1.3 g/kg", "--days", "1").code == 4


def test_loosening_without_approval_is_refused(file: Path) -> None:
    answer = with_file(file, LOOSE.replace("approved_by: P. Chief\n", ""), *OVER, "--format", "text")
    assert answer.code == 78
    assert answer.says(f"{file}:5: limits.day-above-1-g-per-kg:")
    assert "give approved_by" in answer.text


def test_the_digest_of_the_shipped_data_stays_beside_the_formularys_own(file: Path) -> None:
    plain = run(*CIDP, "--format", "json").json
    local = with_file(file, LOOSE, *CIDP, "--format", "json").json
    assert plain["data_sha256"] == local["data_sha256"] != local["formulary"]["sha256"]


@pytest.mark.parametrize("args", [CIDP, ("products",)], ids=" ".join)
def test_what_is_hidden_is_counted_and_named(args: tuple[str, ...], file: Path) -> None:
    said = with_file(file, LOOSE, *args).text
    assert "NOT STOCKED 2 not stocked here (General Hospital): Octagam 5 %, Privigen 10 %." in said
    ids = {one["id"] for one in with_file(file, LOOSE, *args, "--format", "json").json["products"]}
    assert not {"privigen", "octagam-5"} & ids


def test_a_hidden_product_asked_for_is_answered_with_a_remark(file: Path) -> None:
    for args in (("products", "privigen"), (*CIDP, "--product", "privigen")):
        assert "not stocked at General Hospital." in with_file(file, LOOSE, *args).text
        (one,) = with_file(file, LOOSE, *args, "--format", "json").json["products"]
        assert [reason["level"] for reason in one["reasons"] if reason["rule"] == "not-stocked"] == ["note"]
    both = with_file(file, LOOSE, *CIDP, "--product", "privigen", "--product", "kiovig").text
    assert "NOTE Privigen 10 %: not stocked at General Hospital." in both
    assert both.count("not stocked") == 1


def test_the_variable_of_stocked_products_takes_the_place_of_the_formularys_list(file: Path) -> None:
    answer = with_file(file, LOOSE, *CIDP, "--format", "json", env={"IVIGCALC_PRODUCTS": "privigen,kiovig"})
    assert {one["id"] for one in answer.json["products"]} == {"privigen", "kiovig"}
    screen = with_file(file, LOOSE, *CIDP, env={"IVIGCALC_PRODUCTS": "privigen,kiovig"}).text
    assert f"{len(shipped().products) - 2} not stocked here (IVIGCALC_PRODUCTS)" in screen


def test_only_what_is_in_stock_is_listed(file: Path) -> None:
    answer = with_file(file, "site: A\nstock: [privigen]\n", *CIDP, "--format", "json")
    assert [one["id"] for one in answer.json["products"]] == ["privigen"]
    assert len(answer.json["formulary"]["unstocked"]) == len(shipped().products) - 1


def test_the_course_of_one_product_has_its_price(file: Path) -> None:
    """28 g in 10 g and 5 g vials within 5 % is 2 x 10 g + 5 g + ...: each day's vials at 498.50 and 251."""
    one = (*CIDP, "--product", "privigen", "--regimen", "A")
    (plan,) = with_file(file, PRICED, *one, "--format", "json").json["products"][0]["plans"]
    price = {"10": 49850, "5": 25100}
    cents = sum(price[vial["size_g"]] * vial["count"] for day in plan["days"] for vial in day["vials"])
    assert plan["currency"] == "EUR"
    assert float(plan["cost"]) * 100 == cents
    said = with_file(file, PRICED, *one).text
    assert "EUR in the course (vials opened, prices of General Hospital)" in said
    assert "Vial sizes of General Hospital: 10 g, 5 g." in said


def test_where_a_price_is_missing_there_is_no_cost(file: Path) -> None:
    one = (*CIDP, "--product", "kiovig", "--regimen", "A")
    (plan,) = with_file(file, PRICED, *one, "--format", "json").json["products"][0]["plans"]
    assert (plan["cost"], bool(plan["cost_missing"])) == (None, True)
    assert " EUR " not in with_file(file, PRICED, *one).text
    assert "cost" not in run(*one, "--format", "json").json["products"][0]["plans"][0]


def test_a_formulary_that_only_names_the_site_gives_the_same_figures(file: Path) -> None:
    plain = run(*CIDP, "--format", "json").json
    local = with_file(file, "site: A\n", *CIDP, "--format", "json").json
    assert local.pop("formulary")["loosened"] == []
    assert local == plain


def test_the_example_in_the_documents_is_right() -> None:
    path = project() / "docs" / "formulary-example.yaml"
    answer = run("data", "check", str(path), "--format", "json")
    assert answer.code == 0
    assert {change["looser"] for change in answer.json["changes"]} == {False}


def test_an_answer_after_one_with_a_formulary_does_not_name_it(file: Path) -> None:
    with_file(file, LOOSE, *OVER)
    assert "formulary" not in run("dose", "--format", "json").json


def test_a_tighter_daily_limit_holds_an_order_that_a_source_prints(file: Path) -> None:
    """CIDP is printed as 1 g/kg on each of 2 days (EAN/PNS 2021): a match, which the site wants to be told of."""
    asked = ("verify", "--weight", "70", "--indication", "cidp", "--order", "70 g daily for 2 days")
    tight = "site: General Hospital\nlimits:\n  - {id: day-above-1-g-per-kg, above: 0.5}\n"
    assert run(*asked).code == 0
    held = with_file(file, tight, *asked)
    assert held.code == 3
    assert "MATCH, LOOK" in held.text
    assert "1 g/kg in one day is above 0.5, the limit of General Hospital (shipped: above 1)" in held.text
    passed = with_file(file, tight, *asked, "--ack", "day-above-1-g-per-kg-where-printed=two days wanted")
    assert passed.code == 0
