const free = -1;
const startBuckets = 2048;

/** The columns that a bucket's slot is compared in: an ordered pair of accounts is known by any transfer between them. */
interface PairEnds {
  readonly from: Int32Array;
  readonly to: Int32Array;
}

/**
 * Finds the newest transfer (slot) of an ordered pair of accounts: open addressing with linear probing over slots alone, since the
 * pair is read from the transfer itself. Load between 3/8 and 3/4, at most 10.7 bytes a pair beyond the first 1,500. No tombstones: a removal
 * shifts the run back (Knuth, The Art of Computer Programming 3, 6.4, algorithm R).
 */
export class PairBuckets {
  #buckets = new Int32Array(startBuckets).fill(free);
  #size = 0;

  /** Pairs that have a transfer. */
  get size(): number {
    return this.#size;
  }

  get bytes(): number {
    return this.#buckets.byteLength;
  }

  /** The newest slot of a pair, -1 when it has none. O(1) expected. */
  find(ends: PairEnds, from: number, to: number): number {
    return this.#buckets[this.#bucketOf(ends, from, to)]!;
  }

  /** Makes `slot` the newest of its pair. */
  put(ends: PairEnds, slot: number): void {
    const bucket = this.#bucketOf(ends, ends.from[slot]!, ends.to[slot]!);
    const isNew = this.#buckets[bucket] === free;
    this.#buckets[bucket] = slot;
    if (!isNew) return;
    this.#size += 1;
    if (this.#size * 4 > this.#buckets.length * 3) this.#resize(ends, this.#buckets.length * 2);
  }

  /** Forgets a pair that is there. */
  remove(ends: PairEnds, from: number, to: number): void {
    const buckets = this.#buckets;
    const mask = buckets.length - 1;
    let hole = this.#bucketOf(ends, from, to);
    buckets[hole] = free;
    this.#size -= 1;
    for (let next = (hole + 1) & mask; buckets[next] !== free; next = (next + 1) & mask) {
      const slot = buckets[next]!;
      const home = hashPair(ends.from[slot]!, ends.to[slot]!) & mask;
      if (((next - home) & mask) < ((next - hole) & mask)) continue;
      buckets[hole] = slot;
      buckets[next] = free;
      hole = next;
    }
  }

  #bucketOf(ends: PairEnds, from: number, to: number): number {
    const buckets = this.#buckets;
    const mask = buckets.length - 1;
    let bucket = hashPair(from, to) & mask;
    for (;;) {
      const slot = buckets[bucket]!;
      if (slot === free || (ends.from[slot] === from && ends.to[slot] === to)) return bucket;
      bucket = (bucket + 1) & mask;
    }
  }

  #resize(ends: PairEnds, length: number): void {
    const before = this.#buckets;
    this.#buckets = new Int32Array(length).fill(free);
    for (const slot of before) {
      if (slot !== free) this.#buckets[this.#bucketOf(ends, ends.from[slot]!, ends.to[slot]!)] = slot;
    }
  }
}

/** Mixes two account numbers into 32 bits (the finaliser of MurmurHash3, Appleby 2008). */
export function hashPair(from: number, to: number): number {
  let hash = Math.imul(from, 0x9e3779b1) ^ Math.imul(to, 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return (hash ^ (hash >>> 16)) >>> 0;
}
