import fc from 'fast-check';
import { expect, test } from 'vitest';
import { renumber } from '../communities.ts';
import { continuedLabels } from './continued-labels.ts';

test.each([
  ['the same groups', [5, 5, 9], [0, 0, 1], [5, 9]],
  ['a group that is new', [5, 5, -1], [0, 0, 1], [5, -1]],
  ['a split: the larger part continues', [5, 5, 5, 5], [0, 1, 1, 1], [-1, 5]],
  ['a merger: it continues the larger one', [5, 9, 9], [0, 0, 0], [9]],
  ['an even split: the first part continues', [5, 5], [0, 1], [5, -1]],
])('%s', (_what, former, labels, continued) => {
  const found = continuedLabels(Int32Array.from(former), Int32Array.from(labels), continued.length);
  expect([...found]).toEqual(continued);
});

test('no label is continued twice, each by a community that has a member of it, and unchanged groups keep theirs', () => {
  const nodes = fc.integer({ min: 1, max: 20 }).chain((nodeCount) => {
    const bounds = { minLength: nodeCount, maxLength: nodeCount };
    const former = fc.array(fc.integer({ min: -1, max: 6 }), bounds);
    return fc.record({ former, labels: fc.array(fc.integer({ min: 0, max: nodeCount - 1 }), bounds) });
  });
  fc.assert(
    fc.property(nodes, ({ former, labels }) => {
      const now = Int32Array.from(labels);
      const count = renumber(now);
      const continued = continuedLabels(Int32Array.from(former), now, count);
      const given = [...continued].filter((label) => label !== -1);
      expect(new Set(given).size).toBe(given.length);
      for (let label = 0; label < count; label += 1) {
        const members = former.filter((_, node) => now[node] === label);
        if (continued[label] !== -1) expect(members).toContain(continued[label]);
        const [first = -1] = members;
        const unchanged = members.every((each) => each === first) && first >= 0;
        const whole = former.filter((each) => each === first).length === members.length;
        if (unchanged && whole) expect(continued[label]).toBe(first);
      }
    }),
  );
});
