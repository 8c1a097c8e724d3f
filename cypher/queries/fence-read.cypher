MATCH (f:Fence {partition: $partition})
RETURN f.position, f.epoch
