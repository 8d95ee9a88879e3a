"""RDF of every syntax as the statements of one graph."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.errors import InputError, LimitError
from kg.exchange import rdf_file, rdf_form
from kg.exchange.kinds import Asked, Options, Sample, choose
from kg.exchange.rdf_file import RdfGraph, in_graph
from kg.exchange.rdf_form import JSON_LD, N_QUADS, N_TRIPLES, RDF_XML, TRIG, TURTLE
from kg.store.index import RdfFormat, parse
from kg.store.quads import check_lines

RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
FILES = {
    TURTLE: ("x.ttl", '@prefix x: <x:> .\nx:a x:p x:b ; x:q "Grün"@DE .\n'),
    TRIG: ("x.trig", 'PREFIX x: <x:>\n{ x:a x:p x:b ; x:q "Grün"@de }\n'),
    N_TRIPLES: ("x.nt", '<x:a> <x:p> <x:b> .\n<x:a> <x:q> "Gr\\u00FCn"@de .\n'),
    N_QUADS: ("x.nq", '<x:a> <x:p> <x:b> .\n<x:a> <x:q> "Grün"@de .\n'),
    JSON_LD: ("x.jsonld", '{"@id": "x:a", "x:p": {"@id": "x:b"}, "x:q": {"@value": "Grün", "@language": "de"}}'),
    RDF_XML: (
        "x.rdf",
        f"""<?xml version="1.0"?>
<rdf:RDF xmlns:rdf="{RDF}" xmlns:x="x:"><rdf:Description rdf:about="x:a">
<x:p rdf:resource="x:b"/><x:q xml:lang="de">Grün</x:q></rdf:Description></rdf:RDF>""",
    ),
}
EXPECTED = ("<x:a> <x:p> <x:b>", '<x:a> <x:q> "Grün"@de')
Read = Callable[..., RdfGraph]


@pytest.fixture
def read(tmp_path: Path) -> Read:
    """Reads a text as a file, in the way that `normgraph import` does."""

    def _read(text: str | bytes, name: str = "x.ttl") -> RdfGraph:
        path = tmp_path / name
        path.write_bytes(text if isinstance(text, bytes) else text.encode())
        kind, _ = choose(Sample.of(path), Options(graph="g"))
        found = kind.read(path, Asked())
        assert isinstance(found, RdfGraph)
        return found

    return _read


@pytest.mark.parametrize("syntax", FILES)
def test_every_syntax_says_the_same(read: Read, syntax: str) -> None:
    name, text = FILES[syntax]
    assert read(text, name) == RdfGraph("x", syntax, EXPECTED, 0)
    assert read("\ufeff" + text, name).statements == EXPECTED


@pytest.mark.parametrize("syntax", FILES)
@pytest.mark.parametrize("name", ["x", "x.txt", "x.csv", "x.yaml"])
def test_the_syntax_is_known_by_the_content(syntax: str, name: str) -> None:
    kind, why = choose(Sample(name, FILES[syntax][1].encode()), Options())
    told = {TRIG: TURTLE, N_TRIPLES: N_QUADS}.get(syntax, syntax)
    assert (kind.name, why) == ("graph", f"it is {told}")


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("x.csv", "Base salary,Prefix\nBase <1>,Prefix a: b\n"), ("x.csv", "<a>,<b>\n"), ("x.yaml", "base: 1\n"),
        ("x.json", '{"id": 1}'), ("x.html", "<html><body>RDF</body></html>"), ("x.xml", "<?xml version='1.0'?><a/>"),
    ],
)  # fmt: skip
def test_other_files_are_not_taken_for_rdf(name: str, text: str) -> None:
    sample = Sample(name, text.encode())
    assert rdf_file.recognised(sample.name, sample.text, sample.keys) == ""


def test_a_name_can_be_given_or_is_that_of_the_file(read: Read, tmp_path: Path) -> None:
    assert read(FILES[TURTLE][1], "my words.ttl").name == "my words"
    kind, _ = choose(Sample.of(tmp_path / "my words.ttl"), Options())
    assert kind.read(tmp_path / "my words.ttl", Asked(Options(graph="words"))).name == "words"


REFUSED = [
    ("x.ttl", "<x:a> <x:b> .", "not valid Turtle", "x.ttl:1"),
    ("x.ttl", "<x:a> <x:b> <x:c> .\n<x:a> <x:b", "not valid Turtle", "x.ttl:2"),
    ("x.ttl", "<a> <x:b> <x:c> .", "an IRI is relative", "x.ttl:1"),
    ("x.ttl", b'<x:a> <x:b> "\xff" .', "not valid Turtle", "x.ttl:1"),
    ("x.ttl", '<x:a> <x:b> "\\ud800" .', "not valid Turtle", "x.ttl:1"),
    ("x.ttl", b"<x:a> <x:b> \0 .", "not a text file", "x.ttl"),
    ("x.ttl", "<x:a> <x:b> <<( <x:a> <x:b> <x:c> )>> .", "RDF 1.2 is not supported", "x.ttl"),
    ("x.ttl", '<x:a> <x:b> "x"@en--ltr .', "RDF 1.2 is not supported", "x.ttl"),
    ("x.ttl", "# nothing\n", "no statements", "x.ttl"),
    ("x.trig", "<x:g> { <x:a> <x:b> <x:c> }", "names graphs of its own", "x.trig"),
    ("x.nq", "<x:a> <x:b> <x:c> <x:g> .", "names graphs of its own", "x.nq"),
    ("x.jsonld", '{"@id": "x:g", "@graph": [{"@id": "x:a", "x:b": "c"}]}', "names graphs of its own", "x.jsonld"),
    ("x.jsonld", '{"@context": "https://schema.org/", "name": "b"}', "nothing is fetched", "x.jsonld"),
    ("x.jsonld", '{"@context": {"@import": "https://schema.org/"}, "name": "b"}', "nothing is fetched", "x.jsonld"),
    ("x.jsonld", '{"@id": "x:a", "x:b": ', "not valid JSON-LD", "x.jsonld:1"),
    ("x.rdf", f'<!DOCTYPE a>\n<rdf:RDF xmlns:rdf="{RDF}"/>', "a DOCTYPE is not supported", "x.rdf:1"),
    ("x.rdf", f'<rdf:RDF xmlns:rdf="{RDF}">', "not valid RDF/XML", "x.rdf:1"),
    ("x.rdf", f'<?xml version="1.0" encoding="utf-7"?><rdf:RDF xmlns:rdf="{RDF}"/>', "encoding", "x.rdf:1"),
    ("x.rdf", f'<?xml version="1.0" encoding="hex"?><rdf:RDF xmlns:rdf="{RDF}"/>', "encoding", "x.rdf:1"),
    ("x.rdf", FILES[RDF_XML][1].removesuffix("</rdf:RDF>"), "not valid RDF/XML", "x.rdf:3"),
]


@pytest.mark.parametrize(("name", "text", "message", "where"), REFUSED)
def test_what_cannot_be_taken_is_one_clear_error(
    read: Read, name: str, text: str | bytes, message: str, where: str
) -> None:
    with pytest.raises(InputError, match=message) as caught:
        read(text, name)
    assert caught.value.where == where
    assert caught.value.expected


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("x.jsonld", '{"x:p":' * 100 + "1" + "}" * 100),
        ("x.jsonld", "[" * 100_000),
        ("x.ttl", "<x:a> <x:p> " + "[ <x:p> " * 100 + "1" + " ]" * 100 + " ."),
        ("x.ttl", "<x:a> <x:p> " + "<<( <x:a> <x:p> " * 100_000),
        ("x.rdf", f'<rdf:RDF xmlns:rdf="{RDF}" xmlns:x="x:">' + "<rdf:Description><x:p>" * 100_000),
    ],
)
def test_what_is_nested_deeply_is_refused_before_it_is_parsed(read: Read, name: str, text: str) -> None:
    with pytest.raises(LimitError, match="nested too deeply") as caught:
        read(text, name)
    assert caught.value.where == f"{name}:1"


@pytest.mark.parametrize(("start", "end"), [('"', '"'), ("'", "'"), ('"""a "b" ', '"""'), ("'''it's ", "'''")])
def test_brackets_in_texts_comments_and_iris_do_not_nest(read: Read, start: str, end: str) -> None:
    brackets = "[{" * 100
    found = read(f"# don't {brackets}\n<x:a#{'(' * 100}> <x:p> {start}{brackets}\\n{end} . # {brackets}")
    assert found.statements[0].endswith(f'{brackets}\\n"')


def test_too_many_statements_are_refused(read: Read, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rdf_form, "MAX_STATEMENTS", 1)
    with pytest.raises(LimitError, match="too many statements"):
        read(FILES[TURTLE][1])
    monkeypatch.setattr(rdf_file, "MAX_BYTES", 10)
    with pytest.raises(LimitError, match="too large"):
        read(FILES[TURTLE][1])


def test_a_token_that_is_too_long_is_no_want_of_memory(read: Read) -> None:
    with pytest.raises(LimitError, match="a text, name or comment is too long"):
        read(f'<x:a> <x:p> "{"a" * 17_000_000}" .')


# Blank nodes

LIST = '<x:a> <x:p> (1 2 3), [ <x:q> [ <x:r> "end" ] ] .\n'


def test_blank_nodes_have_the_same_names_each_time(read: Read) -> None:
    first = read(LIST)
    assert first == read("# words\n" + LIST)
    assert first.blanks == 5
    later = read('<x:z> <x:p> [ <x:q> "before" ] .\n' + LIST)
    assert set(first.statements) <= set(later.statements)


def test_the_label_of_a_blank_node_says_nothing(read: Read) -> None:
    assert read("_:one <x:p> 1 .") == read("_:two <x:p> 1 .")


def test_nodes_that_look_alike_stay_apart(read: Read) -> None:
    found = read("[] <x:p> 1 . [] <x:p> 1 . _:a <x:p> _:b . _:b <x:p> _:a .")
    assert found.blanks == len({line.partition(" ")[0] for line in found.statements}) == 4


def test_lists_of_equal_items_take_no_time(read: Read) -> None:
    assert len(read("<x:a> <x:p> (" + "1 " * 2000 + ") .").statements) == 4001


def test_blank_nodes_become_iris_below_the_graph(read: Read) -> None:
    lines = list(in_graph(read(LIST).statements, "x:graph"))
    assert check_lines(lines) == set(lines)
    assert all(line.endswith(" <x:graph> .") for line in lines)
    assert any(line.startswith("<x:graph/b") for line in lines)


def test_a_statement_cannot_name_another_graph() -> None:
    for forged in ('<x:a> <x:b> "c" <x:other> .\n<x:a> <x:b> "c"', "<x:a> <x:b> <x:c> <x:other>", "<x:a>"):
        with pytest.raises(InputError):
            check_lines(in_graph([forged], "x:graph"))


TERMS = st.sampled_from(["<x:a>", "<x:b>", "_:a", "_:b", "_:c"])
STATEMENTS = st.lists(st.tuples(TERMS, st.sampled_from(["<x:p>", "<x:q>"]), TERMS | st.just('"1"')), min_size=1)


@given(STATEMENTS)
def test_naming_keeps_every_statement(statements: list[tuple[str, str, str]]) -> None:
    text = "".join(f"{' '.join(statement)} .\n" for statement in statements)
    found = [(quad.subject, quad.predicate, quad.object) for quad in parse(text, RdfFormat.N_TRIPLES)]
    names = rdf_file.blank_names(found)
    assert len(set(names.values())) == len(names)
    assert set(names) == {term[2:] for statement in statements for term in statement if term.startswith("_:")}
