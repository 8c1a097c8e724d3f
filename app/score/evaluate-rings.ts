import type { Ledger } from '../../ledger/model.ts';
import type { Ring, Typology } from '../../scoring/rings/model.ts';
import { share } from './summary.ts';

/** A ring that is known to be there. */
export interface PlantedRing {
  readonly ringId: string;
  readonly typology: Typology;
  /** Account keys. */
  readonly members: readonly string[];
}

/** What was found against what was planted. */
export interface RingEvaluation {
  readonly planted: number;
  readonly found: number;
  readonly falseRings: number;
  /** Tracked rings that match a planted one, of all tracked rings. */
  readonly precision: number;
  /** Planted rings that were found, of all planted rings. */
  readonly recall: number;
  /** Share of the planted rings of each typology that was found, typologies in the order of their names. */
  readonly recallByTypology: Readonly<Record<string, number>>;
}

/**
 * Compares planted rings with groups of accounts that the service reported, both by account key. A planted ring is found when
 * one group covers at least half of its accounts. A group is false when it neither covers half of a planted ring nor has half
 * of its own accounts in one.
 */
export function evaluateRings(
  planted: readonly PlantedRing[],
  groups: readonly (readonly string[])[],
): RingEvaluation {
  const plantedOf = new Map<string, number[]>();
  for (const [index, { members }] of planted.entries()) {
    for (const account of members) plantedOf.set(account, [...(plantedOf.get(account) ?? []), index]);
  }
  const found = new Set<number>();
  let falseRings = 0;
  for (const group of groups) {
    let matches = false;
    for (const [index, common] of overlaps(group, plantedOf)) {
      const covers = common * 2 >= (planted[index]?.members.length ?? 0);
      if (covers) found.add(index);
      if (covers || common * 2 >= group.length) matches = true;
    }
    if (!matches) falseRings += 1;
  }
  return {
    planted: planted.length,
    found: found.size,
    falseRings,
    precision: share(groups.length - falseRings, groups.length),
    recall: share(found.size, planted.length),
    recallByTypology: byTypology(planted, found),
  };
}

function overlaps(
  group: readonly string[],
  plantedOf: ReadonlyMap<string, readonly number[]>,
): Map<number, number> {
  const counts = new Map<number, number>();
  for (const account of group) {
    for (const index of plantedOf.get(account) ?? []) counts.set(index, (counts.get(index) ?? 0) + 1);
  }
  return counts;
}

function byTypology(planted: readonly PlantedRing[], found: ReadonlySet<number>): Record<string, number> {
  const groups = new Map<string, { all: number; found: number }>();
  for (const [index, { typology }] of planted.entries()) {
    const group = groups.get(typology) ?? { all: 0, found: 0 };
    groups.set(typology, { all: group.all + 1, found: group.found + (found.has(index) ? 1 : 0) });
  }
  const sorted = [...groups].sort(([a], [b]) => (a < b ? -1 : 1));
  return Object.fromEntries(sorted.map(([typology, group]) => [typology, share(group.found, group.all)]));
}

/** The members of those tracked rings that still stand (not merged into another), by account key. */
export async function trackedGroups(
  ledger: Ledger,
  ringIds: Iterable<string>,
  readMax: number,
): Promise<string[][]> {
  const ids = [...ringIds];
  const groups: string[][] = [];
  for (let start = 0; start < ids.length; start += readMax) {
    const rings = await ledger.ringsById(ids.slice(start, start + readMax));
    for (const ring of rings.values())
      if (stands(ring)) groups.push(ring.members.map(({ account }) => account));
  }
  return groups;
}

function stands(ring: Ring): boolean {
  return ring.status !== 'MERGED' && ring.members.length > 0;
}
