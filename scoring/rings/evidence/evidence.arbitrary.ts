import fc from 'fast-check';
import { tieName } from '../fold.ts';
import type { RingEvidence, RingTie, RingTransfer } from '../model.ts';

/** A minute, the unit of time of drawn transfers. */
const minuteMs = 60_000;

/**
 * Transfers that are drawn as `a>b 100 @5`: payer, payee, amount and minute. Without an amount it is 100, without a minute each comes an
 * hour after the one before. Sequence numbers count from 1.
 */
export function drawnTransfers(...lines: string[]): RingTransfer[] {
  return lines.map((line, index) => {
    const [, from, to, amount, minute] = /^(\w+)>(\w+)(?: (\d+))?(?: @(\d+))?$/.exec(line) ?? [];
    if (from === undefined || to === undefined) throw new Error(`"${line}" is no transfer`);
    return ringTransfer(index + 1, {
      from,
      to,
      referenceCents: Number(amount ?? 100),
      at: Number(minute ?? 60 * index) * minuteMs,
    });
  });
}

/** A transfer of 100 from a to b with score 0.3. */
export function ringTransfer(seq: number, changes: Partial<RingTransfer> = {}): RingTransfer {
  return {
    seq,
    transactionId: `t${seq}`,
    at: seq * minuteMs,
    from: 'a',
    to: 'b',
    amountMinor: changes.referenceCents ?? 100,
    currency: 'USD',
    referenceCents: 100,
    score: 0.3,
    ...changes,
  };
}

/** A phone that a and b share, of weight 0.4. */
export function ringTie(changes: Partial<RingTie> = {}): RingTie {
  return {
    kind: 'phone',
    identifier: '1',
    accounts: ['a', 'b'],
    strength: 'HARD',
    weight: 0.4,
    at: 0,
    ...changes,
  };
}

const accountPair = fc
  .tuple(fc.integer({ min: 0, max: 6 }), fc.integer({ min: 1, max: 6 }))
  .map(([one, step]) => ['abcdefg'[one] as string, 'abcdefg'[(one + step) % 7] as string] as const);

/** Few accounts, times and amounts, so that shapes are frequent, at the limits of time and amount too. */
const drafts = fc.array(
  fc.record({
    ends: accountPair,
    at: fc.nat(12).map((half) => half * (minuteMs / 2)),
    referenceCents: fc.constantFrom(100, 100, 105, 95, 85, 84, 50, 200, 300),
    score: fc.constantFrom(0, 0.05, 0.3, 0.3, 0.9, 1),
  }),
  { maxLength: 24 },
);

/** Up to 24 transfers between at most seven accounts. */
export const anyTransfers: fc.Arbitrary<RingTransfer[]> = drafts.map((given) =>
  given.map(({ ends: [from, to], ...rest }, index) => ringTransfer(index + 1, { ...rest, from, to })),
);

const anyTies: fc.Arbitrary<RingTie[]> = fc
  .array(
    fc.record({
      ends: accountPair,
      identifier: fc.constantFrom('1', '2'),
      weight: fc.constantFrom(0.01, 0.4, 2),
    }),
    { maxLength: 5 },
  )
  .map((given) => {
    const ties = given.map(({ ends: [one, other], ...rest }) =>
      ringTie({ ...rest, accounts: one < other ? [one, other] : [other, one] }),
    );
    return [...new Map(ties.map((tie) => [tieName(tie), tie])).entries()]
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([, tie]) => tie);
  });

/** Such transfers and up to five ties, in the order of `RingEvidence`. */
export const anyEvidence: fc.Arbitrary<RingEvidence> = fc.record({
  transfers: anyTransfers,
  ties: anyTies,
});

/** Every edge of evidence with the evidence without it. */
export function withoutEach({ transfers, ties }: RingEvidence): {
  edge: RingTransfer | RingTie;
  rest: RingEvidence;
}[] {
  return [
    ...transfers.map((edge) => ({
      edge,
      rest: { transfers: transfers.filter((one) => one !== edge), ties },
    })),
    ...ties.map((edge) => ({ edge, rest: { transfers, ties: ties.filter((one) => one !== edge) } })),
  ];
}
