"""IVIGCALC_REGION and IVIGCALC_PRODUCTS set what an option sets; an option wins."""

from tests.program import CIDP, run


def test_region_from_the_environment_is_the_option() -> None:
    option = run(*CIDP, "--region", "eu", "--format", "json")
    setting = run(*CIDP, "--format", "json", env={"IVIGCALC_REGION": "eu"})
    assert option == setting
    assert option.json["request"]["region"] == "eu"


def test_region_is_any_where_none_is_given() -> None:
    for env in ({}, {"IVIGCALC_REGION": ""}):
        assert run(*CIDP, "--format", "json", env=env).json["request"]["region"] == "any"


def test_the_region_option_wins() -> None:
    answer = run(*CIDP, "--region", "br", "--format", "json", env={"IVIGCALC_REGION": "eu"})
    assert answer.json["request"]["region"] == "br"


def test_region_of_products() -> None:
    answer = run("products", "--format", "json", env={"IVIGCALC_REGION": "us"})
    assert answer.json["request"]["region"] == "us"


def test_a_wrong_region_setting_is_named() -> None:
    answer = run(*CIDP, env={"IVIGCALC_REGION": "mars"})
    assert answer.code == 2
    assert "IVIGCALC_REGION" in answer.text


def test_vials_are_only_those_sold_in_the_region() -> None:
    for region in ("us", "eu", "br"):
        answer = run(*CIDP, "--region", region, "--format", "json").json
        vials = [
            vial
            for product in answer["products"]
            for plan in product["plans"]
            for day in plan["days"]
            for vial in day["vials"]
        ]
        assert vials
        assert all(region in vial["regions"] for vial in vials)


def test_stocked_products_are_shown_and_the_rest_is_counted() -> None:
    for stocked in ("privigen,kiovig", "privigen, kiovig", " Kiovig ,Privigen 10 %,"):
        answer = run(*CIDP, "--format", "json", env={"IVIGCALC_PRODUCTS": stocked}).json
        assert {"privigen", "kiovig"} == {product["id"] for product in answer["products"]}
        assert {"privigen", "kiovig"} == {*answer["request"]["stocked"]}
    every = len(run(*CIDP, "--format", "json").json["products"])
    screen = run(*CIDP, env={"IVIGCALC_PRODUCTS": "privigen,kiovig"}).text
    assert f"{every - 2} not stocked here (IVIGCALC_PRODUCTS)" in screen


def test_a_product_option_reaches_beyond_the_stock() -> None:
    answer = run(*CIDP, "--product", "octagam-5", "--format", "json", env={"IVIGCALC_PRODUCTS": "privigen"})
    assert [product["id"] for product in answer.json["products"]] == ["octagam-5"]


def test_an_unknown_or_ambiguous_stocked_product_is_named() -> None:
    for stocked in ("privigen,no-such-brand", "octagam"):
        for args in (CIDP, ("products",)):
            answer = run(*args, env={"IVIGCALC_PRODUCTS": stocked})
            assert answer.code == 2
            assert stocked.rpartition(",")[2] in answer.text
    error = run(*CIDP, "--format", "json", env={"IVIGCALC_PRODUCTS": "octagam"}).json["error"]
    assert error["field"] == "IVIGCALC_PRODUCTS"


def test_a_looked_up_product_is_shown_whatever_is_stocked() -> None:
    answer = run("products", "kiovig", "--format", "json", env={"IVIGCALC_PRODUCTS": "privigen"})
    assert [product["id"] for product in answer.json["products"]] == ["kiovig"]


def test_the_list_of_products_counts_what_is_not_stocked() -> None:
    every = len(run("products", "--format", "json").json["products"])
    stock = {"IVIGCALC_PRODUCTS": "privigen,kiovig"}
    assert f"{every - 2} not stocked here (IVIGCALC_PRODUCTS)" in run("products", env=stock).text
    assert {"privigen", "kiovig"} == {*run("products", "--format", "json", env=stock).json["request"]["stocked"]}
    assert run("products", "kiovig", "--format", "json", env=stock).json["request"]["stocked"] == []
