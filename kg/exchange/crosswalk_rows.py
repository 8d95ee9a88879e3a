"""The machine columns of what is found in mapping files, and of mapping sets and duties beside each other."""

from __future__ import annotations

from kg.crosswalk.agreement import VERDICTS
from kg.crosswalk.lint import SEVERITIES
from kg.crosswalk.paths import BASES
from kg.exchange.columns import Column, RowType, count, listed, share

ISO = "iso-42001-2023"

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
    "crosswalk-comparison",
    "A pair of requirements, and what duties and mapping sets say of it beside each other.",
    (
        Column("source", "CURIE of the source requirement", f"{ISO}:A.6.2.8"),
        Column("target", "CURIE of the target requirement", "eu-ai-act:12-1"),
        Column(
            "verdict", "the worst of what any two come to that say whether the two overlap", "differ", values=VERDICTS
        ),
        Column("duties", "what follows from duties", "shares-duties"),
        listed("asserted", "what each set says", "iso-to-act: subset_of"),
        count("definite", "how many say whether the two overlap: duties and sets", "2"),
        Column("follows", "what follows from all sets together, asserted by nobody", "at least overlaps", blank=True),
        Column("answer", "answer picked by the order of trust, where one was asked for", "subset_of", blank=True),
        Column("answer_by", "whose answer it is", "iso-to-act", blank=True),
    ),
)

VOICES = RowType(
    "crosswalk-agreement",
    "How two voices, mapping sets or the duties, compare over the pairs that any of them speaks of.",
    (
        Column("first", "one voice", "duties"),
        Column("second", "the other", "iso-to-act"),
        count("both", "pairs of which both say whether they overlap: what shares are of", "40"),
        count("agree", "of these, pairs of which both say the same", "12"),
        count("compatible", "of these, pairs of which one says less and nothing against the other", "6"),
        count("differ", "of these, pairs of which both find something in common, and not the same", "14"),
        count("exclude", "of these, pairs of which one finds something in common and the other nothing", "8"),
        count("both_none", "of these, pairs of which both find nothing in common", "3"),
        count("first_only", "pairs of which only the first says so, and the second is silent", "120"),
        count("second_only", "pairs of which only the second says so, and the first is silent", "0"),
        count("unknown", "pairs of which one of them says nothing about sets, or cannot", "5"),
        share("agree_share", "agree of both", "0.30"),
    ),
)

PATH = RowType(
    "crosswalk-path",
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
