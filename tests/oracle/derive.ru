# Values that guards of the stratum set, add or drop, on the truths before them.
DELETE { ?case ?old ?cell } INSERT { ?case ?new ?cell }
WHERE {
  {
    SELECT ?case ?cell (MAX(?v) AS ?up) WHERE {
      ?cell o:derived true .
      {
        ?case ?known ?cell . VALUES (?known ?v) { (o:false 0) (o:unknown 1) (o:true 2) }
      } UNION {
        o:clock o:stratum ?stratum ; o:edition ?edition .
        ?guard ng:stratum ?stratum ; ng:guardOf ?edition ; ng:effect ?effect ; ng:targetFact ?name ; ng:targetValue ?value .
        FILTER(?effect IN (effect:set, effect:add-role))
        ?cell o:fact ?fact ; o:value ?value . FILTER(?fact = IRI(CONCAT(STR(fact:), ?name)))
        ?case ?fired ?guard . VALUES (?fired ?v) { (o:false 0) (o:unknown 1) (o:true 2) }
      }
    } GROUP BY ?case ?cell
  }
  {
    SELECT ?case ?cell (MIN(?w) AS ?down) WHERE {
      ?cell o:derived true .
      {
        ?case a o:Case . BIND(2 AS ?w)
      } UNION {
        o:clock o:stratum ?stratum ; o:edition ?edition .
        ?guard ng:stratum ?stratum ; ng:guardOf ?edition ; ng:effect effect:drop-role ; ng:targetFact ?name ; ng:targetValue ?value .
        ?cell o:fact ?fact ; o:value ?value . FILTER(?fact = IRI(CONCAT(STR(fact:), ?name)))
        ?case ?fired ?guard . VALUES (?fired ?w) { (o:false 2) (o:unknown 1) (o:true 0) }
      }
    } GROUP BY ?case ?cell
  }
  ?case ?old ?cell . FILTER(?old IN (o:true, o:unknown, o:false))
  BIND(IF(?up < ?down, ?up, ?down) AS ?value)
  VALUES (?value ?new) { (0 o:false) (1 o:unknown) (2 o:true) }
}
