UNWIND range(0, size($ids) - 1) AS i
MATCH (a:Account {id: $ids[i]})
SET a.label = $verdicts[i], a.labelledAt = $ats[i], a.labelId = $labelIds[i], a.labelSource = $sources[i],
    a.labelUntil = $untils[i], a.labelPattern = $patterns[i]
