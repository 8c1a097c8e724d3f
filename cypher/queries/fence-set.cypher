MATCH (f:Fence {partition: $partition})
SET f.position = $position, f.epoch = $epoch
