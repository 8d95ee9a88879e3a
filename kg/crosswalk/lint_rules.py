"""The rules of the linter: what each reports, why, how it is mended, and rows that break and keep it.

The reference page is made of this, and tests run every example.
"""

from __future__ import annotations

from kg.crosswalk import lint_duties, lint_ends, lint_network, lint_rows
from kg.crosswalk.lint import ERROR, NOTE, WARNING, Linter, Rule

__all__ = ["LINTER", "RULES", "Rule", "files"]

_MANUAL = "semapv:ManualMappingCuration"
_ISO, _ACT, _RMF, _SEC = "iso-42001-2023", "eu-ai-act", "nist-ai-rmf-1.0", "iso-27001-2022"
_LABELLED = "subject_id,predicate_id,object_id,object_label,mapping_justification"
_COMMENTED = "subject_id,predicate_id,object_id,mapping_justification,comment"
_NEXT = "---"
_LICENCE = "license: https://creativecommons.org/licenses/by/4.0/"
_IDS = "urn:example:risk:req_node:lib"


def _row(source: str, relation: str, target: str, *more: str) -> str:
    return ",".join((source, f"skos:{relation}" if relation != "noMatch" else relation, target, *(more or (_MANUAL,))))


_ENDS = (
    Rule(
        id="NG101",
        name="unknown-requirement",
        severity=ERROR,
        what="An end names a place that the pinned edition does not have.",
        why="Nobody can follow the row; often a digit is wrong, or the number is of another edition.",
        mend="write the identifier that the edition has, or leave the row out",
        bad=(_row(f"{_ISO}:A.12.9", "closeMatch", f"{_ACT}:12-1"),),
        good=(_row(f"{_ISO}:A.6.2.8", "closeMatch", f"{_ACT}:12-1"),),
    ),
    Rule(
        id="NG102",
        name="not-in-library",
        severity=ERROR,
        what="An end has an identifier that the library of its framework, given with `--library`, does not have.",
        why="A tool that loads mapping and library finds nothing at that identifier and drops the row, or refuses it.",
        mend="map the identifier that the library has, or add the missing one to the library",
        bad=(_row(f"{_IDS}:6.1.2", "closeMatch", f"{_ACT}:9-1"),),
        good=(_row(f"{_IDS}:6.1", "closeMatch", f"{_ACT}:9-1"),),
        library=(f"{_IDS}:6", f"{_IDS}:6.1"),
    ),
    Rule(
        id="NG103",
        name="ambiguous-requirement",
        severity=WARNING,
        what="An end may mean several requirements.",
        why="Whoever reads it has to guess; nothing is guessed here, and the row counts for nothing.",
        mend="name the framework with the number, or use one of the identifiers proposed",
        bad=(_row("4.1", "closeMatch", f"{_ACT}:17-1"),),
        good=(_row(f"{_ISO}:4.1", "closeMatch", f"{_ACT}:17-1"),),
    ),
    Rule(
        id="NG104",
        name="not-mappable",
        severity=WARNING,
        what="An end is guidance, a heading, or an edition as a whole.",
        why="None of them demands anything: a relation of what is demanded says nothing about them.",
        mend="map the requirements below it, or the control that the guidance belongs to",
        bad=(_row(f"{_ISO}:B.6.2.8", "closeMatch", f"{_ACT}:12-1"),),
        good=(_row(f"{_ISO}:A.6.2.8", "closeMatch", f"{_ACT}:12-1"),),
    ),
    Rule(
        id="NG105",
        name="editions-mixed",
        severity=ERROR,
        what="An end is of another edition than the one the set is pinned to.",
        why="Numbers change their meaning between editions: the row may point at something else.",
        mend="split the set by edition, or translate the row to the edition of the others",
        head=(_LICENCE, f"subject_source: {_SEC}"),
        bad=(_row("ISO/IEC 27001:2013 A.6.1.2", "closeMatch", f"{_ACT}:15-1"),),
        good=(_row(f"{_SEC}:A.5.3", "closeMatch", f"{_ACT}:15-1"),),
    ),
    Rule(
        id="NG106",
        name="finer-than-the-edition",
        severity=NOTE,
        what="An end is a part of a place that the edition lists only as a whole; it is taken for the whole.",
        why="A relation with a part need not hold with the whole.",
        mend="map the listed place, or say in a comment which part is meant",
        bad=(_row(f"{_SEC}:A.5.1.a", "closeMatch", f"{_ACT}:17-1"),),
        good=(_row(f"{_SEC}:A.5.1", "closeMatch", f"{_ACT}:17-1"),),
    ),
    Rule(
        id="NG107",
        name="label-of-another",
        severity=WARNING,
        what="The label of an end is the title of another place of the same edition.",
        why="Identifier and label disagree, and one of them is wrong: a row that was copied, or a cell that slipped.",
        mend="find out which of the two is meant, and correct the other",
        columns=_LABELLED,
        bad=(_row(f"{_ISO}:4.1", "closeMatch", "owasp-llm-2025:LLM09-2025", "LLM06:2025 Excessive Agency", _MANUAL),),
        good=(_row(f"{_ISO}:4.1", "closeMatch", "owasp-llm-2025:LLM06-2025", "LLM06:2025 Excessive Agency", _MANUAL),),
    ),
)
_ROWS = (
    Rule(
        id="NG201",
        name="two-relations",
        severity=ERROR,
        what="A set gives two different relations for one pair.",
        why="At most one of them can be what its author means.",
        mend="decide for one; where both were meant, the weaker one says what is common to both",
        bad=(
            _row(f"{_ISO}:A.6.2.8", "exactMatch", f"{_ACT}:12-1"),
            _row(f"{_ISO}:A.6.2.8", "broadMatch", f"{_ACT}:12-1"),
        ),
        good=(_row(f"{_ISO}:A.6.2.8", "broadMatch", f"{_ACT}:12-1"),),
    ),
    Rule(
        id="NG202",
        name="row-repeated",
        severity=WARNING,
        what="A set gives the same relation for one pair twice.",
        why="Counts of rows are too high, and one of the two is easily left behind when the other is changed.",
        mend="keep one of them",
        bad=(_row(f"{_ISO}:A.6.2.8", "broadMatch", f"{_ACT}:12-1"),) * 2,
        good=(_row(f"{_ISO}:A.6.2.8", "broadMatch", f"{_ACT}:12-1"),),
    ),
    Rule(
        id="NG203",
        name="equal-to-two",
        severity=ERROR,
        what="A requirement is equal to two different ones of the same framework.",
        why="Then these two were equal to each other, and the framework demanded the same twice.",
        mend="write `superset of` or `intersects with` where one is a part, or name the equal one alone",
        bad=(
            _row(f"{_ISO}:A.6.2.8", "exactMatch", f"{_ACT}:12-1"),
            _row(f"{_ISO}:A.6.2.8", "exactMatch", f"{_ACT}:26-6"),
        ),
        good=(
            _row(f"{_ISO}:A.6.2.8", "exactMatch", f"{_ACT}:12-1"),
            _row(f"{_ISO}:A.6.2.6", "exactMatch", f"{_ACT}:26-6"),
        ),
    ),
    Rule(
        id="NG204",
        name="subset-cycle",
        severity=ERROR,
        what="Three or more rows say that each is a proper subset of the next, and the last of the first.",
        why="That cannot be: the first were a proper subset of itself. The rows may stand in several files; of a knot "
        "of cycles the shortest is told.",
        mend="look for the row that is the wrong way round",
        bad=(
            _row(f"{_ISO}:A.6.2.8", "broadMatch", f"{_ACT}:12-1"),
            _NEXT,
            _row(f"{_ACT}:12-1", "broadMatch", f"{_SEC}:A.8.15"),
            _NEXT,
            _row(f"{_SEC}:A.8.15", "broadMatch", f"{_ISO}:A.6.2.8"),
        ),
        good=(
            _row(f"{_ISO}:A.6.2.8", "broadMatch", f"{_ACT}:12-1"),
            _NEXT,
            _row(f"{_ACT}:12-1", "broadMatch", f"{_SEC}:A.8.15"),
            _NEXT,
            _row(f"{_SEC}:A.8.15", "narrowMatch", f"{_ISO}:A.6.2.8"),
        ),
    ),
    Rule(
        id="NG205",
        name="inverse-missing",
        severity=WARNING,
        what="The files hold a set in both directions, and a row of one has no row back in the other.",
        why="Whoever reads the other direction sees another crosswalk.",
        mend="add the row, or publish one direction and let readers turn it round",
        bad=(
            _row(f"{_ISO}:A.6.2.8", "broadMatch", f"{_ACT}:12-1"),
            _row(f"{_ISO}:A.6.2.6", "broadMatch", f"{_ACT}:72-1"),
            _NEXT,
            _row(f"{_ACT}:12-1", "narrowMatch", f"{_ISO}:A.6.2.8"),
        ),
        good=(
            _row(f"{_ISO}:A.6.2.8", "broadMatch", f"{_ACT}:12-1"),
            _NEXT,
            _row(f"{_ACT}:12-1", "narrowMatch", f"{_ISO}:A.6.2.8"),
        ),
    ),
    Rule(
        id="NG206",
        name="inverse-differs",
        severity=ERROR,
        what="The files hold a set in both directions, and they give relations that are not each other's inverse.",
        why="One of the two is wrong: a subset read backwards is a superset, everything else stays what it is.",
        mend="decide for one, and write its inverse in the other direction",
        bad=(
            _row(f"{_ISO}:A.6.2.8", "broadMatch", f"{_ACT}:12-1"),
            _NEXT,
            _row(f"{_ACT}:12-1", "broadMatch", f"{_ISO}:A.6.2.8"),
        ),
        good=(
            _row(f"{_ISO}:A.6.2.8", "broadMatch", f"{_ACT}:12-1"),
            _NEXT,
            _row(f"{_ACT}:12-1", "narrowMatch", f"{_ISO}:A.6.2.8"),
        ),
    ),
    Rule(
        id="NG207",
        name="denied-and-mapped",
        severity=ERROR,
        what="A row says that a requirement has no counterpart, and another row of the set gives it one.",
        why="A list of what is not covered is read from such rows; it would be wrong.",
        mend="drop the row without a counterpart",
        bad=(
            _row(f"{_ISO}:A.6.2.8", "noMatch", ""),
            _row(f"{_ISO}:A.6.2.8", "broadMatch", f"{_ACT}:12-1"),
        ),
        good=(
            _row(f"{_ISO}:A.6.2.6", "noMatch", ""),
            _row(f"{_ISO}:A.6.2.8", "broadMatch", f"{_ACT}:12-1"),
        ),
    ),
    Rule(
        id="NG208",
        name="no-match-with-a-match",
        severity=WARNING,
        what="A row says `noMatch` and names what does not match.",
        why="It can mean that this pair is unrelated, or that nothing matches and this was the nearest: SSSOM writes "
        "the first with `predicate_modifier` Not, the second with `sssom:NoTermFound`.",
        mend="write what is meant in SSSOM's words",
        bad=(_row(f"{_ISO}:A.6.2.8", "noMatch", f"{_ACT}:12-1"),),
        good=(_row(f"{_ISO}:A.6.2.8", "noMatch", ""),),
    ),
)
_FILES = (
    Rule(
        id="NG301",
        name="shifted-row",
        severity=ERROR,
        what="The cells of a row stand in other columns than the header says.",
        why="Every value is read as something else; the row is left out.",
        mend="add the empty cells that are missing, or remove those too many",
        bad=(f"{_ISO}:A.6.2.8,skos:closeMatch,{_MANUAL}",),
        good=(_row(f"{_ISO}:A.6.2.8", "closeMatch", f"{_ACT}:12-1"),),
    ),
    Rule(
        id="NG302",
        name="value-not-understood",
        severity=ERROR,
        what="A relation, number or other value is none that the format knows, or an end is missing without a word.",
        why="What is not understood is left out, and the row with it where it is the relation.",
        mend="write one of the values that are expected",
        bad=(_row(f"{_ISO}:A.6.2.8", "touches", f"{_ACT}:12-1"),),
        good=(_row(f"{_ISO}:A.6.2.8", "closeMatch", f"{_ACT}:12-1"),),
    ),
    Rule(
        id="NG303",
        name="prefix-not-declared",
        severity=WARNING,
        what="Identifiers have a prefix that the file does not declare.",
        why="Without its `curie_map` nobody knows which identifier `x:1` abbreviates.",
        mend="add the prefix with its address to `curie_map`",
        bad=(_row("acme:1", "closeMatch", f"{_ACT}:12-1"),),
        good=(_row("acme:1", "closeMatch", f"{_ACT}:12-1"),),
        good_head=(_LICENCE, "curie_map:", "  acme: https://acme.example/policy/"),
    ),
    Rule(
        id="NG401",
        name="no-justification",
        severity=WARNING,
        what="Rows state neither a justification nor a rationale type.",
        why="A relation found by comparing words means less than one that somebody thought about. Reported once a set.",
        mend="state `mapping_justification` (SSSOM) or the rationale type (NIST IR 8477)",
        bad=(_row(f"{_ISO}:A.6.2.8", "closeMatch", f"{_ACT}:12-1", ""),),
        good=(_row(f"{_ISO}:A.6.2.8", "closeMatch", f"{_ACT}:12-1"),),
    ),
    Rule(
        id="NG402",
        name="no-licence",
        severity=WARNING,
        what="The set states no licence.",
        why="Without one nobody else may use it.",
        mend="state `license` (SSSOM), `copyright` (CISO Assistant) or `rights` in the file's metadata",
        head=("mapping_set_title: Ours",),
        bad=(_row(f"{_ISO}:A.6.2.8", "closeMatch", f"{_ACT}:12-1"),),
        good=(_row(f"{_ISO}:A.6.2.8", "closeMatch", f"{_ACT}:12-1"),),
        good_head=(_LICENCE,),
    ),
    Rule(
        id="NG403",
        name="machine-made-unsaid",
        severity=WARNING,
        what="Something shows that a machine made rows, and their justification names a person's work, or nothing.",
        why="Whoever relies on the rows takes them for somebody's judgement.",
        mend="state what the machine did, such as `semapv:LexicalMatching`; who looked at it goes into `reviewer_id`",
        columns=_COMMENTED,
        bad=(_row(f"{_ISO}:A.6.2.8", "closeMatch", f"{_ACT}:12-1", _MANUAL, "generated with an LLM"),),
        good=(
            _row(
                f"{_ISO}:A.6.2.8", "closeMatch", f"{_ACT}:12-1", "semapv:LexicalMatching", "generated with an LLM"
            ),
        ),
    ),
)  # fmt: skip
_CLAUSES = tuple(f"{number}" for number in ("4.1", "4.2", "5.1", "5.2", "7.2"))
_RMF_ENDS = ("GOVERN-1.1", "GOVERN-1.2", "GOVERN-1.3", "GOVERN-1.4", "GOVERN-1.5")
_ACT_ENDS = ("9-1", "9-2", "10-1", "12-1", "17-1")


def _chain(targets: tuple[str, ...]) -> tuple[str, ...]:
    """ISO to AI RMF, AI RMF to the Act, and ISO to the Act: three files of five rows."""
    first = (_row(f"{_ISO}:{a}", "closeMatch", f"{_RMF}:{b}") for a, b in zip(_CLAUSES, _RMF_ENDS, strict=True))
    second = (_row(f"{_RMF}:{b}", "closeMatch", f"{_ACT}:{c}") for b, c in zip(_RMF_ENDS, _ACT_ENDS, strict=True))
    third = (_row(f"{_ISO}:{a}", "closeMatch", f"{_ACT}:{c}") for a, c in zip(_CLAUSES, targets, strict=True))
    return (*first, _NEXT, *second, _NEXT, *third)


_TOGETHER = (
    Rule(
        id="NG501",
        name="repeats-a-composition",
        severity=WARNING,
        what="The pairs of a set are, to nine tenths, those that two other sets give by way of a third framework. "
        "Sets of fewer than five pairs are passed over.",
        why="Then it is no third opinion, though it looks like one. Provenance to be confirmed: it may be chance.",
        mend="ask its author; if it was composed, say `semapv:MappingChaining` and name the two sets",
        bad=_chain(_ACT_ENDS),
        good=_chain(("9-1", "10-1", "13-1", "14-1", "15-1")),
    ),
    Rule(
        id="NG601",
        name="cannot-all-hold",
        severity=ERROR,
        what="Rows that contradict each other when relations are read strictly as relations of sets (NIST IR 8477), "
        "the smallest group that does. With `--loose`, `intersects` means only that two overlap.",
        why="At least one of them is wrong, or the set does not use its words in their strict sense.",
        mend="look at the rows named: one of them has to go, or to become weaker",
        bad=(
            _row(f"{_ISO}:A.6.2.8", "exactMatch", f"{_ACT}:12-1"),
            _NEXT,
            _row(f"{_ACT}:12-1", "exactMatch", f"{_SEC}:A.8.15"),
            _NEXT,
            _row(f"{_SEC}:A.8.15", "broadMatch", f"{_ISO}:A.6.2.8"),
        ),
        good=(
            _row(f"{_ISO}:A.6.2.8", "exactMatch", f"{_ACT}:12-1"),
            _NEXT,
            _row(f"{_ACT}:12-1", "broadMatch", f"{_SEC}:A.8.15"),
            _NEXT,
            _row(f"{_SEC}:A.8.15", "narrowMatch", f"{_ISO}:A.6.2.8"),
        ),
    ),
    Rule(
        id="NG701",
        name="equal-without-a-duty",
        severity=WARNING,
        what="A row says that two requirements are equal, and their decompositions share no duty. "
        "Only for shipped editions that are decomposed.",
        why="One of the two is wrong, the row or a decomposition: machine-drafted decompositions are provisional.",
        mend="see `normgraph crosswalk pair FIRST SECOND`, and look at both texts",
        bad=(_row(f"{_ISO}:A.6.2.8", "exactMatch", f"{_ACT}:27-1"),),
        good=(_row(f"{_ISO}:A.6.2.8", "exactMatch", f"{_ACT}:12-1"),),
    ),
    Rule(
        id="NG702",
        name="unrelated-with-a-duty",
        severity=WARNING,
        what="A row says that two requirements have nothing in common, and both require a duty. "
        "Only for shipped editions that are decomposed.",
        why="One of the two is wrong, the row or a decomposition: machine-drafted decompositions are provisional.",
        mend="see `normgraph crosswalk pair FIRST SECOND`, and look at both texts",
        bad=(_row(f"{_ISO}:A.6.2.8", "noMatch", f"{_ACT}:26-6"),),
        good=(_row(f"{_ISO}:A.6.2.8", "noMatch", f"{_ACT}:27-1"),),
    ),
)  # fmt: skip
RULES = (*_ENDS, *_ROWS, *_FILES, *_TOGETHER)
LINTER = Linter(RULES, (*lint_ends.CHECKS, *lint_rows.CHECKS, *lint_network.CHECKS, *lint_duties.CHECKS))


def files(rule: Rule, *, good: bool = False) -> tuple[str, ...]:
    """The example of a rule as SSSOM files: what it reports, or what it does not."""
    rows, head = (rule.good, rule.good_head or rule.head) if good else (rule.bad, rule.head)
    texts: list[list[str]] = [[]]
    for row in rows:
        if row == _NEXT:
            texts.append([])
        else:
            texts[-1].append(row)
    return tuple("\n".join((*(f"# {line}" for line in head), rule.columns, *text)) + "\n" for text in texts)
