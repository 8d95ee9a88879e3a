"""KnowledgeGraph: the facade that the command line and the REST service use, and nothing below it."""

from __future__ import annotations

import getpass
import hashlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from pathlib import Path

from kg import __version__, knowledge, queries
from kg.applicability import compile as conditions
from kg.assess import rdf as assessment_rdf
from kg.assess.assessment import Assessment
from kg.clock import Clock
from kg.crosswalk import mapping_rdf
from kg.crosswalk.mappings import MappingSet
from kg.errors import NotFound, StoreInvalid
from kg.knowledge import Knowledge
from kg.own.rdf import known_with
from kg.portfolio import model, recorded, view
from kg.portfolio.model import Portfolio
from kg.portfolio.rdf import RDF_GRAPHS, of_frameworks
from kg.prefixes import compact, expand
from kg.resources import knowledge_digest, knowledge_files
from kg.store import doctor, workers
from kg.store.build import Sources, assessments_of, open_index, provide
from kg.store.index import Index
from kg.store.ledger import Commit, Head, Ledger
from kg.store.shelf import Key
from kg.store.workers import Answer
from kg.tables import Table

Notice = Callable[[str], None]
DEFAULT_STORE = Path(".normgraph")
# States of records and assessments kept in memory by one process; a service is asked the same things again and again.
KEPT = 8
# Parameters of the query library that name an edition, and those that name a place in one.
_OF_EDITIONS, _OF_REQUIREMENTS = ("framework", "given"), ("requirement", "control")


_OVERHEARD: ContextVar[list[str] | None] = ContextVar("overheard", default=None)


@dataclass(frozen=True, slots=True)
class VerdictKey:
    """Everything a verdict depends on."""

    head: str
    knowledge: str
    as_of: str
    known_on: str
    engine: str

    def __str__(self) -> str:
        return f"{self.head[:12]}-{self.knowledge[:12]}-{self.as_of}-{self.known_on}-{self.engine}"


@dataclass(frozen=True, slots=True)
class _State:
    """A state of a record: its portfolio, None where there is none yet, lines of own frameworks and of mapping sets."""

    seq: int
    portfolio: Portfolio | None
    own: frozenset[str]
    mappings: frozenset[str]


class KnowledgeGraph:
    """One store: shipped knowledge, and a ledger for each organisation."""

    def __init__(self, store: Path = DEFAULT_STORE, organisation: str = "", notice: Notice | None = None) -> None:
        self.store = store
        self.chosen = organisation
        self._notice = notice
        self._states: dict[tuple[str, Head], _State] = {}
        self._with_own: dict[frozenset[str], Knowledge] = {}
        self._mapping_sets: dict[frozenset[str], tuple[MappingSet, ...]] = {}
        self._assessments: dict[tuple[object, ...], Assessment] = {}

    @cached_property
    def knowledge(self) -> Knowledge:
        """The shipped knowledge."""
        return knowledge.load()

    @cached_property
    def digest(self) -> str:
        """Digest of the shipped knowledge."""
        return knowledge_digest()

    def knowledge_at(self, clock: Clock) -> Knowledge:
        """The shipped knowledge, and with it the organisation's own frameworks at the clock's state."""
        return self.knowledge_with(self.own_lines(clock))

    def knowledge_with(self, own: frozenset[str]) -> Knowledge:
        """The shipped knowledge with the lines of frameworks of one's own. Raises StoreInvalid if they do not fit."""
        if own not in self._with_own:
            if len(self._with_own) >= KEPT:
                self._with_own.clear()
            self._with_own[own] = known_with(self.knowledge, own)
        return self._with_own[own]

    def own_lines(self, clock: Clock) -> frozenset[str]:
        """Lines of the organisation's own frameworks at the clock's state; none unless it is clear whose."""
        return self._state(clock).own if self._is_clear_whose else frozenset()

    def mapping_sets(self, clock: Clock) -> tuple[MappingSet, ...]:
        """The mapping sets on record at the clock's state, by id; none unless it is clear whose."""
        if not self._is_clear_whose or not (lines := self._state(clock).mappings):
            return ()
        if lines not in self._mapping_sets:
            self._mapping_sets.clear()
            with self.ledger() as ledger:
                self._mapping_sets[lines] = mapping_rdf.from_lines(lines, ledger.names)
        return self._mapping_sets[lines]

    @cached_property
    def shipped_mappings(self) -> tuple[MappingSet, ...]:
        """The mapping sets that come with the release, by name of their file."""
        # Its readers cost start-up time, and most commands look at no mapping set.
        from kg.exchange import mapping_file

        paths = (path for name, path in knowledge_files() if name.endswith(".sssom.tsv"))
        return tuple(item.mapping_set for path in paths for item in mapping_file.read(path, self.knowledge).sets)

    @property
    def _is_clear_whose(self) -> bool:
        return bool(self.chosen) or len(self.organisations) == 1

    @property
    def organisations(self) -> tuple[str, ...]:
        """Organisations that have a ledger in this store."""
        if not self.store.is_dir():
            return ()
        return tuple(sorted(path.name for path in self.store.iterdir() if (path / "ledger.sqlite").is_file()))

    @property
    def organisation(self) -> str:
        """The organisation asked for, or the only one there is."""
        known = self.organisations
        if self.chosen:
            if self.chosen not in known:
                raise NotFound(
                    "no such organisation in this store", found=self.chosen, known=known, where=str(self.store)
                )
            return self.chosen
        if not known:
            raise StoreInvalid(
                "nothing is on record yet", where=str(self.store), found="no ledger",
                expected="an imported portfolio",
                hint="normgraph template portfolio > portfolio.yaml\nnormgraph import portfolio.yaml",
            )  # fmt: skip
        if len(known) > 1:
            raise NotFound("several organisations are on record", found=", ".join(known), expected="--org NAME")
        return known[0]

    def ledger(self, organisation: str = "", *, create: bool = False) -> Ledger:
        """The ledger of an organisation."""
        return Ledger.open(self.store / (organisation or self.organisation), create=create)

    def tell(self, text: str) -> None:
        """Say something to whoever asks, where that is a person or somebody who overhears it."""
        if self._notice:
            self._notice(text)
        if (said := _OVERHEARD.get()) is not None:
            said.append(text)

    @contextmanager
    def overheard(self) -> Iterator[list[str]]:
        """What is told inside, here and by no other thread."""
        said: list[str] = []
        token = _OVERHEARD.set(said)
        try:
            yield said
        finally:
            _OVERHEARD.reset(token)

    # Reading

    def head(self, clock: Clock) -> Head:
        """The state of the record a clock names."""
        with self.ledger() as ledger:
            return ledger.resolve(clock.at)

    def key(self, clock: Clock) -> VerdictKey:
        """The verdict key on a clock."""
        return VerdictKey(
            self.head(clock).hash, self.digest, clock.as_of.isoformat(), clock.known_on.isoformat(), __version__
        )

    def portfolio(self, clock: Clock) -> Portfolio:
        """The organisation's portfolio as recorded at the clock's state."""
        found = self._state(clock)
        if found.portfolio is None:
            raise StoreInvalid(
                "no portfolio is on record at this state", where=str(self.store), found=f"commit {found.seq}",
                expected="an imported portfolio", hint="normgraph import portfolio.yaml",
            )  # fmt: skip
        return found.portfolio

    def in_view(self, clock: Clock) -> frozenset[str]:
        """Frameworks that the organisation works with at the clock's state; none where it has no record."""
        try:
            portfolio = self.portfolio(clock)
        except (NotFound, StoreInvalid):
            return frozenset()
        return view.of_portfolio(portfolio).editions(self.knowledge_at(clock).catalogs)

    def _state(self, clock: Clock) -> _State:
        with self.ledger() as ledger:
            head = ledger.resolve(clock.at)
            known = self._states.get((self.organisation, head))
            if known is None:
                found = recorded.read(ledger, Key(head, self.digest), self._notice)
                names = {compact(person): name for person, name in ledger.names.items()}
                if len(self._states) >= KEPT:
                    self._states.clear()
                    self._assessments.clear()
                portfolio = model.build(found.records, names) if found.records else None
                own = of_frameworks(found.own)
                known = _State(head.seq, portfolio, own, found.own - own)
                self._states[self.organisation, head] = known
        return known

    def assess(self, clock: Clock, as_if_adopted: frozenset[str] = frozenset()) -> Assessment:
        """An assessment on a clock; `as_if_adopted` names voluntary editions to treat as adopted."""
        portfolio, known = self.portfolio(clock), self.knowledge_at(clock)
        for name in as_if_adopted:
            if name not in known.catalogs.editions:
                raise NotFound("no such framework", found=name, known=known.catalogs.editions)
        key = (id(portfolio), clock.as_of, clock.known_on, as_if_adopted)
        if key not in self._assessments:
            if len(self._assessments) >= KEPT:
                self._assessments.clear()
            self._assessments[key] = Assessment(known, portfolio, clock.as_of, clock.known_on, as_if_adopted)
        return self._assessments[key]

    # RDF

    def index(self, clock: Clock) -> Index:
        """The RDF index of record and knowledge at the clock's state."""
        with self.ledger() as ledger:
            return open_index(ledger, self.digest, knowledge_graphs(), at=clock.at, notice=self._notice)

    def assessment_index(self, clock: Clock, other: Clock | None = None) -> Index:
        """The RDF index with conditions and the verdicts of a clock beside record and knowledge.

        The verdicts of `other`, if given, stand in a second graph, named like the first with `-other` at the end.
        """
        keys = " ".join(str(self.key(item)) for item in (clock, other) if item is not None)
        digest = hashlib.sha256(keys.encode()).hexdigest()
        with self.ledger() as ledger:
            head = ledger.resolve(clock.at)
            sources = Sources(knowledge_graphs(), lambda: ledger.state(head.seq) | self._derived(clock, other))
            return provide(assessments_of(self.store / self.organisation), Key(head, digest), sources, self._notice)

    def _derived(self, clock: Clock, other: Clock | None) -> frozenset[str]:
        known = self.knowledge_at(clock)
        lines = {*conditions.to_nquads(known.catalogs), *assessment_rdf.to_nquads(self.assess(clock))}
        recorded = {item.id for item in self.mapping_sets(clock)}
        lines.update(*(mapping_rdf.to_nquads(item) for item in self.shipped_mappings if item.id not in recorded))
        if other is not None:
            assessment = self.assess(other)
            graph = assessment_rdf.graph_of(assessment)
            found = assessment_rdf.to_nquads(assessment)
            lines.update(line.removesuffix(f"<{graph}> .") + f"<{graph}-other> ." for line in found)
        return frozenset(lines)

    def ask(self, name: str, given: Mapping[str, str], clock: Clock) -> Table:
        """Answer a question of the query library."""
        question = queries.find(name)
        given = {key: self._resolved(key, value, clock) for key, value in given.items()}
        other = queries.other_clock(question, given, clock)
        with self.assessment_index(clock, other) if question.needs_assessment else self.index(clock) as index:
            # A stranger's statements about a system are no answer to what is on record about it.
            decided = [name for name in index.graphs if f"/{RDF_GRAPHS}" not in name]
            among = decided if len(decided) < len(index.graphs) else None
            return Table(question.name, tuple(question.columns), list(queries.ask(index, question, given, among)))

    def _resolved(self, parameter: str, value: str, clock: Clock) -> str:
        """A parameter as a person writes it: a local identifier, a scheme's word, or the identifier itself."""
        known = self.knowledge_at(clock)
        if value in known.catalogs.editions:
            return value
        if parameter in _OF_EDITIONS:
            return self._read_as(value, known.edition_named(value, where=parameter))
        if (
            parameter in _OF_REQUIREMENTS
            and value not in known.catalogs.norms
            and value not in known.catalogs.provisions
        ):
            meant = known.meant(value, view=self.in_view(clock))
            if not meant.requirement:
                raise NotFound(meant.message, found=value, where=parameter, hint=meant.hint)
            return self._read_as(value, meant.requirement)
        records = self.portfolio(clock).records
        for candidate in (value, f"{self.organisation}:{value}"):
            if candidate in records:
                return candidate
        if f"{parameter}:{value}" in known.labels:
            return f"{parameter}:{value}"
        if value.startswith(f"{self.organisation}:"):
            raise NotFound("nothing on record has this identifier", found=value, known=records, where=parameter)
        return value

    def _read_as(self, text: str, name: str) -> str:
        self.tell(f"{text} is read as {name}")
        return name

    def sparql(self, text: str, clock: Clock, form: str = "json") -> Answer:
        """Answer an ad-hoc SPARQL query, read-only and confined, over record, knowledge and verdicts."""
        with self.assessment_index(clock) as index:
            return workers.run(index, text, format=form, prefixes=queries.all_prefixes(text))

    # Care of the store

    def log(self, limit: int | None = None) -> list[Commit]:
        """Commits of the organisation's ledger, newest first."""
        with self.ledger() as ledger:
            return ledger.log(limit)

    def status(self) -> doctor.Status:
        """What the organisation's store holds."""
        with self.ledger() as ledger:
            return doctor.status(ledger, self.digest)

    def verify(self) -> doctor.Verification:
        """Check record and indexes; changes nothing."""
        with self.ledger() as ledger:
            return doctor.verify(ledger, self.digest)

    def rebuild(self) -> doctor.Projection:
        """Build the current index anew."""
        with self.ledger() as ledger:
            return doctor.rebuild(ledger, self.digest, knowledge_graphs(), self._notice)

    def at(self, moment: int | datetime | None) -> Head:
        """The recorded state a sequence number or moment names."""
        with self.ledger() as ledger:
            return ledger.resolve(moment)


def knowledge_graphs() -> Mapping[str, Sequence[Path]]:
    """Graph IRI -> Turtle files: each catalog and decomposition its own graph, the modules and schemes one each."""
    graphs: dict[str, list[Path]] = {}
    for name, path in knowledge_files():
        if name.endswith(".ttl"):
            graphs.setdefault(_graph_name(name), []).append(path)
    return graphs


def _graph_name(name: str) -> str:
    parts = name.removesuffix(".ttl").split("/")
    if parts[1] == "catalogs":
        slug, _, kind = parts[2].partition(".duties")
        return expand(f"{slug}:graph/duties" if name.endswith(".duties.ttl") else f"{slug}:graph/catalog") + kind
    return expand(f"normgraph:graph/{'/'.join(parts[1:])}")


def author() -> str:
    """Who commits: the name of the account, as an identifier."""
    try:
        found = getpass.getuser()
    except (KeyError, OSError, ImportError):
        found = ""
    return "".join(char if char.isalnum() or char in "-_." else "-" for char in found) or "unknown"
