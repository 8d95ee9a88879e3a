# One guard moves the dates of its places.
DELETE { ?slot o:reached ?before } INSERT { ?slot o:reached ?after }
WHERE {
  o:clock o:guard ?guard ; o:asOf ?today . ?guard o:touches ?norm ; ng:effectDate ?late .
  ?slot o:norm ?norm ; o:case ?case ; o:place ?place ; o:reached ?before .
  {
    o:clock o:guard ?guard . ?slot o:place o:row . MINUS { ?guard ng:targetFact ?name }
  } UNION {
    o:clock o:guard ?guard . ?guard ng:targetFact ?name ; ng:targetValue ?value .
    ?place o:fact ?fact ; o:value ?value . FILTER(?fact = IRI(CONCAT(STR(fact:), ?name)))
  }
  ?case ?fired ?guard . VALUES ?fired { o:true o:unknown }
  BIND(IF(?late <= ?today, 2, 0) AS ?then)
  BIND(IF(?fired = o:true || ?before = ?then, ?then, 1) AS ?after)
}
