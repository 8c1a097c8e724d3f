// The write comes first: reading before the lock would let a zombie owner through.
MERGE (f:Fence {partition: $partition})
SET f.lock = true
RETURN f.position, f.epoch
