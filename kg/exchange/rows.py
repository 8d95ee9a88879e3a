"""The machine columns of every answer: what each column means, how its cells are written, and an example.

JSON Schemas, the REST service's OpenAPI document and its sorting all read this; a test compares it with the answers.
"""

from __future__ import annotations

from kg.assess.verdicts import APPLICABILITIES
from kg.crosswalk.derived import RELATIONS
from kg.crosswalk.mappings import ORIGINS, STATES
from kg.crosswalk.relations import SET_RELATIONS
from kg.crosswalk.residual import REST
from kg.exchange.columns import DECOMPOSITION, REQUIREMENT_NAME, Column, RowType, count, day, listed, share
from kg.exchange.crosswalk_rows import COMPARISON, FINDING, PATH, VOICES
from kg.exchange.mapping_draft import FORMS
from kg.exchange.review_rows import AGREEMENT, FRAGILE, OMISSION

ISO = "iso-42001-2023"


_FRAMEWORK = Column("framework", "framework, as the slug of its edition", "eu-ai-act")
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
        REQUIREMENT_NAME,
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

CROSSWALK = RowType(
    "crosswalk",
    "A relation between requirements of two frameworks, or a requirement that has no partner.",
    (
        Column("source", "CURIE of the source requirement; empty for a target alone", "eu-ai-act:26-6", blank=True),
        Column(
            "target", "CURIE of the target requirement; empty for a source alone", "iso-42001-2023:A.6.2.8", blank=True
        ),
        Column(
            "relation",
            f"relation of source to target, asserted or by duties; then one of {', '.join(RELATIONS)}",
            "shares-duties",
        ),
        Column("basis", "what the relation rests on: shared duties, or a mapping set", "duties"),
        listed("shared_duties", "duties both demand", "duty:keep-event-logs"),
        listed("only_source", "duties only the source demands", "duty:keep-event-logs[retention=P6M]"),
        listed("only_target", "duties only the target demands", "duty:determine-logged-events"),
        Column("mapping_set", "mapping set that asserts the relation; empty for a derived one", "", blank=True),
        Column("justification", "how the relation was found", "semapv:CompositeMatching", blank=True),
        share("confidence", "confidence of the weakest link", "0.8"),
        DECOMPOSITION,
    ),
)

RESIDUAL = RowType(
    "residual",
    "An obligation, and what of it is left when other frameworks are fully operated.",
    (
        Column("requirement", "CURIE of the requirement", "eu-ai-act:73-2"),
        Column("requirement_title", "its title", "Report within fifteen days"),
        listed("bearers", "roles it addresses", "provider"),
        Column("left", "how much is left", "all-left", values=REST),
        listed("acts", "acts that are left", "duty:report-serious-incident"),
        listed("other_duties", "other duties that are left", "duty:investigate-incident"),
        listed("maybe_there", "duties left that the frameworks at hand advise", "duty:investigate-incident"),
        listed("reusable", "duties left that are at hand in another discipline", "duty:ms-conduct-audits"),
        listed("advised", "what the requirement advises beyond, and is not at hand", "duty:test-system"),
        Column("condition", "when it binds; no fact is asked", "role=provider", blank=True),
        day("applies_from", "first day it applies", "2027-12-02"),
    ),
)

RELATED = RowType(
    "related",
    "Two requirements about the same thing that share no duty.",
    (
        Column("source", "CURIE of the source requirement", "iso-42001-2023:A.5.2"),
        Column("target", "CURIE of the target requirement", "gdpr:35-1"),
        Column("score", "how close they are; more is closer, no probability", "0.18"),
        Column("reasons", "what relates them, strongest first", "object:supplier (establish / evaluate)"),
    ),
)

DUTY_PAIR = RowType(
    "pair",
    "A duty of one of two requirements that are compared.",
    (
        Column("duty", "CURIE of the duty, with what narrows it", "duty:keep-event-logs[retention=P6M]"),
        Column("title", "its name", "Keep event logs"),
        Column("source", "how firmly the first demands it", "requires", blank=True),
        Column("target", "how firmly the second demands it", "advises", blank=True),
        Column("part", "what that makes it for the pair", "shared with advice"),
    ),
)

NEIGHBOUR = RowType(
    "neighbour",
    "A requirement of another framework that shares a duty, or its template in another discipline.",
    (
        Column("requirement", "CURIE of the requirement", "eu-ai-act:26-6"),
        Column("requirement_title", "its title", "Keep logs at least six months"),
        Column("framework", "its framework", "eu-ai-act"),
        Column("relation", "relation of the one asked about to it", "shares-duties", values=RELATIONS),
        listed("shared_duties", "duties both demand, or templates to be reused", "duty:keep-event-logs"),
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
        REQUIREMENT_NAME,
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

GRAPH = RowType(
    "graph",
    "A graph of any RDF that the organisation keeps beside its record.",
    (
        Column("graph", "its name", "glossary"),
        Column("statements", "how many statements it holds", "120"),
        Column("iri", "its IRI, for GRAPH in SPARQL", "https://w3id.org/normgraph/id/acme/graph/rdf/glossary"),
    ),
)

MAPPING_SET = RowType(
    "mapping-set",
    "A mapping set, shipped or on record: what somebody published about requirements of two frameworks.",
    (
        Column("set", "name of the set", "iso-to-act"),
        Column("origin", "whether it comes with the release or is on record", "on record", values=ORIGINS),
        Column("title", "its title, as its author gives it", "ISO/IEC 42001 to the AI Act", blank=True),
        Column("source", "edition of the sources; `foreign:` and a name where it is not known", ISO, blank=True),
        Column("target", "edition of the targets", "eu-ai-act", blank=True),
        count("mappings", "rows that were understood", "120"),
        count("negative", "rows that deny a relation or say that there is no counterpart", "12"),
        count("machine_made", "rows that show that a machine made them", "0"),
        count("pinned", "rows whose ends are both requirements of known editions", "117"),
        count("rows", "rows of the file", "121"),
        count("left_out", "rows that were not understood", "1"),
        Column("licence", "terms of use, as stated", "https://creativecommons.org/licenses/by/4.0/", blank=True),
        listed("creators", "who made it", "Somebody"),
        Column("date", "day it is of, as stated", "2026-01-31", blank=True),
        Column("rationale", "ground of comparison", "semantic", blank=True),
        Column("form", "format it came in", "sssom", values=FORMS),
        Column("file", "file it came from", "iso-to-act.sssom.tsv"),
    ),
)

MAPPING = RowType(
    "mapping",
    "A row of a mapping set: what its author wrote, and what was made of it.",
    (
        Column("source", "what the source names: a requirement, or what stands for it", f"{ISO}:A.6.2.8", blank=True),
        Column(
            "relation", f"relation asserted; of sets one of {', '.join(SET_RELATIONS)}, `not` before it", "subset_of"
        ),
        Column("target", "what the target names; empty without a counterpart", "eu-ai-act:26-6", blank=True),
        Column("negative", "whether it denies a relation or a counterpart", "no", values=("yes", "no")),
        Column("strength", "strength, on the scale of its author", "7", blank=True),
        share("confidence", "confidence of its author", "0.9"),
        Column("justification", "how the relation was found", "semapv:ManualMappingCuration", blank=True),
        Column("rationale", "ground of comparison", "semantic", blank=True),
        Column("machine", "by what one can tell that a machine made it", "", blank=True),
        Column("asserted", "relation in its author's words", "skos:broadMatch"),
        Column("source_text", "source in its author's words", "A 6.2.8", blank=True),
        Column("source_state", "how the source was resolved", "resolved", values=STATES),
        Column("target_text", "target in its author's words", "Art. 26(6)", blank=True),
        Column("target_state", "how the target was resolved", "resolved", values=STATES),
        Column("hint", "what an end that is not resolved may mean", "", blank=True),
        Column("author", "who asserts it; `(erased)` where the name was erased", "Somebody", blank=True),
        Column("date", "day it was asserted, as stated", "2026-01-31", blank=True),
        Column("group", "rows with the same group hold together only", "", blank=True),
        Column("comment", "remark of its author", "logs", blank=True),
        Column("place", "where it stands in its file", "row 12"),
    ),
)

ROW_TYPES = {
    row.name: row
    for row in (
        VERDICT, OVERLAP, OVERLAP_PAIR, CROSSWALK, RESIDUAL, RELATED, DUTY_PAIR, NEIGHBOUR, COVERAGE, FRAMEWORK,
        REQUIREMENT, SYSTEM, DUTY, FACT, EXPLANATION, GRAPH, MAPPING_SET, MAPPING, AGREEMENT, OMISSION, FRAGILE,
        FINDING, COMPARISON, VOICES, PATH,
    )
}  # fmt: skip
