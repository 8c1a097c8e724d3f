// The sequence has no gaps, so a page is a run of exact look-ups; a range scan would read every event.
UNWIND range($first, $last) AS seq
MATCH (e:Event {seq: seq})
RETURN e.seq, e.id, e.body
ORDER BY e.seq
