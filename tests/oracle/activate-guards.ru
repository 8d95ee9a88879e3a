# The conditions of one stratum's guards are evaluated next.
DELETE { ?old o:active ?owner } WHERE { ?old o:active ?owner } ;
INSERT { ?condition o:active ?guard . ?term o:active ?guard . ?literal o:active ?guard }
WHERE {
  o:clock o:stratum ?stratum ; o:edition ?edition .
  ?guard ng:stratum ?stratum ; ng:guardOf ?edition ; o:text ?window . ?window ng:compiledCondition ?condition .
  OPTIONAL { ?condition ng:term ?term . OPTIONAL { ?term ng:literal ?literal } }
}
