"""The JSON contract, schema version 1: the shape of every JSON answer. Later keys are additive.

A quantity is a string without exponent or trailing zeros, or null; beside each null stands ``<name>_missing`` with
the reason.
"""

from typing import Final

from ivigcalc.report.contract.batch import BatchJson
from ivigcalc.report.contract.common import RefusalJson
from ivigcalc.report.contract.compare import CompareJson
from ivigcalc.report.contract.data import AuditJson, CheckJson, ConfigJson, ShowJson
from ivigcalc.report.contract.dose import DoseJson
from ivigcalc.report.contract.indications import ApprovalsJson, IndicationsJson
from ivigcalc.report.contract.infusion import InfusionJson
from ivigcalc.report.contract.products import ProductsJson, Table2Json
from ivigcalc.report.contract.verify import VerifyJson
from ivigcalc.report.contract.vials import VialsJson

CONTRACTS: Final = {
    "dose": DoseJson,
    "infusion": InfusionJson,
    "vials": VialsJson,
    "compare": CompareJson,
    "batch": BatchJson,
    "verify": VerifyJson,
    "products": ProductsJson,
    "table2": Table2Json,
    "indications": IndicationsJson,
    "approvals": ApprovalsJson,
    "check": CheckJson,
    "show": ShowJson,
    "audit": AuditJson,
    "config": ConfigJson,
    "refusal": RefusalJson,
}
"""The contract of each answer, by the name that ``ivigcalc schema`` takes."""
