# The conditions of the norms are evaluated next.
DELETE { ?old o:active ?owner } WHERE { ?old o:active ?owner } ;
INSERT { ?condition o:active ?norm . ?term o:active ?norm . ?literal o:active ?norm }
WHERE {
  ?norm a ng:Norm ; o:text ?window . ?window ng:compiledCondition ?condition .
  OPTIONAL { ?condition ng:term ?term . OPTIONAL { ?term ng:literal ?literal } }
}
