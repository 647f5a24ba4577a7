"""Draw docs/screen.svg again: ``python docs/make_screen.py``."""

from fractions import Fraction
from pathlib import Path

from ivigcalc.catalogue.load import load_catalogue
from ivigcalc.core.answers.dose import plan
from ivigcalc.core.request.order import Order
from ivigcalc.core.request.patient import Patient
from ivigcalc.report.screen import svg
from ivigcalc.report.view.dose import dose_document

SCREEN = Path(__file__).with_name("screen.svg")


def draw() -> str:
    """The first screen of the README's first command."""
    catalogue = load_catalogue()
    answer = plan(Patient(weight_kg=Fraction(70)), Order(indication="cidp"), catalogue)
    document = dose_document(answer, catalogue, {}, show_all=False, explain=False)
    return svg(document, "ivigcalc dose --weight 70 --indication cidp")


if __name__ == "__main__":
    SCREEN.write_text(draw(), encoding="utf-8")
