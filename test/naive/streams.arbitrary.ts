import fc from 'fast-check';
import { dayMs, hourMs, minuteMs, secondMs } from '../../base/clock.ts';
import { accountKey, type GraphEvent, type SequencedEvent } from '../../graph/model/event.ts';
import type { ReversalTarget } from '../../graph/session/session.ts';
import { eventId, textStart } from './events-from-text.ts';
import type { ActivityLimits } from './naive-activity.ts';
import type { WindowSettings } from './naive-window.ts';

/** How far an event lies from the newest one before it: the same moment, the edges of windows, pauses, and late ones. */
const steps = [
  0,
  0,
  1,
  secondMs,
  20 * minuteMs,
  hourMs,
  4 * hourMs,
  23 * hourMs,
  dayMs,
  4 * dayMs,
  30 * dayMs,
  -1,
  -secondMs,
  -hourMs,
  -6 * hourMs,
  -dayMs,
  -2 * dayMs,
  -40 * dayMs,
] as const;

const amounts = [100, 95, 97, 103, 10_000, 950_000, 1_000_000, 333] as const;

type Draft =
  | {
      readonly kind: 'transfer';
      readonly step: number;
      readonly from: number;
      readonly to: number;
      readonly amount: number;
      readonly device: number;
    }
  | { readonly kind: 'undo'; readonly step: number; readonly which: number }
  | {
      readonly kind: 'use';
      readonly step: number;
      readonly account: number;
      readonly identifier: number;
      readonly fails: boolean;
    }
  | {
      readonly kind: 'log';
      readonly step: number;
      readonly account: number;
      readonly action: string;
      readonly device: number;
    }
  | { readonly kind: 'label'; readonly step: number; readonly account: number; readonly fraud: boolean };

/** Sensitive and not, as sources may write them. */
const actions = [
  'PhoneChanged',
  'payee-added',
  'limit raised',
  'address.change',
  'statement viewed',
  'login',
] as const;

function draftOf(accounts: number): fc.Arbitrary<Draft> {
  const account = fc.nat(accounts - 1);
  // Small steps are frequent, so that windows fill; long pauses rare, so that they do not empty at once.
  const step = fc.oneof(
    { weight: 6, arbitrary: fc.constantFrom(...steps.slice(0, 6)) },
    { weight: 1, arbitrary: fc.constantFrom(...steps) },
  );
  const transfer = fc.record({
    kind: fc.constant('transfer' as const),
    step,
    from: account,
    to: account,
    amount: fc.constantFrom(...amounts),
    device: fc.nat(9),
  });
  const undo = fc.record({ kind: fc.constant('undo' as const), step, which: fc.nat(200) });
  const use = fc.record({
    kind: fc.constant('use' as const),
    step,
    account,
    identifier: fc.nat(9),
    fails: fc.boolean(),
  });
  const log = fc.record({
    kind: fc.constant('log' as const),
    step,
    account,
    action: fc.constantFrom(...actions),
    device: fc.nat(9),
  });
  const label = fc.record({
    kind: fc.constant('label' as const),
    step,
    account,
    fraud: fc.integer({ min: 0, max: 2 }).map((drawn) => drawn > 0),
  });
  return fc.oneof(
    { weight: 12, arbitrary: transfer },
    { weight: 2, arbitrary: undo },
    { weight: 3, arbitrary: use },
    { weight: 2, arbitrary: log },
    { weight: 2, arbitrary: label },
  );
}

/** A random stream: few accounts so that shapes close, equal times, late events, reversals of anything, labels before and after their time, long pauses. */
export const streams: fc.Arbitrary<SequencedEvent[]> = fc
  .integer({ min: 2, max: 7 })
  .chain((accounts) => fc.array(draftOf(accounts), { minLength: 1, maxLength: 60, size: 'max' }))
  .map(streamOf);

/** Windows shorter than an hour, at the edges of hour and day, and longer; lateness from nothing to more than the window. */
export const settings: fc.Arbitrary<WindowSettings> = fc
  .record({
    windowMs: fc.constantFrom(20 * minuteMs, hourMs, 5 * hourMs, dayMs, 3 * dayMs, 7 * dayMs, 7 * dayMs),
    longerMs: fc.constantFrom(0, 1, hourMs, dayMs, 23 * dayMs),
    allowedLatenessMs: fc.constantFrom(1, hourMs, dayMs, dayMs, 60 * dayMs),
  })
  .map(({ windowMs, longerMs, allowedLatenessMs }) => ({
    windowMs,
    longestWindowMs: windowMs + longerMs,
    allowedLatenessMs,
  }));

/** From one remembered activity to more than a stream has. */
export const activityLimits: fc.Arbitrary<ActivityLimits> = fc.record({
  activitiesMax: fc.constantFrom(1, 2, 5, 12, 1000),
  activitiesPerAccountMax: fc.constantFrom(1, 2, 4, 1000),
});

function streamOf(drafts: readonly Draft[]): SequencedEvent[] {
  return sequenced(drafts, eventOf);
}

/**
 * Events from drafts, numbered without gaps: each lies its step from the newest transfer before it, and `eventOf` makes it, or null for none. It is
 * told the ids of the transfers so far.
 */
export function sequenced<D extends { readonly step: number }>(
  drafts: readonly D[],
  eventOf: (
    draft: D,
    base: Pick<GraphEvent, 'id' | 'at' | 'seenAt'>,
    transfers: readonly string[],
  ) => GraphEvent | null,
): SequencedEvent[] {
  let newest = textStart;
  const transfers: string[] = [];
  const events: SequencedEvent[] = [];
  for (const draft of drafts) {
    const seq = events.length + 1;
    const at = newest + draft.step;
    const base = { id: eventId(seq), at, seenAt: at };
    const event = eventOf(draft, base, transfers);
    if (event === null) continue;
    if (event.kind === 'transfer') {
      newest = Math.max(newest, at);
      transfers.push(event.id);
    }
    events.push({ seq, event });
  }
  return events;
}

function eventOf(
  draft: Draft,
  base: Pick<GraphEvent, 'id' | 'at' | 'seenAt'>,
  transfers: readonly string[],
): GraphEvent | null {
  if (draft.kind === 'undo') {
    const reverses = transfers[draft.which % Math.max(1, transfers.length)];
    return reverses === undefined ? null : { kind: 'reversal', ...base, reverses };
  }
  const ref = (account: number) => ({
    account: `account-${account}`,
    ...(account % 2 === 0 ? { bank: 'bank' } : {}),
  });
  if (draft.kind === 'use') {
    const { identifier } = draft;
    const shown = {
      device: `d${identifier % 4}`,
      ip: `i${identifier % 3}`,
      ...(identifier > 6 ? { card: 'c' } : {}),
    };
    return {
      kind: 'authentication',
      ...base,
      account: ref(draft.account),
      method: 'password',
      outcome: draft.fails ? 'failure' : 'success',
      ...shown,
    };
  }
  if (draft.kind === 'label') {
    return {
      kind: 'label',
      ...base,
      account: ref(draft.account),
      verdict: draft.fraud ? 'fraud' : 'legitimate',
    };
  }
  if (draft.kind === 'log') {
    const device = draft.device < 4 ? { device: `d${draft.device}` } : {};
    return { kind: 'log', ...base, account: ref(draft.account), action: draft.action, ...device };
  }
  const { from, to, amount, device } = draft;
  const money = { amountMinor: amount, currency: 'USD', format: 'ACH' };
  const shown = device < 4 ? { device: `d${device}`, phone: 'p' } : {};
  return { kind: 'transfer', ...base, from: ref(from), to: ref(to), ...money, ...shown };
}

/** Where the reversed transfers of a stream are. */
export function targetsOf(events: readonly SequencedEvent[]): Map<string, ReversalTarget> {
  const targets = new Map<string, ReversalTarget>();
  for (const { seq, event } of events) {
    if (event.kind !== 'transfer') continue;
    targets.set(event.id, { seq, from: accountKey(event.from), to: accountKey(event.to) });
  }
  return targets;
}
