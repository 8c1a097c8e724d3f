import fc from 'fast-check';
import { expect, test } from 'vitest';
import { amountMinorMax } from '../../model/currency.ts';
import { type GraphEvent, identifierKinds, labelPatterns, labelVerdicts } from '../../model/event.ts';
import type { GraphStore, IdentifierLink } from '../../store.ts';
import { NaiveStore } from './naive-store.contract.ts';
import { exported, type StoreFixture } from './sample-events.contract.ts';

/** Random histories that are tried, each on a store of its own. */
const runs = 60;

const wide = { nodesMax: 1000, degreeMax: 1000 };

/** Few ids, accounts and identifiers, so that duplicates, conflicts, late events and shared identifiers are common. */
const id = fc.integer({ min: 0, max: 25 }).map((number) => `e${number}`);
const at = fc.integer({ min: 0, max: 30 });
const account = fc.record(
  { account: fc.constantFrom('a', 'b', 'c', 'd/1', '1'), bank: fc.constantFrom('x', 'd') },
  { requiredKeys: ['account'] },
);
const identifiers = Object.fromEntries(identifierKinds.map((kind) => [kind, fc.constantFrom('i1', 'i2')]));
const amountMinor = fc.oneof(fc.constantFrom(1, 2), fc.integer({ min: 1, max: amountMinorMax }));

const moved = {
  id,
  at,
  seenAt: at,
  from: account,
  to: account,
  amountMinor,
  currency: fc.constantFrom('USD', 'JPY'),
};
const transfer = fc.record(
  {
    kind: fc.constant('transfer' as const),
    ...moved,
    format: fc.string(),
    channel: fc.string(),
    geo: fc.string(),
    ...identifiers,
  },
  { requiredKeys: ['kind', 'id', 'at', 'seenAt', 'from', 'to', 'amountMinor', 'currency', 'format'] },
);
const reversal = fc.record({ kind: fc.constant('reversal' as const), id, at, seenAt: at, reverses: id });
const outcome = fc.constantFrom('success' as const, 'failure' as const);
const authentication = fc.record(
  {
    kind: fc.constant('authentication' as const),
    id,
    at,
    seenAt: at,
    account,
    method: fc.string(),
    outcome,
    ...identifiers,
  },
  { requiredKeys: ['kind', 'id', 'at', 'seenAt', 'account', 'method', 'outcome'] },
);
const log = fc.record(
  { kind: fc.constant('log' as const), id, at, seenAt: at, account, action: fc.string(), ...identifiers },
  { requiredKeys: ['kind', 'id', 'at', 'seenAt', 'account', 'action'] },
);
const label = fc.record(
  {
    kind: fc.constant('label' as const),
    id,
    at,
    seenAt: at,
    account,
    verdict: fc.constantFrom(...labelVerdicts),
    transactionId: id,
    source: fc.string(),
    until: at,
    pattern: fc.constantFrom(...labelPatterns),
  },
  { requiredKeys: ['kind', 'id', 'at', 'seenAt', 'account', 'verdict'] },
);
const event: fc.Arbitrary<GraphEvent> = fc.oneof(
  { weight: 4, arbitrary: transfer },
  reversal,
  authentication,
  log,
  label,
);

/** Batches of which some repeat events of earlier ones, and whether the store is reopened after each. */
const history = fc.array(
  fc.record({ batch: fc.array(event, { maxLength: 15 }), reopened: fc.boolean(), replayed: fc.boolean() }),
  {
    maxLength: 6,
  },
);

/** Random histories give the answers of `NaiveStore`. */
export function propertyCases(make: () => Promise<StoreFixture>): void {
  test('random histories are answered as by a plain list of events', { timeout: 120_000 }, async () => {
    const property = fc.asyncProperty(history, async (steps) => {
      const fixture = await make();
      let store = await fixture.open();
      try {
        const naive = new NaiveStore();
        for (const { batch, reopened, replayed } of steps) {
          expect(withoutMessages(await store.append(batch))).toEqual(naive.append(batch));
          if (replayed) expect(withoutMessages(await store.append(batch))).toEqual(naive.append(batch));
          if (reopened) {
            await store.close();
            store = await fixture.open();
          }
        }
        await expectSame(store, naive);
      } finally {
        await store.close();
        await fixture.dispose();
      }
    });
    await fc.assert(property, { numRuns: runs });
  });
}

function withoutMessages(outcomes: Awaited<ReturnType<GraphStore['append']>>) {
  return outcomes.map((outcome) =>
    outcome.status === 'refused' ? { status: 'refused', code: outcome.code } : outcome,
  );
}

async function expectSame(store: GraphStore, naive: NaiveStore): Promise<void> {
  expect(await store.counts()).toEqual(naive.counts());
  expect(await exported(store, 0, 4)).toEqual(naive.events);
  const transfers = naive.transfers();
  const found = await store.transfers(naive.events.map((entry) => entry.event.id));
  expect([...found.values()].sort((a, b) => a.seq - b.seq)).toEqual(transfers);
  const links = await Promise.all([...naive.spans().keys()].map((key) => store.identifiersOf(key, 100)));
  expect(links.flat().sort(byText)).toEqual(naive.links().sort(byText));
  for (const kind of identifierKinds) {
    const users = naive.links().filter((link) => link.kind === kind && link.id === 'i1');
    expect((await store.accountsUsing(kind, 'i1', 100)).toSorted(byText)).toEqual(users.sort(byText));
  }
  for (const moment of [5, 15, 25]) {
    const request = { at: moment, suppressionMs: 5, after: '', limit: 100 };
    const ids = (await store.suppressions(request)).map((found) => found.id);
    expect(ids).toEqual(naive.suppressions(moment, 5));
  }
  for (const [key, span] of naive.spans()) await expectSameAccount(store, naive, key, span);
}

async function expectSameAccount(
  store: GraphStore,
  naive: NaiveStore,
  key: string,
  span: object,
): Promise<void> {
  expect(await store.account(key)).toMatchObject({ ...span, ...naive.label(key) });
  expect(await store.transfersOf(key, 100)).toEqual(naive.transfersOf(key));
  for (const hops of [1, 2]) {
    const around = await store.neighbourhood(key, { ...wide, hops });
    const expected = naive.neighbourhood(key, hops);
    expect(new Set(around?.accounts.map((account) => account.id))).toEqual(expected.accounts);
    expect(around?.transfers.map((entry) => entry.event.id)).toEqual(expected.transfers);
  }
}

function byText(a: IdentifierLink, b: IdentifierLink): number {
  const [left, right] = [JSON.stringify(a), JSON.stringify(b)];
  return left < right ? -1 : Number(left > right);
}
