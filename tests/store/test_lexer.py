"""Which queries are let through to a worker."""

from __future__ import annotations

import time
from contextlib import suppress

import pytest

from kg.errors import InputError, LimitError
from kg.store.lexer import MAX_BYTES, MAX_DEPTH, confine

HARMLESS = [
    "SELECT * { ?s ?p ?o }",
    'SELECT * { ?s ?p "SERVICE <http://x/> { }" }',
    'SELECT * { ?s ?p \'\'\'LOAD\n\'SERVICE\' \'\'\' , """a "DROP" \\" """ }',
    "SELECT * { ?s ?p ?o } # SERVICE <http://x/> {} INSERT",
    "# don't\nSELECT * { ?s ?p ?o }",
    "SELECT ?service ?load $add { ?service ?load $add }",
    "PREFIX sd: <http://www.w3.org/ns/sparql-service-description#> SELECT * { ?s sd:Service ?o }",
    "SELECT * { <http://x/SERVICE/load> <http://x/#DROP> <http://x/(a)?b='c'> }",
    "PREFIX load: <x:> SELECT * { ?s load:insert ?o ; load:service <x:y> }",
    "SELECT * { ?s ?p 'x'@en, 1.5e3, -2, true }",
    "SELECT * { ?s ?p ?o FILTER(?o < 5 && ?o > 2) }",
    "SELECT * { ?s ?p ?o FILTER(?a<?b&&?c>?d) }",
    "SELECT (COUNT(*) AS ?n) { ?s <x:p>|^<x:q>/(<x:a>|<x:b>)* ?o } GROUP BY ?s HAVING (COUNT(*) > 1)",
    "SELECT * { VALUES (?a ?b) { (<http://x#a> <http://x#b>) ('SERVICE' <http://x#c>) } }",
    "SELECT * { ?s ?p ?o } ORDER BY DESC(?o) LIMIT 5 OFFSET 5",
    "CONSTRUCT { ?s ?p ?o } WHERE { ?s ?p ?o FILTER NOT EXISTS { ?s a <x:c> } }",
    "DESCRIBE <x:s>",
    "not a query at all",
    "",
]

REFUSED = [
    ("SELECT * { SERVICE <http://x/> { ?s ?p ?o } }", "SERVICE"),
    ("SELECT * { service silent ?g { ?s ?p ?o } }", "SERVICE"),
    ("SELECT * {SERVICE<http://x/>{?s ?p ?o}}", "SERVICE"),
    ("PREFIX x: <http://x/> SELECT * { SERVICE x:y { ?s ?p ?o } }", "SERVICE"),
    ("PREFIX x: <http://x/> SELECT * { SERVICE:y { ?s ?p ?o } }", "SERVICE"),
    ("SELECT * { ?s ?p 1SERVICE <http://x/> { ?s ?p ?o } }", "SERVICE"),
    ("SELECT * { ?s ?p 1.SERVICE <http://x/> { ?s ?p ?o } }", "SERVICE"),
    ("SELECT * { ?s ?p 'a'@enSERVICE <http://x/> {} . SERVICE <http://x/> { } }", "SERVICE"),
    ("SELECT * { SERVICE # remark\n <http://x/> { } }", "SERVICE"),
    ("SELECT * { ?s ?p 'a' } # it's\n SERVICE <x> {} #'", "SERVICE"),
    ("SELECT * { ?s ?p <http://x#'> . SERVICE <http://x/> { } }", "SERVICE"),
    ("LOAD <http://x/>", "LOAD"),
    ("load silent <http://x/> into graph <x:g>", "LOAD"),
    ("INSERT DATA { <x:s> <x:p> <x:o> }", "INSERT"),
    ("DELETE WHERE { ?s ?p ?o }", "DELETE"),
    ("WITH <x:g> DELETE { ?s ?p ?o } WHERE { ?s ?p ?o }", "DELETE"),
    ("CLEAR ALL", "CLEAR"),
    ("DROP SILENT GRAPH <x:g>", "DROP"),
    ("CREATE GRAPH <x:g>", "CREATE"),
    ("COPY <x:a> TO <x:b>", "COPY"),
    ("MOVE <x:a> TO <x:b>", "MOVE"),
    ("ADD <x:a> TO <x:b>", "ADD"),
    ("SELECT * { ?s ?p ?o } ; DROP ALL", "DROP"),
    ("SELECT * { \\u0053ERVICE <http://x/> { } }", "\\u0053"),
    ("SELECT * { ?s ?p 'a\\u0027 . SERVICE <http://x/> {} #' }", "\\u0027"),
    ("SELECT * { ?s ?p '\\U00000027' }", "\\U00000027"),
]

# Texts in which `<` is less-than to the engine and the start of an IRI to a reader of tokens.
AMBIGUOUS = [
    "SELECT * { ?s ?p ?o FILTER(?a<'>')SERVICE<http://x>{?s ?p ?o}FILTER(''='') }",
    "SELECT * { ?s ?p ?o FILTER(?a<#>'''\n1)SERVICE<http://x>{?s ?p ?o} #'''\n }",
    "SELECT * { ?s ?p ?o FILTER(?a<1)SERVICE#>\n ?x {?s ?p ?o} }",
    "SELECT * { ?s ?p ?o FILTER(?a<x:b#>'''\n)SERVICE SILENT # remark\n x:y{?s ?p ?o} #'''\n }",
]


@pytest.mark.parametrize("sparql", HARMLESS)
def test_what_only_reads_passes(sparql: str) -> None:
    confine(sparql)


@pytest.mark.parametrize(("sparql", "found"), REFUSED)
def test_what_reaches_out_or_writes_is_refused(sparql: str, found: str) -> None:
    with pytest.raises(InputError, match="may only read") as caught:
        confine(sparql)
    assert (caught.value.code, caught.value.found) == ("sparql-refused", found)


@pytest.mark.parametrize("sparql", AMBIGUOUS)
def test_a_text_with_two_readings_is_refused_if_one_is_harmful(sparql: str) -> None:
    with pytest.raises(InputError) as caught:
        confine(sparql)
    assert caught.value.code == "sparql-refused"


def test_the_place_is_named() -> None:
    with pytest.raises(InputError) as caught:
        confine("SELECT * {\n  SERVICE <x:s> {} }")
    assert caught.value.where == "line 2, column 3"


@pytest.mark.parametrize("sparql", ["SELECT * { ?s ?p 'open }", 'SELECT * { ?s ?p "a\nb" }', "'''a''"])
def test_an_open_string_is_refused(sparql: str) -> None:
    with pytest.raises(InputError, match="string is not closed"):
        confine(sparql)


@pytest.mark.parametrize("opening", ["{", "(", "[", "{ SELECT * {", "FILTER((("])
def test_a_bomb_of_brackets_is_refused(opening: str) -> None:
    with pytest.raises(LimitError) as caught:
        confine(f"SELECT * {opening * (MAX_DEPTH + 1)}")
    assert caught.value.code == "query-too-deep"


def test_many_brackets_side_by_side_are_no_bomb() -> None:
    confine("SELECT * {" + "{ ?s ?p ?o } UNION " * 500 + "{ ?s ?p ?o } }")


def test_a_long_query_is_refused() -> None:
    confine("#" * MAX_BYTES)
    with pytest.raises(LimitError) as caught:
        confine("é" * (MAX_BYTES // 2 + 1))
    assert caught.value.code == "query-too-long"


@pytest.mark.parametrize(
    "piece", ["a.", "<", '"', "'''a", "a:", "\\", "-", "?", "@", "<a", "%", "a.-", "(?a<#", "1SILENT "]
)
def test_no_text_takes_long_to_judge(piece: str) -> None:
    started = time.perf_counter()
    with suppress(InputError):
        confine((piece * MAX_BYTES)[:MAX_BYTES])
    assert time.perf_counter() - started < 1
