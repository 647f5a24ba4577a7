"""Indications: what the review and later sources say of IVIg in a neurological disease, and the regimens they print."""

from decimal import Decimal
from functools import cached_property
from typing import Literal

from ivigcalc.core.facts.fact import REVIEW, Statement
from ivigcalc.core.facts.ladder import Context
from ivigcalc.core.record import Choice, FileRecord, Record


class Status(Choice):
    """How well the use is supported."""

    LABEL = "label"
    GUIDELINE = "guideline"
    OPTION = "option"
    TRIAL_ONLY = "trial-only"
    NOT_SUPPORTED = "not-supported"
    NOT_SUPPORTED_EXCEPT = "not-supported-except"


class Phase(Choice):
    """Which part of the treatment a regimen is for."""

    INDUCTION = "induction"
    MAINTENANCE = "maintenance"
    REPLACEMENT = "replacement"


class StrongestSource(Choice):
    """The strongest source of a regimen; ``review`` where only the review prints it, such as its general scheme."""

    LABEL = "label"
    GUIDELINE = "guideline"
    TRIAL = "trial"
    REVIEW = "review"


class Interval(FileRecord):
    """How often a regimen is repeated: from ``low`` to ``high`` of ``unit``, with the source's words.

    The unit is kept as printed: a month is not four weeks. Both numbers are None where the source gives words only.
    ``courses`` is how many the source gives in all, None where it does not say.
    """

    says: str
    unit: Literal["days", "weeks", "months", ""] = ""
    low: int | None = None
    high: int | None = None
    courses: int | None = None


class Split(FileRecord):
    """A number of days over which a source divides the course."""

    days: int
    sources: tuple[str, ...]
    says: str = ""


class DayDose(FileRecord):
    """g/kg on one day of a sequence."""

    day: int
    g_per_kg: Decimal


class _Regimen(Record):
    """What every form of regimen has."""

    id: str
    phase: Phase
    rests_on: StrongestSource
    basis: str
    """What the regimen rests on, in words."""
    sources: tuple[str, ...]
    interval: Interval | None = None
    cap_g: Decimal | None = None
    """A printed maximum in g per dose."""
    cap_sources: tuple[str, ...] = ()
    weight_policy: str = ""
    """The id of the policy by which the source says from which weight to dose; "" where it says nothing."""
    note: str = ""


class Daily(_Regimen):
    """``g_per_kg`` on each of ``days`` days."""

    form: Literal["daily"]
    g_per_kg: Decimal
    days: int


class Spread(_Regimen):
    """``g_per_kg`` in all, divided equally over ``min_days`` to ``max_days``; ``splits`` are those a source names."""

    form: Literal["spread"]
    g_per_kg: Decimal
    min_days: int
    max_days: int
    splits: tuple[Split, ...] = ()


class Sequence(_Regimen):
    """Different g/kg on named days."""

    form: Literal["sequence"]
    doses: tuple[DayDose, ...]


class Range(_Regimen):
    """Between ``min_g_per_kg`` and ``max_g_per_kg`` per ``per``: no single dose follows from it.

    ``over_days`` is the number of infusion days the source gives one dose over (1 where it states none).
    """

    form: Literal["range"]
    min_g_per_kg: Decimal
    max_g_per_kg: Decimal
    per: Literal["dose", "month"]
    over_days: int = 1


Regimen = Daily | Spread | Sequence | Range
"""The four forms in which a source prescribes."""


class RecordedDose(FileRecord):
    """The dose of a regimen that is only recorded, so that it is known when somebody orders it.

    ``daily`` is ``g_per_kg`` (or ``g``) on each of ``days`` days, ``spread`` is ``g_per_kg`` in all, divided equally,
    and ``sequence`` is ``doses``. Days that the source does not state are left out, and any number of them fits.
    """

    form: Literal["daily", "spread", "sequence"]
    g_per_kg: Decimal | None = None
    g: Decimal | None = None
    days: int | None = None
    min_days: int | None = None
    max_days: int | None = None
    doses: tuple[DayDose, ...] = ()


class Recorded(FileRecord):
    """A regimen that is kept as text and never computed, with the reason; ``doses`` where its source states any.

    ``only`` says which orders it may be: one of a ``later course`` is never the one that somebody orders first, and one
    of ``children`` is no adult's.
    """

    says: str
    why: Literal["split not stated", "fixed grams", "failed trial", "stopped trial", "record only", "dose not stated"]
    sources: tuple[str, ...]
    doses: tuple[RecordedDose, ...] = ()
    only: Literal["any", "later course", "children"] = "any"


class Evidence(FileRecord):
    """The grade or result that one guideline, funder or trial gives."""

    scheme: str
    says: str
    sources: tuple[str, ...]


class Approval(FileRecord):
    """What one authority says: the review's own lists (``anvisa-2010``, ``fda-2014``), or labels found since."""

    authority: Literal["anvisa-2010", "fda-2014", "us", "eu", "br", "other"]
    says: str
    sources: tuple[str, ...]


class Codes(FileRecord):
    """ICD-10 codes: WHO edition and US clinical modification. A category or range is printed as such."""

    who: tuple[str, ...] = ()
    us: tuple[str, ...] = ()
    note: str = ""
    sources: tuple[str, ...] = ()


class Printed(FileRecord):
    """A disease phrase exactly as the review prints it, and where."""

    phrase: str
    where: str
    part: str = ""
    note: str = ""


class Paper(FileRecord):
    """What the review says of the disease. ``explicit`` is true where it prints a dose for this very disease."""

    where: str
    evidence: str
    line: str
    regimen: str
    explicit: bool


Group = Literal[
    "neuromuscular", "dementia", "ataxia", "demyelinating", "paraneoplastic", "miscellaneous", "text", "outside"
]
"""Table 3's six groups; ``text`` is the review's running text or Table 1, ``outside`` is not in the review."""


class Indication(FileRecord):
    """One indication. ``related`` holds names of something else that is filed under it.

    ``wide`` holds names and codes that cover more than it: whoever types one is asked what is meant.
    ``rate_context`` is the context that labels print a rate for, ``any`` where they print none of its own.
    """

    id: str
    name: str
    short: str
    """The name in short, as answers print it."""
    group: Group
    subgroup: str = ""
    printed: tuple[Printed, ...] = ()
    synonyms: tuple[str, ...]
    related: tuple[str, ...] = ()
    wide: tuple[str, ...] = ()
    differs: str = ""
    """What tells it from an indication of a like name."""
    icd10: Codes
    population: str = ""
    status: Status
    exception: str = ""
    """The exception to a status of ``not-supported-except``, in words."""
    support: Statement | None = None
    """Line of therapy, class of evidence and who is eligible, in a sentence; None where nothing was read."""
    decides: Statement | None = None
    """What decides whether and how to treat, in a sentence; None where no sentence does."""
    rate_context: Context = Context.ANY
    paper: Paper
    regimens: tuple[Regimen, ...] = ()
    recorded: tuple[Recorded, ...] = ()
    limits: tuple[Statement, ...] = ()
    reassess: tuple[Statement, ...] = ()
    evidence: tuple[Evidence, ...] = ()
    approvals: tuple[Approval, ...] = ()
    cautions: tuple[Statement, ...] = ()
    conflicts: tuple[Statement, ...] = ()
    missing: tuple[str, ...] = ()
    """What was looked for and not found, in words."""

    @property
    def sentences(self) -> tuple[Statement, ...]:
        """How well the use is supported and what decides, as far as a sentence says it."""
        return tuple(said for said in (self.support, self.decides) if said)

    def __hash__(self) -> int:
        """By id: what is worked out for an entry is kept beside it."""
        return hash(self.id)

    @cached_property
    def weight_policy(self) -> str:
        """The id of the policy by which the sources of its regimens dose; "" where they say nothing."""
        return self.regimens[0].weight_policy if self.regimens else ""


class OutOfScope(FileRecord):
    """A disease that is recognised, answered, never dosed: of the review's Table 1, or known and not covered."""

    name: str
    synonyms: tuple[str, ...] = ()
    icd10: tuple[str, ...] = ()
    group: str = ""
    """Its group in Table 1; "" for a disease that does not stand there."""
    see: str = ""
    """The id of an indication that may be meant; "" for none."""

    @property
    def sources(self) -> tuple[str, ...]:
        """The review, where the disease stands in its Table 1."""
        return (REVIEW,) if self.group else ()

    @property
    def why(self) -> str:
        """Why there is no dose."""
        if self.group:
            return f"not a neurological indication (Table 1: {self.group})"
        return "known, but not covered by this data"


class ApprovalList(FileRecord):
    """A list of approved uses as the review prints it."""

    id: Literal["anvisa-2010", "fda-2014"]
    authority: str
    basis: str
    items: tuple[str, ...]
    entries: tuple[str, ...]
    notes: tuple[Statement, ...]
    sources: tuple[str, ...]
