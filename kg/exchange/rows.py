"""The machine columns of every answer: what each column means, how its cells are written, and an example.

JSON Schemas, the REST service's OpenAPI document and its sorting all read this; a test compares it with the answers.
"""

from __future__ import annotations

from dataclasses import dataclass

from kg.assess.verdicts import APPLICABILITIES
from kg.crosswalk.derived import RELATIONS


@dataclass(frozen=True, slots=True)
class Column:
    """One column. `kind` is text, list (values joined by `;`), date, count, share or figure (may be negative).

    Cells of a closed set name it: its `values`, or the `scheme` of the vocabulary whose members they are.
    `blank`: the cell may be empty.
    """

    name: str
    doc: str
    example: str
    kind: str = "text"
    values: tuple[str, ...] = ()
    scheme: str = ""
    blank: bool = False


@dataclass(frozen=True, slots=True)
class RowType:
    """The rows of one kind of answer; `name` is that of `kg.tables.Table`."""

    name: str
    doc: str
    columns: tuple[Column, ...]

    @property
    def example(self) -> dict[str, str]:
        """A row in which every cell is the column's example."""
        return {column.name: column.example for column in self.columns}

    def column(self, name: str) -> Column | None:
        """The column of that name, if there is one."""
        return next((column for column in self.columns if column.name == name), None)


def _list(name: str, doc: str, example: str) -> Column:
    return Column(name, f"{doc}; several are joined by `;`", example, kind="list", blank=True)


def _day(name: str, doc: str, example: str) -> Column:
    return Column(name, doc, example, kind="date", blank=True)


def _count(name: str, doc: str, example: str) -> Column:
    return Column(name, doc, example, kind="count")


def _share(name: str, doc: str, example: str) -> Column:
    return Column(name, doc, example, kind="share", blank=True)


def _figure(name: str, doc: str, example: str) -> Column:
    return Column(name, doc, example, kind="figure", blank=True)


_FRAMEWORK = Column("framework", "framework, as the slug of its edition", "eu-ai-act")
_REQUIREMENT = Column("requirement", "CURIE of the requirement", "eu-ai-act:26-6")
_MODALITY = Column("modality", "modality of the norm", "obligation", scheme="modality")
_BINDING = Column("binding", "on what ground the framework binds", "law", scheme="binding")
_OWNER = Column("owner", "post that answers for the subject; `nobody` when none is named", "Head of HR")
_DECOMPOSITION = Column(
    "review_state", "review state of the decomposition that the row rests on", "provisional (machine-drafted)"
)

VERDICT = RowType(
    "verdict",
    "What the encoded rules and the record say about one subject and one requirement.",
    (
        Column("subject", "CURIE of what the verdict is about", "acme:recruiting"),
        Column("subject_kind", "kind of the subject", "system", scheme="level"),
        Column("bearer", "organisation or unit that bears the norm", "acme", blank=True),
        _list("role", "roles of the bearer that the norm addresses", "deployer"),
        _REQUIREMENT,
        Column("requirement_title", "the requirement in a few words", "Keep the automatically generated logs"),
        _FRAMEWORK,
        _MODALITY,
        Column("applicability", "whether the norm binds the subject", "applies", values=APPLICABILITIES),
        Column("status", "what the record supports; may be empty", "partial", scheme="status", blank=True),
        Column("assurance", "weakest assurance of what is claimed", "documented", scheme="assurance", blank=True),
        _list("residual_duties", "duties that are not shown", "duty:keep-event-logs"),
        _list("missing_facts", "facts that would settle the row, most settling first", ""),
        _day("applies_from", "first day the norm applies; empty when no day is known", "2027-12-02"),
        _day("applies_until", "last day, where the norm ended or ends", ""),
        _OWNER,
        Column(
            "reason",
            "attributes in brackets, the facts that decide, and what supports the row or is missing",
            "role=deployer, risk=high-risk-annex-iii; of 2 points: 1 shown, 1 planned",
            blank=True,
        ),
        Column("release", "decomposition release used", "eu-ai-act:duties-2026.1", blank=True),
    ),
)

OVERLAP = RowType(
    "overlap",
    "One duty that two or more frameworks demand of the same bearer.",
    (
        Column("duty", "CURIE of the duty", "duty:keep-event-logs"),
        _list("requirements", "requirements that demand it", "eu-ai-act:26-6;iso-42001-2023:A.6.2.8"),
        _list("frameworks", "frameworks of these requirements", "eu-ai-act;iso-42001-2023"),
        Column("bearer", "who bears them", "acme"),
        _list("strictest_parameter", "strictest value of each parameter", "retention=P6M"),
        _list("subjects", "subjects concerned", "acme:aims;acme:recruiting"),
    ),
)

OVERLAP_PAIR = RowType(
    "overlap-pair",
    "Two requirements of different frameworks that bind the same bearer and share a duty.",
    (
        Column("requirement_a", "CURIE of the first requirement", "eu-ai-act:26-6"),
        Column("requirement_b", "CURIE of the second requirement", "iso-42001-2023:A.6.2.8"),
        Column("relation", "relation of the first to the second", "shares-duties", values=RELATIONS),
        _list("shared", "what both demand", "duty:keep-event-logs"),
        _list("only_a", "what only the first demands", "duty:keep-event-logs[retention=P6M]"),
        _list("only_b", "what only the second demands", "duty:determine-logged-events"),
    ),
)

CROSSWALK = RowType(
    "crosswalk",
    "A relation between requirements of two frameworks, or a requirement that has no partner.",
    (
        Column("source", "CURIE of the source requirement; empty for a target alone", "eu-ai-act:26-6", blank=True),
        Column(
            "target", "CURIE of the target requirement; empty for a source alone", "iso-42001-2023:A.6.2.8", blank=True
        ),
        Column("relation", f"relation of source to target; by duties one of {', '.join(RELATIONS)}", "shares-duties"),
        Column("basis", "what the relation rests on: shared duties, or a mapping set", "duties"),
        _list("shared_duties", "duties both demand", "duty:keep-event-logs"),
        _list("only_source", "duties only the source demands", "duty:keep-event-logs[retention=P6M]"),
        _list("only_target", "duties only the target demands", "duty:determine-logged-events"),
        Column("mapping_set", "mapping set that asserts the relation; empty for a derived one", "", blank=True),
        Column("justification", "how the relation was found", "semapv:CompositeMatching", blank=True),
        _share("confidence", "confidence of the weakest link", "0.8"),
        _DECOMPOSITION,
    ),
)

COVERAGE = RowType(
    "coverage",
    "Counts of one framework's verdicts, and the share of demanded points that the record supports.",
    (
        _FRAMEWORK,
        _BINDING,
        _count("applies", "verdicts that apply", "40"),
        _count("later", "verdicts that apply later", "12"),
        _count("undetermined", "verdicts whose applicability is open", "7"),
        _count("covered", "applying verdicts that are covered", "9"),
        _count("claimed", "applying verdicts that are claimed", "6"),
        _count("partial", "applying verdicts that are partly met", "8"),
        _count("planned", "applying verdicts that are planned", "4"),
        _count("lapsed", "applying verdicts whose support has ended", "1"),
        _count("gap", "applying verdicts stated as not done", "5"),
        _count("unknown", "applying verdicts on which nothing is stated", "7"),
        _count("conflict", "prohibitions that the facts on record meet", "1"),
        _share("shown", "share of the demanded points that is shown", "0.31"),
        _share("possible", "share of the demanded points that is shown or claimed", "0.55"),
        _DECOMPOSITION,
    ),
)

FRAMEWORK = RowType(
    "framework",
    "A shipped edition of a framework.",
    (
        _FRAMEWORK,
        Column("title", "title of the edition", "Regulation (EU) 2024/1689"),
        _BINDING,
        Column("status", "where the edition stands", "in-force", scheme="edition-status"),
        Column("jurisdiction", "where it binds", "EU", blank=True),
        _count("provisions", "provisions in the catalog", "527"),
        _count("norms", "norms in the catalog", "237"),
        _count("decomposed", "norms with a link that requires a duty", "146"),
        _DECOMPOSITION,
    ),
)

REQUIREMENT = RowType(
    "requirement",
    "A norm of a shipped framework.",
    (
        _REQUIREMENT,
        Column("notation", "official notation of the provision", "26(6)"),
        Column("title", "the requirement in a few words", "Keep the automatically generated logs"),
        _MODALITY,
        _list("bearers", "roles that bear it", "deployer"),
        Column("level", "kind of subject it is about", "system", scheme="level"),
        _day("applies_from", "first day on which the latest text applies to anybody", "2027-12-02"),
        _list("duties", "duties it requires", "duty:keep-event-logs"),
        Column("review_state", "review state of the catalog entry", "machine-crosschecked", scheme="review"),
        Column("source", "where the text stands", "Regulation (EU) 2024/1689, Art 26(6)"),
    ),
)

SYSTEM = RowType(
    "system",
    "A system, model or data set on record, with one bearer.",
    (
        Column("system", "CURIE of the system, model or data set", "acme:recruiting"),
        Column("name", "its name", "Recruiting assistant"),
        Column("kind", "what it is", "system", scheme="level"),
        Column("bearer", "organisation or unit that bears its norms", "acme"),
        _list("roles", "roles of the bearer", "deployer"),
        _list("derived_class", "classes the rules derive, with `?` where facts are missing", "high-risk-annex-iii"),
        Column("stated_class", "class as somebody stated it; compared, never used", "high-risk", blank=True),
        _list(
            "involvement", "what the bearer has to do with it, with `?` where facts are missing", "deploys-internally"
        ),
        _count("applies", "norms that apply to it", "12"),
        _count("later", "norms that apply later", "9"),
        _count("undetermined", "norms whose applicability is open", "2"),
        _OWNER,
    ),
)

DUTY = RowType(
    "duty",
    "A duty: what requirements have in common.",
    (
        Column("duty", "CURIE of the duty", "duty:keep-event-logs"),
        Column("label", "its name", "Keep event logs"),
        Column("question", "the yes-or-no question it stands for", "Are logs of the whole period at hand?"),
        Column("object", "what it is about", "event-log"),
        Column("activity", "what is done", "record", scheme="activity"),
        Column("level", "kind of subject it is about", "system", scheme="level"),
        Column("nature", "organisational, technical or an act", "organisational", scheme="nature"),
        Column("quantifier", "whether one will do or every subject needs its own", "every", scheme="quantifier"),
        Column("evidence_kind", "kind of evidence that shows it", "system-log", blank=True),
        _count("required_by", "links that require it", "4"),
    ),
)

AGREEMENT = RowType(
    "agreement",
    "How far the readings of a review agree over one part of the sample: stability, not validity.",
    (
        Column("by", "what the part is cut by", "theme", values=("all", "theme", "framework")),
        Column("part", "name of the theme or framework, or all", "governance"),
        _count("requirements", "requirements of the part that two readers or more have read", "31"),
        _figure("object", "Krippendorff's alpha (MASI) over the objects required or advised", "0.84"),
        _figure("cell", "alpha over the duties required or advised", "0.71"),
        _figure("mode", "alpha over the duties with their modes, context included", "0.65"),
        _figure("requires", "alpha over the duties required", "0.72"),
        _figure("object_by_chance", "mean alpha of objects after later readings were shuffled", "0.01"),
        _figure("cell_by_chance", "the same for duties required or advised", "-0.01"),
        _figure("mode_by_chance", "the same for duties with their modes", "0.00"),
        _figure("requires_by_chance", "the same for duties required", "0.00"),
        Column(
            "identical", "share of requirements of which all readers require the same", "0.60", kind="share", blank=True
        ),
        Column("most_used", "duty that most requirements of the framework require", "duty:keep-event-logs", blank=True),
        _share("most_used_share", "share of the framework's requirements that require it", "0.06"),
        _list("gates", "for the whole sample: whether each gate was met", "object:met;cell:met;requires:missed"),
    ),
)

OMISSION = RowType(
    "omission",
    "A question of the omission sweep: does the requirement demand this duty too?",
    (
        _REQUIREMENT,
        Column("norm", "CURIE of the norm", "eu-ai-act:26-6.n1"),
        Column("title", "the norm in a few words", "Keep the automatically generated logs"),
        Column("duty", "CURIE of the duty asked about", "duty:determine-logged-events"),
        Column("label", "its name", "Determine the events to log"),
        Column("question", "the yes-or-no question the duty stands for", "Is it fixed which events are logged?"),
        Column("activity", "what is done", "determine", scheme="activity"),
        Column("level", "kind of subject the duty is about", "system", scheme="level"),
        _list("beside", "duties about the same object that the requirement is linked to", "duty:keep-event-logs"),
        Column("answer", "no, or the mode in which it is demanded; empty until answered", "no", blank=True),
        Column("why", "the reason for the answer", "keeping is asked for, choosing is the provider's", blank=True),
    ),
)

FRAGILE = RowType(
    "fragile",
    "A verdict whose status changes when a single link of a decomposition is taken out.",
    (
        Column("subject", "CURIE of what the verdict is about", "acme:recruiting"),
        Column("bearer", "organisation or unit that bears the norm", "acme", blank=True),
        _REQUIREMENT,
        Column("requirement_title", "the requirement in a few words", "Keep the automatically generated logs"),
        Column("status", "what the record supports", "partial", scheme="status"),
        Column(
            "without",
            "the same without the link; empty where nothing would be asked",
            "unknown",
            scheme="status",
            blank=True,
        ),
        Column(
            "because",
            "asks: the requirement's own link; claims: a measure claims by it",
            "claims",
            values=("asks", "claims"),
        ),
        Column("link", "CURIE of the link", "iso-42001-2023:A.6.2.8.n1.d1"),
        Column("link_requirement", "requirement the link belongs to", "iso-42001-2023:A.6.2.8"),
        Column("duty", "duty the link leads to", "duty:keep-event-logs"),
        _share("confidence", "how sure the reader was", "0.9"),
        Column("release", "decomposition release of the link", "iso-42001-2023:duties-2026.1", blank=True),
        _DECOMPOSITION,
    ),
)

FACT = RowType(
    "fact",
    "A question about an organisation, system, model or data set.",
    (
        Column("fact", "name of the fact", "annex_iii_point"),
        Column("topic", "topic it belongs to", "classification"),
        Column("question", "the question in plain words", "Which of the listed sensitive uses is it intended for?"),
        _list("describes", "kinds of subjects it is stated of", "system"),
        Column("type", "type of the answer", "list of list"),
        _list("values", "answers there are; empty where any text of the type will do", "4;4a;4b"),
    ),
)

EXPLANATION = RowType(
    "explanation",
    "One step of the chain of reasons behind a verdict.",
    (
        Column("step", "kind of step", "duty"),
        Column("statement", "what holds", "duty:keep-event-logs: planned"),
        Column("because", "why it holds", "implementation on record", blank=True),
        Column("source", "what it rests on", "eu-ai-act:26-6.n1.d1", blank=True),
    ),
)

ROW_TYPES = {
    row.name: row
    for row in (
        VERDICT, OVERLAP, OVERLAP_PAIR, CROSSWALK, COVERAGE, FRAMEWORK, REQUIREMENT, SYSTEM, DUTY, FACT, EXPLANATION,
        AGREEMENT, OMISSION, FRAGILE,
    )
}  # fmt: skip
