/** Problems that are reported in words; beyond, they are only counted. */
const wordsMax = 20;

/** What the checks of a trial found: ids that are missing somewhere, ids that are there too often, and everything else that is wrong. */
export class Findings {
  readonly #lost = new Set<string>();
  readonly #doubled = new Set<string>();
  readonly #problems: string[] = [];
  #count = 0;

  /** How many ids are missing somewhere. */
  get lost(): number {
    return this.#lost.size;
  }

  /** How many ids are somewhere more than once. */
  get doubled(): number {
    return this.#doubled.size;
  }

  /** The first problems in words; the last one says how many more there are. */
  get problems(): readonly string[] {
    const more = this.#count - this.#problems.length;
    return more === 0 ? this.#problems : [...this.#problems, `and ${more} more`];
  }

  /** Notes a problem. */
  add(problem: string): void {
    this.#count += 1;
    if (this.#problems.length < wordsMax) this.#problems.push(problem);
  }

  /** Notes a problem unless something holds. */
  expect(holds: boolean, problem: string): void {
    if (!holds) this.add(problem);
  }

  /** Every expected id is found exactly once in `place`, and nothing else is. */
  expectOnce(place: string, expected: ReadonlySet<string>, found: readonly string[]): void {
    const times = new Map<string, number>();
    for (const id of found) times.set(id, (times.get(id) ?? 0) + 1);
    for (const id of expected) {
      if (times.has(id)) continue;
      this.#lost.add(id);
      this.add(`${place}: "${id}" is missing`);
    }
    for (const [id, count] of times) {
      if (!expected.has(id)) this.add(`${place}: "${id}" should not be there`);
      if (count === 1) continue;
      this.#doubled.add(id);
      this.add(`${place}: "${id}" is there ${count} times`);
    }
  }
}
