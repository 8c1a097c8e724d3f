import fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import { parseConfig } from '../../base/config.ts';
import { type LabelEvent, labelPatterns } from '../../graph/model/event.ts';
import { applyEvent, replaySession } from '../../graph/session/replay-session.ts';
import { Session } from '../../graph/session/session.ts';
import type { GraphStore } from '../../graph/store.ts';
import { clears, Suppression } from './suppression.ts';

const spanMs = 10;
const config = parseConfig({ rings: { suppressionMs: spanMs } });
const accounts = ['a', 'b', 'c'] as const;

/** A session that applied labels one after the other, and what is asked about it by account keys. */
function suppressionOf(labels: readonly LabelEvent[]) {
  const session = new Session(config.session);
  labels.forEach((event, place) => {
    applyEvent(session, { seq: place + 1, event }, new Map());
  });
  const suppression = new Suppression(session, config.rings);
  return (from: string, to: string, at: number) =>
    suppression.suppressed(session.accountKeys.find(from), session.accountKeys.find(to), at);
}

type Terms = Partial<Omit<LabelEvent, 'kind' | 'account'>>;

function label(account: string, terms: Terms = {}): LabelEvent {
  const found = { account: { account }, verdict: 'legitimate' } as const;
  return { kind: 'label', id: 'v1', at: 100, seenAt: 100, ...found, ...terms };
}

/** Every account is known from the start, so that its place in the session exists. */
const known = accounts.map((account, place) =>
  label(account, { id: `known ${place}`, verdict: 'fraud', at: 0 }),
);
const asked = (...labels: LabelEvent[]) => suppressionOf([...known, ...labels]);

test('a label suppresses from its confirmation to the default end, which is not part of it', () => {
  const suppressed = asked(label('a'));
  expect(suppressed('a', 'b', 99)).toBeNull();
  expect(suppressed('a', 'b', 100)).toEqual({
    labelId: 'v1',
    seq: 4,
    account: 'a',
    pattern: null,
    since: 100,
    until: 110,
  });
  expect(suppressed('b', 'a', 109)?.account).toBe('a');
  expect(suppressed('a', 'b', 110)).toBeNull();
  expect(suppressed('b', 'c', 100)).toBeNull();
});

test('what the label says of its end goes before the default, earlier or later', () => {
  expect(asked(label('a', { until: 103 }))('a', 'b', 102)?.until).toBe(103);
  expect(asked(label('a', { until: 103 }))('a', 'b', 103)).toBeNull();
  expect(asked(label('a', { until: 900 }))('a', 'b', 899)?.until).toBe(900);
});

test.each([
  ['payroll', true, false],
  ['treasury', true, false],
  ['settlement', false, true],
  ['family', true, true],
  ['savings', true, true],
  ['other', true, true],
  [undefined, true, true],
] as const)('%s: transfers from the account %s, to it %s', (pattern, from, to) => {
  const one = label('a', pattern === undefined ? {} : { pattern });
  const suppressed = asked(one);
  expect([suppressed('a', 'b', 100) !== null, suppressed('b', 'a', 100) !== null]).toEqual([from, to]);
  const at = 0;
  const pairs = [
    { from: 'a', to: 'b', at },
    { from: 'b', to: 'a', at },
    { from: 'b', to: 'c', at },
  ];
  expect(pairs.map((pair) => clears(one, pair))).toEqual([from, to, false]);
});

test('a later fraud lifts it, for what happened since; a later legitimate renews it', () => {
  const lifted = asked(label('a'), label('a', { id: 'v2', verdict: 'fraud', at: 104 }));
  expect(lifted('a', 'b', 103)?.labelId).toBe('v1');
  expect(lifted('a', 'b', 104)).toBeNull();
  const renewed = asked(label('a'), label('a', { id: 'v2', at: 108, pattern: 'settlement' }));
  expect(renewed('a', 'b', 109)).toBeNull();
  expect(renewed('b', 'a', 117)).toMatchObject({ labelId: 'v2', since: 108, until: 118 });
});

test('where both ends are labelled the sender is named', () => {
  const suppressed = asked(label('b', { id: 'v2' }), label('a', { id: 'v1' }));
  expect(suppressed('a', 'b', 100)?.labelId).toBe('v1');
  expect(suppressed('b', 'a', 100)?.labelId).toBe('v2');
});

test('a fraud clears nothing', () => {
  expect(clears(label('a', { verdict: 'fraud' }), { from: 'a', to: 'b', at: 0 })).toBe(false);
});

test('a replay of the log suppresses what was suppressed before', async () => {
  const labels = [
    ...known,
    label('a', { pattern: 'payroll', until: 300 }),
    label('b', { id: 'v2', at: 120 }),
  ];
  const items = labels.map((event, place) => ({ seq: place + 1, event }));
  const store: Pick<GraphStore, 'eventsAfter' | 'transfers'> = {
    async *eventsAfter() {
      yield items.slice(0, 2);
      yield items.slice(2);
    },
    transfers: async () => new Map(),
  };
  const session = new Session(config.session);
  await replaySession(store as GraphStore, session, items.length, 2);
  const suppression = new Suppression(session, config.rings);
  const before = suppressionOf(labels);
  const [a, b] = [session.accountKeys.find('a'), session.accountKeys.find('b')];
  for (const at of [100, 125, 299, 300]) {
    expect(suppression.suppressed(a, b, at)).toEqual(before('a', 'b', at));
    expect(suppression.suppressed(b, a, at)).toEqual(before('b', 'a', at));
  }
  expect(suppression.suppressed(a, b, 299)).toMatchObject({ labelId: 'v1', pattern: 'payroll', until: 300 });
});

const randomLabel = fc
  .record({
    account: fc.constantFrom(...accounts),
    fraud: fc.boolean(),
    at: fc.nat(30),
    span: fc.option(fc.integer({ min: 1, max: 20 }), { nil: undefined }),
    pattern: fc.option(fc.constantFrom(...labelPatterns), { nil: undefined }),
  })
  .map(({ account, fraud, at, span, pattern }): Terms & { account: string } => {
    if (fraud) return { account, at, verdict: 'fraud' };
    const end = span === undefined ? {} : { until: at + span };
    return { account, at, ...end, ...(pattern === undefined ? {} : { pattern }) };
  });

/** The same over a plain list of labels. */
function naive(labels: readonly LabelEvent[], from: string, to: string, at: number): string | null {
  for (const [account, oneWay] of [
    [from, ['settlement']],
    [to, ['payroll', 'treasury']],
  ] as const) {
    const newest = labels.filter((one) => one.account.account === account && one.at <= at).at(-1);
    if (newest === undefined || newest.verdict === 'fraud') continue;
    if (at >= (newest.until ?? newest.at + spanMs)) continue;
    if (!(oneWay as readonly string[]).includes(newest.pattern ?? '')) return newest.id;
  }
  return null;
}

describe('any run of labels', () => {
  it('suppresses what a plain list of them does, at every time and in both directions', () => {
    fc.assert(
      fc.property(fc.array(randomLabel, { maxLength: 25 }), (drafts) => {
        const labels = [
          ...known,
          ...drafts.map(({ account, ...terms }, place) => label(account, { id: `v${place}`, ...terms })),
        ];
        const suppressed = suppressionOf(labels);
        for (let at = 0; at <= 55; at += 1) {
          for (const [from, to] of [
            ['a', 'b'],
            ['b', 'a'],
            ['c', 'c'],
          ] as const) {
            expect(suppressed(from, to, at)?.labelId ?? null).toBe(naive(labels, from, to, at));
          }
        }
      }),
    );
  });
});
