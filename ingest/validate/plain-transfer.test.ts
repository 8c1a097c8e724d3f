import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { encodeEvent } from './encode-event.ts';
import { arbitraryEvent, arbitraryText } from './event.arbitrary.ts';
import { transferSchema } from './event-schema.ts';
import { isPlainTransfer } from './plain-transfer.ts';

describe('isPlainTransfer', () => {
  const junk = fc.oneof(
    arbitraryText,
    fc.constantFrom(
      null,
      undefined,
      true,
      -1,
      0.5,
      '',
      'a/b',
      '\u0007',
      '\ud800',
      '2026-02-30T00:00:00.000Z',
      'x'.repeat(257),
    ),
    fc.record({ account: arbitraryText, bank: fc.constantFrom('a/b', 'b', 7) }, { requiredKeys: [] }),
    fc.record({ fraud: fc.constantFrom(true, 1) }, { requiredKeys: [] }),
    fc.constant([]),
  );
  const key = fc.constantFrom(...Object.keys(transferSchema.shape), 'surprise', '__proto__', 'toString');

  it('accepts nothing that the schema refuses', () => {
    let accepted = 0;
    fc.assert(
      fc.property(arbitraryEvent, key, junk, fc.boolean(), (event, name, value, spoil) => {
        const wire: Record<string, unknown> = JSON.parse(encodeEvent(event));
        if (spoil)
          Object.defineProperty(wire, name, { value, enumerable: true, configurable: true, writable: true });
        if (!isPlainTransfer(wire)) return;
        accepted += 1;
        expect(transferSchema.safeParse(wire).error).toBeUndefined();
      }),
      { numRuns: 2000 },
    );
    expect(accepted).toBeGreaterThan(200);
  });

  it('accepts what the hot path is made for', () => {
    const from = { bank: '021', account: '4711' };
    const money = { amount: '120.50', currency: 'EUR', format: 'ACH', device: 'd-7', truth: { fraud: true } };
    expect(isPlainTransfer({ id: 't', at: '2026-01-05T08:30:00.000Z', from, to: from, ...money })).toBe(true);
  });
});
