/**
 * The name of a topic partition in batches, in the ledger and in dead letters: `kafka:<cluster id>/<topic>/<partition>`. A cluster that is
 * made anew has another id, so its offsets are never taken for those of the old one.
 */
export function partitionName(clusterId: string, topic: string, partition: number): string {
  return `kafka:${clusterId}/${topic}/${partition}`;
}

/** Topic and partition of such a name, null for the name of any other source. */
export function parsePartitionName(name: string): { topic: string; partition: number } | null {
  const match = /^kafka:[^/]+\/([^/]+)\/(\d+)$/.exec(name);
  return match === null ? null : { topic: match[1] as string, partition: Number(match[2]) };
}
