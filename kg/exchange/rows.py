"""The machine columns of every answer: what each column means, how its cells are written, and an example.

JSON Schemas, the REST service's OpenAPI document and its sorting all read this; a test compares it with the answers.
"""

from __future__ import annotations

from kg.assess.verdicts import APPLICABILITIES
from kg.crosswalk.derived import RELATIONS
from kg.exchange.columns import DECOMPOSITION, Column, RowType, count, day, listed, share
from kg.exchange.crosswalk_rows import CROSSWALK_ROWS

_FRAMEWORK = Column("framework", "framework, as the slug of its edition", "eu-ai-act")
_REQUIREMENT = Column("requirement", "CURIE of the requirement", "eu-ai-act:26-6")
_MODALITY = Column("modality", "modality of the norm", "obligation", scheme="modality")
_BINDING = Column("binding", "on what ground the framework binds", "law", scheme="binding")
_OWNER = Column("owner", "post that answers for the subject; `nobody` when none is named", "Head of HR")

VERDICT = RowType(
    "verdict",
    "What the encoded rules and the record say about one subject and one requirement.",
    (
        Column("subject", "CURIE of what the verdict is about", "acme:recruiting"),
        Column("subject_kind", "kind of the subject", "system", scheme="level"),
        Column("bearer", "organisation or unit that bears the norm", "acme", blank=True),
        listed("role", "roles of the bearer that the norm addresses", "deployer"),
        _REQUIREMENT,
        Column("requirement_title", "the requirement in a few words", "Keep the automatically generated logs"),
        _FRAMEWORK,
        _MODALITY,
        Column("applicability", "whether the norm binds the subject", "applies", values=APPLICABILITIES),
        Column("status", "what the record supports; may be empty", "partial", scheme="status", blank=True),
        Column("assurance", "weakest assurance of what is claimed", "documented", scheme="assurance", blank=True),
        listed("residual_duties", "duties that are not shown", "duty:keep-event-logs"),
        listed("missing_facts", "facts that would settle the row, most settling first", ""),
        day("applies_from", "first day the norm applies; empty when no day is known", "2027-12-02"),
        day("applies_until", "last day, where the norm ended or ends", ""),
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
        listed("requirements", "requirements that demand it", "eu-ai-act:26-6;iso-42001-2023:A.6.2.8"),
        listed("frameworks", "frameworks of these requirements", "eu-ai-act;iso-42001-2023"),
        Column("bearer", "who bears them", "acme"),
        listed("strictest_parameter", "strictest value of each parameter", "retention=P6M"),
        listed("subjects", "subjects concerned", "acme:aims;acme:recruiting"),
    ),
)

OVERLAP_PAIR = RowType(
    "overlap-pair",
    "Two requirements of different frameworks that bind the same bearer and share a duty.",
    (
        Column("requirement_a", "CURIE of the first requirement", "eu-ai-act:26-6"),
        Column("requirement_b", "CURIE of the second requirement", "iso-42001-2023:A.6.2.8"),
        Column("relation", "relation of the first to the second", "shares-duties", values=RELATIONS),
        listed("shared", "what both demand", "duty:keep-event-logs"),
        listed("only_a", "what only the first demands", "duty:keep-event-logs[retention=P6M]"),
        listed("only_b", "what only the second demands", "duty:determine-logged-events"),
    ),
)

COVERAGE = RowType(
    "coverage",
    "Counts of one framework's verdicts, and the share of demanded points that the record supports.",
    (
        _FRAMEWORK,
        _BINDING,
        count("applies", "verdicts that apply", "40"),
        count("later", "verdicts that apply later", "12"),
        count("undetermined", "verdicts whose applicability is open", "7"),
        count("covered", "applying verdicts that are covered", "9"),
        count("claimed", "applying verdicts that are claimed", "6"),
        count("partial", "applying verdicts that are partly met", "8"),
        count("planned", "applying verdicts that are planned", "4"),
        count("lapsed", "applying verdicts whose support has ended", "1"),
        count("gap", "applying verdicts stated as not done", "5"),
        count("unknown", "applying verdicts on which nothing is stated", "7"),
        count("conflict", "prohibitions that the facts on record meet", "1"),
        share("shown", "share of the demanded points that is shown", "0.31"),
        share("possible", "share of the demanded points that is shown or claimed", "0.55"),
        DECOMPOSITION,
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
        count("provisions", "provisions in the catalog", "527"),
        count("norms", "norms in the catalog", "237"),
        count("decomposed", "norms with a link that requires a duty", "146"),
        DECOMPOSITION,
        count("obligations", "norms that oblige", "196"),
        count("recommendations", "norms that recommend", "0"),
        count("prohibitions", "norms that forbid", "10"),
        count("permissions", "norms that permit under a condition", "13"),
        count("rights", "norms that give a right", "2"),
        count("constitutive", "norms that define, classify, move dates or punish", "16"),
        count("conditions", "different conditions of its norms; what always holds is none", "113"),
        count("duties", "different duties that its norms require", "180"),
        Column("duties_min", "fewest duties that a decomposed norm requires", "1", kind="count", blank=True),
        Column("duties_median", "median of the duties that a decomposed norm requires", "1", "number", blank=True),
        Column("duties_max", "most duties that a decomposed norm requires", "8", kind="count", blank=True),
        listed(
            "norm_review",
            "review states of its norms with how many",
            "contested:23;machine-crosschecked:212;machine-drafted:2",
        ),
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
        listed("bearers", "roles that bear it", "deployer"),
        Column("level", "kind of subject it is about", "system", scheme="level"),
        day("applies_from", "first day on which the latest text applies to anybody", "2027-12-02"),
        listed("duties", "duties it requires", "duty:keep-event-logs"),
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
        listed("roles", "roles of the bearer", "deployer"),
        listed("derived_class", "classes the rules derive, with `?` where facts are missing", "high-risk-annex-iii"),
        Column("stated_class", "class as somebody stated it; compared, never used", "high-risk", blank=True),
        listed(
            "involvement", "what the bearer has to do with it, with `?` where facts are missing", "deploys-internally"
        ),
        count("applies", "norms that apply to it", "12"),
        count("later", "norms that apply later", "9"),
        count("undetermined", "norms whose applicability is open", "2"),
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
        count("required_by", "links that require it", "4"),
    ),
)

FACT = RowType(
    "fact",
    "A question about an organisation, system, model or data set.",
    (
        Column("fact", "name of the fact", "annex_iii_point"),
        Column("topic", "topic it belongs to", "classification"),
        Column("question", "the question in plain words", "Which of the listed sensitive uses is it intended for?"),
        listed("describes", "kinds of subjects it is stated of", "system"),
        Column("type", "type of the answer", "list of list"),
        listed("values", "answers there are; empty where any text of the type will do", "4;4a;4b"),
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
        VERDICT, OVERLAP, OVERLAP_PAIR, *CROSSWALK_ROWS, COVERAGE, FRAMEWORK, REQUIREMENT, SYSTEM, DUTY, FACT,
        EXPLANATION,
    )
}  # fmt: skip
