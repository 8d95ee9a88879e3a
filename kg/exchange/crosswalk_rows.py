"""The machine columns of answers about crosswalks and mapping sets."""

from __future__ import annotations

from kg.crosswalk.agreement import VERDICTS
from kg.crosswalk.derived import RELATIONS
from kg.crosswalk.lint import SEVERITIES
from kg.crosswalk.mappings import STATES
from kg.crosswalk.paths import BASES
from kg.crosswalk.relations import SET_RELATIONS
from kg.crosswalk.residual import REST
from kg.exchange.columns import DECOMPOSITION, Column, RowType, count, day, listed, share
from kg.exchange.mapping_draft import FORMS

ISO = "iso-42001-2023"

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

MAPPING_SET = RowType(
    "mapping-set",
    "A mapping set on record: what somebody published about requirements of two frameworks.",
    (
        Column("set", "name of the set", "iso-to-act"),
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

FINDING = RowType(
    "crosswalk-finding",
    "Something that the linter for mapping files reports.",
    (
        Column("rule", "id of the rule", "NG201"),
        Column("severity", "how bad it is", "error", values=SEVERITIES),
        Column("name", "name of the rule", "two-relations"),
        Column("file", "file it stands in", "iso-to-act.sssom.tsv"),
        Column("mapping_set", "mapping set it is about", "iso-to-act"),
        Column("place", "where it stands in the file; empty for the whole set", "row 12", blank=True),
        Column("message", "what is wrong", "A and B are equal, and A is a subset of B at row 7"),
        Column("mend", "what to do about it", "decide for one"),
        Column("fingerprint", "digits by which it is known again when rows are moved", "0123456789abcdef"),
    ),
)

COMPARISON = RowType(
    "comparison",
    "A pair of requirements, and what duties and mapping sets say of it beside each other.",
    (
        Column("source", "CURIE of the source requirement", f"{ISO}:A.6.2.8"),
        Column("target", "CURIE of the target requirement", "eu-ai-act:12-1"),
        Column("verdict", "the worst of what any two that reviewed the pair come to", "differ", values=VERDICTS),
        Column("duties", "what follows from duties", "shares-duties"),
        listed("asserted", "what each set says", "iso-to-act: subset_of"),
        count("reviewed", "how many reviewed it: duties and sets", "2"),
        Column("follows", "what follows from all sets together, asserted by nobody", "at least overlaps", blank=True),
        Column("answer", "answer picked by the order of trust, where one was asked for", "subset_of", blank=True),
        Column("answer_by", "whose answer it is", "iso-to-act", blank=True),
    ),
)

AGREEMENT = RowType(
    "agreement",
    "How two voices, mapping sets or the duties, compare over the pairs that any of them speaks of.",
    (
        Column("first", "one voice", "duties"),
        Column("second", "the other", "iso-to-act"),
        count("both", "pairs that both reviewed: what shares are of", "40"),
        count("agree", "of these, pairs of which both say the same", "12"),
        count("compatible", "of these, pairs of which one says less and nothing against the other", "6"),
        count("differ", "of these, pairs of which both find something in common, and not the same", "14"),
        count("exclude", "of these, pairs of which one finds something in common and the other nothing", "8"),
        count("both_none", "of these, pairs of which both find nothing in common", "3"),
        count("first_only", "pairs that only the first reviewed, and the second did not look at", "120"),
        count("second_only", "pairs that only the second reviewed, and the first did not look at", "0"),
        count("unknown", "pairs of which one of them says nothing about sets, or cannot", "5"),
        share("agree_share", "agree of both", "0.30"),
    ),
)

PATH = RowType(
    "path",
    "A step of a path between two requirements.",
    (
        Column("basis", "what the step rests on", "asserted", values=BASES),
        Column("rationale", "rationale type that the rows state", "semantic", blank=True),
        count("step", "its number", "1"),
        Column("source", "where it begins", f"{ISO}:A.6.2.8"),
        Column("relation", "what holds", "subset of"),
        Column("target", "where it ends", "eu-ai-act:12-1"),
        Column("by", "mapping set that asserts it, or duty that both require", "iso-to-act"),
        Column("place", "where it stands in its file", "row 12", blank=True),
    ),
)

CROSSWALK_ROWS = (
    CROSSWALK, RESIDUAL, RELATED, DUTY_PAIR, NEIGHBOUR, MAPPING_SET, MAPPING, FINDING, COMPARISON, AGREEMENT, PATH,
)  # fmt: skip
