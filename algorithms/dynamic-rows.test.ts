import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { DynamicRows, UndirectedRows } from './dynamic-rows.ts';

const nodeMax = 30;
const node = fc.integer({ min: 0, max: nodeMax });
const steps = fc.array(fc.tuple(node, node, fc.integer({ min: 0, max: 3 })), { maxLength: 400 });

const rowOf = (rows: DynamicRows, of: number): [number, number][] => {
  const start = rows.starts[of]!;
  const entries = Array.from({ length: rows.lengths[of]! }, (_, place): [number, number] => [
    rows.neighbours[start + place]!,
    rows.weights[start + place]!,
  ]);
  return entries.sort(([one], [other]) => one - other);
};

describe('dynamic rows', () => {
  test('hold what a map of maps holds, after any adding and removing', () => {
    fc.assert(
      fc.property(steps, (changes) => {
        const rows = new DynamicRows();
        rows.ensure(nodeMax + 1);
        const naive = Array.from({ length: nodeMax + 1 }, () => new Map<number, number>());
        for (const [from, to, weight] of changes) {
          const place = rows.find(from, to);
          expect(place === -1).toBe(!naive[from]!.has(to));
          if (place !== -1) rows.removeAt(from, place);
          naive[from]!.delete(to);
          if (weight === 0) continue;
          rows.append(from, to, weight);
          naive[from]!.set(to, weight);
        }
        for (const [of, row] of naive.entries())
          expect(rowOf(rows, of)).toEqual([...row].sort(([one], [other]) => one - other));
      }),
    );
  });

  test('use the blocks of emptied rows again', () => {
    const rows = new DynamicRows();
    rows.ensure(2);
    for (let round = 0; round < 5000; round += 1) {
      for (let to = 0; to < 20; to += 1) rows.append(round % 2, to, 1);
      for (let to = 0; to < 20; to += 1) rows.removeAt(round % 2, 0);
    }
    expect(rows.neighbours.length).toBe(4096);
  });
});

describe('undirected rows', () => {
  test('find every edge from both ends and keep twins together', () => {
    fc.assert(
      fc.property(steps, (changes) => {
        const rows = new UndirectedRows();
        rows.ensure(nodeMax + 1);
        const naive = new Map<string, number>();
        for (const [from, to, weight] of changes) {
          if (from === to) continue;
          const key = `${Math.min(from, to)} ${Math.max(from, to)}`;
          expect(rows.weightOf(from, to)).toBe(naive.get(key) ?? 0);
          const place = rows.placeOf(from, to);
          if (place === -1 && weight > 0) rows.connect(from, to, weight);
          else if (weight > 0) rows.reweigh(from, place, weight);
          else if (place !== -1) rows.disconnect(from, place);
          if (weight > 0) naive.set(key, weight);
          else naive.delete(key);
          for (const [edge, expected] of naive) {
            const [one = 0, other = 0] = edge.split(' ').map(Number);
            expect([rows.weightOf(one, other), rows.weightOf(other, one)]).toEqual([expected, expected]);
          }
        }
        expect(rows.lengths.reduce((sum, length) => sum + length, 0)).toBe(naive.size * 2);
      }),
      { numRuns: 40 },
    );
  });
});
