"""What trials, guidelines and labels said when they were read again: expected words and figures from the documents."""

import pytest

from ivigcalc.core.facts.catalogue import Catalogue
from ivigcalc.core.facts.indication import Indication


def entry(catalogue: Catalogue, name: str) -> Indication:
    (found,) = (one for one in catalogue.indications if one.id == name)
    return found


def words(one: Indication) -> str:
    """Everything that an entry says of its use, as one text."""
    lists = (one.recorded, one.evidence, one.approvals, one.cautions, one.conflicts, one.reassess)
    return "\n".join(said.says for part in lists for said in part)


def test_no_regimen_rests_on_the_dose_finding_trial_in_rrms(catalogue: Catalogue) -> None:
    """Fazekas 2008: relapse-free 57 % and 60 % against 68 % on placebo."""
    one = entry(catalogue, "rrms")
    assert all("2008" not in regimen.basis for regimen in one.regimens)
    (failed,) = one.recorded
    assert (failed.why, [str(dose.g_per_kg) for dose in failed.doses]) == ("failed trial", ["0.2", "0.4"])
    assert "every 4 weeks for 48 weeks" in failed.says
    assert all(figure in words(one) for figure in ("57 %", "60 %", "68 %"))


def test_both_trials_of_maintenance_in_myasthenia_are_recorded_as_failed(catalogue: Catalogue) -> None:
    """Bril 2023 (NCT02473965) and Bril 2025."""
    one = entry(catalogue, "mg-maintenance")
    failed = [kept.says for kept in one.recorded if kept.why == "failed trial"]
    assert [sum(year in says for says in failed) for year in ("2023", "2025")] == [1, 1]
    assert "60.0 % against 63.3 %" in words(one)


def test_no_trial_in_pans_gives_a_dose(catalogue: Catalogue) -> None:
    """The text of the phase 3 trial prints no g/kg."""
    (failed,) = (kept for kept in entry(catalogue, "pandas").recorded if kept.why == "failed trial")
    assert failed.doses == ()


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("rrms", "no benefit over placebo"),
        ("mg-maintenance", "two controlled trials missed their endpoint"),
        ("mg-exacerbation", "in MuSK myasthenia less effective than plasma exchange"),
        ("mg-exacerbation", "mild or ocular (Ontario)"),
        ("pandas", "two randomised trials missed their endpoints"),
        ("pps", "company release, 2025"),
        ("gbs", "no plasma exchange right after it"),
    ],
)
def test_what_decides_says_so(name: str, said: str, catalogue: Catalogue) -> None:
    decides = entry(catalogue, name).decides
    assert decides is not None
    assert said in decides.says


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("imnm", "should be considered in anti-HMGCR myositis"),
        ("imnm", "2 g/kg monthly, IVIg alone"),
        ("imnm", "anti-SRP: rituximab"),
        ("dm", "active dermatomyositis treated with immunosuppressants including corticosteroids, or with intolerance"),
        ("dm", "8 thromboembolic events in 6 patients, none at 1 g/kg"),
        ("gbs", "plasma exchange right after IVIg removes it"),
        ("gbs", "not recommended as a standard combination"),
        ("gbs", "version 3.3 of May 2026"),
        ("le-surface", "version 3.4 of November 2025"),
        ("mmn", "labelled: Blauimuno, Endobulin Kiovig"),
        ("cidp", "not established below 18 years"),
        ("cidp", "NF155"),
        ("pps", "6.07 m more than on placebo"),
        ("pps", "the register lists the trial as terminated"),
        ("pps", "Farbu 2007: less pain at 3 months"),
        ("optic-neuritis", "persistent loss of acuity, 55 patients"),
        ("igm-pdn", "category 2c, conflicting evidence"),
        ("igm-pdn", "within 4 months, then yearly"),
        ("igg-iga-pdn", "listed under CIDP, category 1"),
        ("le-onconeural", "1 improved (sensory neuronopathy), 8 stable, 8 worse"),
        ("pots", "not significant"),
        ("lumbosacral-plexitis", "nearly always incomplete"),
        ("id-replacement", "primary and secondary immunodeficiency: trough IgG of at least 6 g/L (Privigen)"),
    ],
)
def test_what_was_read_is_said(name: str, said: str, catalogue: Catalogue) -> None:
    assert said in words(entry(catalogue, name))


def test_nothing_is_only_may_in_anti_hmgcr(catalogue: Catalogue) -> None:
    one = entry(catalogue, "imnm")
    assert one.support is not None
    assert "should be considered" in one.support.says
    assert "may be considered" not in words(one)


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("poems", "do not use"),
        ("ms-progressive", "hazard ratio 1.11 (0.80 to 1.53)"),
        ("pots", "COMPASS-31 -5.5 against -10.6 (p = 0.629)"),
        ("long-covid", "November 2025"),
        ("west-nile", "62 patients: no difference"),
    ],
)
def test_what_trials_and_authorities_refuse_is_an_entry_without_a_regimen(
    name: str, said: str, catalogue: Catalogue
) -> None:
    """Ontario's list; ESIMS 2004; iSTAND 2024; Australia, November 2025; Gnann 2019."""
    one = entry(catalogue, name)
    assert (one.status, one.regimens) == ("not-supported", ())
    assert said in words(one)


@pytest.mark.parametrize(("name", "said"), [("norse", "within 72 hours")])
def test_options_whose_sources_print_no_dose_have_none(name: str, said: str, catalogue: Catalogue) -> None:
    """The consensus of 2022."""
    one = entry(catalogue, name)
    assert (one.status, one.regimens, one.recorded) == ("option", (), ())
    assert said in words(one)


@pytest.mark.parametrize(
    ("name", "grams_per_kg", "days", "said"),
    [
        ("ici-mg", "0.4", 5, "95 %"),
        ("ici-gbs", "0.4", 5, "a trial of methylprednisolone 2 to 4 mg/kg a day is reasonable"),
        ("vitt", "1", 2, "0.5 to 1 g/kg daily for 2 days"),
    ],
)
def test_a_dose_that_a_guideline_prints_is_a_regimen(
    name: str, grams_per_kg: str, days: int, said: str, catalogue: Catalogue
) -> None:
    """ASCO 2021, table 7 (2 g/kg over 5 days); Stroke 2021 and ISTH 2021."""
    one = entry(catalogue, name)
    first = one.regimens[0]
    assert first.form == "daily"
    assert (str(first.g_per_kg), first.days, one.status) == (grams_per_kg, days, "guideline")
    assert said in words(one)


def test_sydenham_chorea_has_the_dose_of_its_second_trial(catalogue: Catalogue) -> None:
    """NCT00615797: 2 g/kg in all over 2 days; Garvey 2005 prints no dose in its abstract."""
    one = entry(catalogue, "sydenham")
    (only,) = one.regimens
    assert only.form == "daily"
    assert (str(only.g_per_kg * only.days), only.days, only.rests_on) == ("2", 2, "trial")
    assert "72 % better with IVIg, 50 % with exchange, 29 % with prednisone" in words(one)


def test_opsoclonus_myoclonus_has_the_dose_of_anbl00p3(catalogue: Catalogue) -> None:
    """Lancet Child Adolesc Health 2018: 1 g/kg on days 0 and 1 of cycle one, on day 0 of 2 to 6, 8, 10 and 12."""
    doses = {one.id: one for one in entry(catalogue, "oms").regimens}
    first, later = doses["induction-2d"], doses["maintenance"]
    assert first.form == "daily"
    assert later.form == "daily"
    assert (str(first.g_per_kg), first.days, str(later.g_per_kg), later.days) == ("1", 2, "1", 1)
    assert later.interval is not None
    assert "cycles 8, 10 and 12" in later.interval.says


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("mogad", "6 of 46 (13 %) on IVIg and 8 of 24 (33 %)"),
        ("mogad", "IVIg 2 of 10, azathioprine 13 of 22, rituximab 22 of 36, mycophenolate 14 of 19"),
        ("mogad", "hazard ratio 0.60, 0.22 to 1.66"),
        ("nmdar-encephalitis", "84 % in general"),
        ("sps", "declined over time in 29.1 %"),
        ("mmn", "version 3.2"),
        ("rasmussen", "version 3.2"),
        ("cidp", "version 3.3"),
        ("cidp", "intravenous or subcutaneous, no preference"),
        ("sjogren-neuropathy", "of 9 with the ataxic form 2 improved and 4 worsened"),
        ("sjogren-neuropathy", "2 g/kg a month over 5 days (10 patients) or 2 days (9)"),
        ("jdm", "for 3 months after the muscles recovered"),
        ("autoimmune-epilepsy", "18/29 (62 %) responded to methylprednisolone, IVIg or both"),
        ("autoimmune-epilepsy", "14 of 16"),
        ("narcolepsy", "1 g/kg every 4 weeks, three doses"),
        ("narcolepsy", "not randomised"),
        ("cidp", "19 of 30 (63 %) improved"),
        ("sle-neuro", "4 complete and 4 partial responses"),
        ("gbs", "5 of 14 (36 %) after 2 g/kg once, in 1 of 16 (6 %)"),
    ],
)
def test_what_a_second_reading_added_is_said(name: str, said: str, catalogue: Catalogue) -> None:
    """PMID 41092852; Chen, 70 patients; MacRae 2025; Abboud 2021; Yi and Dalakas 2022; blood.gov.au, 2023 and May 2026.

    Drawn by lot and read again: InpharmD on EAN/PNS 2021, Hahn 1996, Rist 2011, CARRA (Healio 2017), Toledano 2014, two
    on narcolepsy, Arch Dis Child 2016, InpharmD on lupus.
    """
    assert said in " ".join(words(entry(catalogue, name)).split())


@pytest.mark.parametrize(
    ("name", "status", "why", "said"),
    [
        ("autoimmune-nodopathy", "not-supported", [], "86.8 %"),
        ("mg-ocular", "not-supported", [], "do not use in mild or ocular myasthenia gravis"),
        ("ici-myositis", "option", [], "noting that its onset is slower"),
        ("transverse-myelitis", "option", ["stopped trial"], "170 planned, stopped after 2"),
        ("afm", "option", ["record only"], "no data in people for benefit or harm"),
        ("vasculitic-neuropathy", "option", ["split not stated"], "no randomised trial"),
        ("hashimoto-encephalopathy", "option", [], "14 reports"),
        ("neuralgic-amyotrophy", "option", [], "insufficient evidence"),
        ("lumbosacral-plexitis", "option", [], "no randomised trial"),
        ("childhood-epilepsy", "option", [], "category 2a"),
    ],
)
def test_where_no_course_may_be_computed_none_is(
    name: str, status: str, why: list[str], said: str, catalogue: Catalogue
) -> None:
    """PMC8564865; Ontario; ASCO 2021 table 5.2; NCT02398994; CDC 2018; Ann Rheum Dis 2003; reviews and Australia."""
    one = entry(catalogue, name)
    assert (one.status, one.regimens, [kept.why for kept in one.recorded]) == (status, (), why)
    assert said in words(one)
