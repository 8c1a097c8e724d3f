import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { RingTransfer } from '../model.ts';
import { type FlowOptions, flowDefaults, type MoneyFlow, traceMoney } from './flow.ts';
import { transfersOf } from './testing/sample-ring.ts';

const everyone = (transfers: readonly RingTransfer[]): ReadonlySet<string> =>
  new Set(transfers.flatMap(({ from, to }) => [from, to]));

function flow(text: string, options: Partial<FlowOptions> = {}): MoneyFlow {
  const transfers = transfersOf(text);
  return traceMoney(transfers, everyone(transfers), options);
}

function links(text: string, options: Partial<FlowOptions> = {}): string[] {
  return flow(text, options).links.map(({ fromSeq, toSeq, cents }) => `${fromSeq}-${toSeq}:${cents}`);
}

function books(text: string): Record<string, string> {
  return Object.fromEntries(
    flow(text).accounts.map(({ account, place, received, passedOn, kept, own }) => [
      account,
      `${place} ${received} ${passedOn} ${kept} ${own}`,
    ]),
  );
}

test('a mule that sends on what it got, less a fee, passed on everything', () => {
  const text = 'A>M 1000; M>Z 970';
  expect(books(text)).toEqual({ A: 'SOURCE 0 0 0 1000', M: 'THROUGH 1000 970 0 0', Z: 'SINK 970 0 970 0' });
  expect(flow(text)).toMatchObject({ entered: 1000, circulated: 0, left: 970, kept: 0, fees: 30, gained: 0 });
});

test('beyond the tolerance the rest is kept, or is own money', () => {
  expect(flow('A>M 1000; M>Z 969')).toMatchObject({ kept: 31, fees: 0 });
  expect(flow('A>M 970; M>Z 1000')).toMatchObject({ entered: 970, gained: 30 });
  expect(flow('A>M 969; M>Z 1000')).toMatchObject({ entered: 1000, gained: 0 });
});

test('between currencies the tolerance is wider', () => {
  expect(flow('A>M 1000 EUR; M>Z 950 USD')).toMatchObject({ kept: 0, fees: 50 });
  expect(flow('A>M 950 EUR; M>Z 1000 USD')).toMatchObject({ entered: 950, gained: 50 });
  expect(flow('A>M 1000 EUR; M>Z 950 EUR')).toMatchObject({ kept: 50, fees: 0 });
});

test('the oldest receipt is sent on first, or the newest', () => {
  const text = 'A>M 100; B>M 100; M>Y 100; M>Z 100';
  expect(links(text)).toEqual(['1-3:100', '2-4:100']);
  expect(links(text, { order: 'LIFO' })).toEqual(['2-3:100', '1-4:100']);
});

test('several receipts feed one transfer, and one receipt feeds several', () => {
  expect(links('A>M 60; B>M 40; M>Z 100')).toEqual(['1-3:60', '2-3:40']);
  expect(links('A>M 100; M>Y 60; M>Z 40')).toEqual(['1-2:60', '1-3:40']);
});

test('money that comes later feeds nothing', () => {
  expect(links('M>Z 100; A>M 100')).toEqual([]);
});

test('a cycle begins with own money and circulates', () => {
  expect(flow('A>B 1000; B>C 990; C>A 980')).toMatchObject({
    entered: 1000,
    circulated: 2970,
    left: 0,
    kept: 980,
    fees: 20,
  });
});

test('what goes to accounts outside has left, and enters again from there', () => {
  const transfers = transfersOf('A>M 100; M>X 100; X>M 100');
  const traced = traceMoney(transfers, new Set(['A', 'M']));
  expect(traced).toMatchObject({ entered: 200, left: 100, kept: 100 });
  expect(traced.accounts.at(-1)).toMatchObject({ account: 'X', place: 'OUTSIDE', passedOn: 0 });
});

const names = ['A', 'B', 'C', 'D', 'E', 'F'] as const;
const anyTransfers: fc.Arbitrary<RingTransfer[]> = fc
  .array(
    fc.record({
      ends: fc.shuffledSubarray([...names], { minLength: 2, maxLength: 2 }),
      at: fc.integer({ min: 0, max: 30 }),
      cents: fc.integer({ min: 1, max: 300 }),
      currency: fc.constantFrom('EUR', 'USD'),
    }),
    { maxLength: 40 },
  )
  .map((drafts) =>
    drafts.map(({ ends, at, cents, currency }, index) => ({
      seq: index + 1,
      transactionId: `t${index + 1}`,
      at,
      from: ends[0] as string,
      to: ends[1] as string,
      amountMinor: cents,
      currency,
      referenceCents: cents,
      score: 0.5,
    })),
  );
const anyMembers = fc.subarray([...names]).map((list) => new Set<string>(list));
const anyOptions = fc.record({
  order: fc.constantFrom('FIFO' as const, 'LIFO' as const),
  feeShareMax: fc.constantFrom(0, 0.03, 0.2),
  conversionShareMax: fc.constantFrom(0, 0.05, 0.3),
});

const sum = (values: readonly number[]) => values.reduce((total, value) => total + value, 0);

test('money is conserved: in every account, on every hop and in the whole', () => {
  fc.assert(
    fc.property(anyTransfers, anyMembers, anyOptions, (transfers, members, options) => {
      const traced = traceMoney(transfers, members, options);
      const bySeq = new Map(transfers.map((transfer) => [transfer.seq, transfer]));
      for (const each of traced.accounts) {
        const sums = (end: 'from' | 'to') =>
          sum(transfers.filter((one) => one[end] === each.account).map((one) => one.referenceCents));
        expect([each.received, each.sent]).toEqual([sums('to'), sums('from')]);
        expect(each.received).toBe(each.passedOn + each.kept + each.fees);
        expect(each.sent).toBe(each.passedOn + each.own + each.gained);
        expect(Math.min(each.passedOn, each.kept, each.fees, each.own, each.gained)).toBeGreaterThanOrEqual(
          0,
        );
        const share = Math.max(options.feeShareMax, options.conversionShareMax);
        expect(each.fees).toBeLessThanOrEqual(share * each.received);
        expect(each.gained).toBeLessThanOrEqual(share * each.sent);
        const hops = traced.links.filter(({ account }) => account === each.account);
        expect(each.passedOn).toBe(sum(hops.map(({ cents }) => cents)));
      }
      for (const { seq, referenceCents } of transfers) {
        expect(
          sum(traced.links.filter((one) => one.fromSeq === seq).map((one) => one.cents)),
        ).toBeLessThanOrEqual(referenceCents);
        expect(
          sum(traced.links.filter((one) => one.toSeq === seq).map((one) => one.cents)),
        ).toBeLessThanOrEqual(referenceCents);
      }
      for (const { account, fromSeq, toSeq, cents, heldMs } of traced.links) {
        const [before, after] = [bySeq.get(fromSeq), bySeq.get(toSeq)];
        expect([before?.to, after?.from, members.has(account)]).toEqual([account, account, true]);
        expect(cents).toBeGreaterThan(0);
        expect(heldMs).toBe((after?.at ?? 0) - (before?.at ?? 0));
        expect(heldMs > 0 || (heldMs === 0 && fromSeq < toSeq)).toBe(true);
      }
      expect(traced.entered + traced.gained).toBe(traced.left + traced.kept + traced.fees);
      expect(traced.links.length).toBeLessThanOrEqual(2 * transfers.length);
    }),
  );
});

/** One cent after the other: each cent that is sent is looked for among the cents that were received. */
function naivePassedOn(
  transfers: readonly RingTransfer[],
  members: ReadonlySet<string>,
): Map<string, number> {
  const pockets = new Map<string, number[]>();
  const passed = new Map<string, number>();
  for (const transfer of [...transfers].sort((a, b) => a.at - b.at || a.seq - b.seq)) {
    const pocket = pockets.get(transfer.from) ?? [];
    for (let cent = 0; cent < transfer.referenceCents; cent += 1) {
      const fed = pocket.shift();
      if (fed === undefined) continue;
      const name = `${fed}-${transfer.seq}`;
      passed.set(name, (passed.get(name) ?? 0) + 1);
    }
    if (!members.has(transfer.to)) continue;
    const received = pockets.get(transfer.to) ?? [];
    for (let cent = 0; cent < transfer.referenceCents; cent += 1) received.push(transfer.seq);
    pockets.set(transfer.to, received);
  }
  return passed;
}

test('without a tolerance the hops are those of single cents that wait in line', () => {
  fc.assert(
    fc.property(anyTransfers, anyMembers, (transfers, members) => {
      const { links } = traceMoney(transfers, members, { feeShareMax: 0, conversionShareMax: 0 });
      const hops = new Map(links.map(({ fromSeq, toSeq, cents }) => [`${fromSeq}-${toSeq}`, cents]));
      expect(hops).toEqual(naivePassedOn(transfers, members));
    }),
  );
});

test('the order in which the transfers are given does not matter', () => {
  fc.assert(
    fc.property(anyTransfers, anyMembers, fc.infiniteStream(fc.nat()), (transfers, members, keys) => {
      const shuffled = transfers
        .map((transfer) => ({ transfer, key: keys.next().value as number }))
        .sort((a, b) => a.key - b.key)
        .map(({ transfer }) => transfer);
      expect(traceMoney(shuffled, members)).toEqual(traceMoney(transfers, members, flowDefaults));
    }),
  );
});
