import fc from 'fast-check';
import { expect, test } from 'vitest';
import { LateHeap } from './late-heap.ts';

test('a late heap gives slots by time, then by slot, while others come in between', () => {
  const entry = fc.record({ time: fc.nat(20), pops: fc.nat(2) });
  fc.assert(
    fc.property(fc.array(entry, { maxLength: 60, size: 'max' }), (entries) => {
      const heap = new LateHeap();
      let held: { time: number; slot: number }[] = [];
      const takeOne = () => {
        held = held.sort((a, b) => a.time - b.time || a.slot - b.slot);
        expect(heap.earliest).toBe(held[0]?.time);
        expect(heap.pop()).toBe(held.shift()?.slot);
      };
      for (const [slot, { time, pops }] of entries.entries()) {
        heap.push(time, slot);
        held.push({ time, slot });
        for (let pop = 0; pop < pops && held.length > 0; pop += 1) takeOne();
        expect(heap.size).toBe(held.length);
      }
      while (held.length > 0) takeOne();
      expect(heap.earliest).toBe(Number.POSITIVE_INFINITY);
    }),
  );
});
