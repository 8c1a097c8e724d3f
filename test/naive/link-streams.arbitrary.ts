import fc from 'fast-check';
import { dayMs, hourMs, minuteMs } from '../../base/clock.ts';
import {
  type GraphEvent,
  type Identifiers,
  identifierKinds,
  type SequencedEvent,
} from '../../graph/model/event.ts';
import { sequenced } from './streams.arbitrary.ts';

/** How far an event lies from the newest transfer before it: equal times often, and late ones. */
const calm = [0, 0, 0, 1, minuteMs, minuteMs, -1, -minuteMs];
/** With pauses in which pairs expire. */
const lively = [...calm, hourMs, 6 * hourMs, -hourMs, -5 * hourMs, dayMs, 3 * dayMs, -2 * dayMs];

interface Draft {
  readonly kind: 'transfer' | 'undo' | 'use';
  readonly step: number;
  readonly from: number;
  readonly to: number;
  readonly amount: number;
  readonly which: number;
  /** For each kind of identifier the value that is shown, 5 and above for none. */
  readonly shown: readonly number[];
}

/** Sparse and dense streams of 2 to 16 accounts, for everything that asks about two accounts: paths, neighbours, shared identifiers. */
export const linkStreams: fc.Arbitrary<SequencedEvent[]> = fc
  .tuple(fc.integer({ min: 2, max: 16 }), fc.constantFrom(calm, lively))
  .chain((drawn) => fc.array(draftOf(...drawn), { minLength: 1, maxLength: 60, size: 'max' }))
  .map(eventsOf);

function draftOf(accounts: number, steps: readonly number[]): fc.Arbitrary<Draft> {
  const account = fc.nat(accounts - 1);
  const kind = fc.constantFrom('transfer', 'transfer', 'transfer', 'transfer', 'undo', 'use' as const);
  return fc.record({
    kind: kind as fc.Arbitrary<Draft['kind']>,
    step: fc.constantFrom(...steps),
    from: account,
    to: account,
    amount: fc.constantFrom(1, 100, 100, 2500),
    which: fc.nat(200),
    shown: fc.array(fc.nat(14), { minLength: identifierKinds.length, maxLength: identifierKinds.length }),
  });
}

function eventsOf(drafts: readonly Draft[]): SequencedEvent[] {
  return sequenced(drafts, eventOf);
}

function eventOf(
  draft: Draft,
  base: Pick<GraphEvent, 'id' | 'at' | 'seenAt'>,
  transfers: readonly string[],
): GraphEvent | null {
  const ref = (account: number) => ({ account: `account-${account}` });
  if (draft.kind === 'undo') {
    const reverses = transfers[draft.which % Math.max(1, transfers.length)];
    return reverses === undefined ? null : { kind: 'reversal', ...base, reverses };
  }
  const identifiers: Identifiers = Object.fromEntries(
    identifierKinds.flatMap((kind, place) => {
      const value = draft.shown[place] as number;
      return value < 5 ? [[kind, `${kind}-${value}`]] : [];
    }),
  );
  if (draft.kind === 'use') {
    const act = { method: 'password', outcome: 'success' } as const;
    return { kind: 'authentication', ...base, account: ref(draft.from), ...act, ...identifiers };
  }
  const money = { amountMinor: draft.amount, currency: 'USD', format: 'ACH' };
  return { kind: 'transfer', ...base, from: ref(draft.from), to: ref(draft.to), ...money, ...identifiers };
}
