import fc from 'fast-check';
import { expect, test } from 'vitest';
import { LateHeap } from './late-heap.ts';

test('a late heap gives slots by time, then by sequence number, while others come in between', () => {
  const entry = fc.record({ time: fc.nat(20), pops: fc.nat(2) });
  fc.assert(
    fc.property(fc.array(entry, { maxLength: 60, size: 'max' }), (entries) => {
      const heap = new LateHeap();
      let held: { time: number; seq: number; slot: number }[] = [];
      const takeOne = () => {
        held = held.sort((a, b) => a.time - b.time || a.seq - b.seq);
        expect(heap.earliest).toBe(held[0]?.time);
        expect(heap.earliestSeq).toBe(held[0]?.seq);
        expect(heap.pop()).toBe(held.shift()?.slot);
      };
      for (const [seq, { time, pops }] of entries.entries()) {
        // Slots in another order than the sequence numbers: they must not decide.
        const slot = 1000 - seq;
        heap.push(time, seq, slot);
        held.push({ time, seq, slot });
        for (let pop = 0; pop < pops && held.length > 0; pop += 1) takeOne();
        expect(heap.size).toBe(held.length);
      }
      while (held.length > 0) takeOne();
      expect(heap.earliest).toBe(Number.POSITIVE_INFINITY);
    }),
  );
});
