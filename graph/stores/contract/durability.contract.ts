import { expect, test } from 'vitest';
import { isAnelError } from '../../../base/errors.ts';
import type { GraphEvent, SequencedEvent } from '../../model/event.ts';
import type { GraphStore } from '../../store.ts';
import { authentication, exported, label, log, reversal, transfer } from './sample-events.contract.ts';

const everyKind: readonly GraphEvent[] = [
  transfer('t1', 'a', 'b'),
  transfer('t2', 'a', 'b', {
    from: { account: 'a/1', bank: 'x', country: 'PT' },
    to: { account: '1', bank: 'a', country: 'BR' },
    channel: 'app',
    geo: '38.7,-9.1',
    device: 'd',
    ip: '10.0.0.1',
    phone: '+351',
    email: 'e@x',
    card: '4',
    address: 'r',
  }),
  transfer('t3', 'a', 'b', { address: 'only the last' }),
  reversal('r1', 't2'),
  authentication('x1', 'a', { outcome: 'failure', card: 'c' }),
  authentication('x2', 'a', { account: { account: 'q', country: 'US' } }),
  log('l1', 'a', { email: 'm' }),
  log('l2', 'b'),
  label('v1', 'a', 'fraud', { transactionId: 't1', source: 'chargeback' }),
  label('v2', 'a', 'legitimate', { account: { account: '1', bank: 'a', country: 'BR' } }),
  label('v3', 'a', 'fraud', { source: 'only the last' }),
];

const many = (count: number): GraphEvent[] =>
  Array.from({ length: count }, (_, index) => transfer(`t${index}`, `a${index % 7}`, 'b'));

const sequenced = (events: readonly GraphEvent[], firstSeq = 1): SequencedEvent[] =>
  events.map((event, index) => ({ seq: firstSeq + index, event }));

/** Export, restore, ownership, reopening. `reopen` closes the store and opens it again. */
export function durabilityCases(store: () => GraphStore, reopen: () => Promise<GraphStore>): void {
  test('every kind of event is exported as it was given', async () => {
    await store().append(everyKind);
    expect(await exported(store())).toEqual(sequenced(everyKind));
  });

  test('a reversed transfer is exported as it was', async () => {
    await store().append([transfer('t1', 'a', 'b'), reversal('r1', 't1')]);
    expect(await exported(store())).toEqual(sequenced([transfer('t1', 'a', 'b'), reversal('r1', 't1')]));
  });

  test.each([1, 3, 10, 11, 100])('an export in pages of %i is in order and whole', async (pageSize) => {
    await store().append(many(10));
    await store().append(many(30).slice(10));
    const sizes: number[] = [];
    for await (const page of store().eventsAfter(4, pageSize)) sizes.push(page.length);
    expect(Math.max(...sizes)).toBeLessThanOrEqual(pageSize);
    expect((await exported(store(), 4, pageSize)).map(({ seq }) => seq)).toEqual(
      Array.from({ length: 26 }, (_, index) => index + 5),
    );
  });

  test('an export after the end is empty', async () => {
    await store().append(many(3));
    expect(await exported(store(), 3)).toEqual([]);
    expect(await exported(store(), 99)).toEqual([]);
  });

  test('restore gives events the numbers that they had', async () => {
    await store().restore(sequenced(everyKind));
    expect(await exported(store())).toEqual(sequenced(everyKind));
    expect((await store().transfer('t2'))?.reversedAt).not.toBeNull();
    expect(await store().account('a/1')).toMatchObject({ label: 'legitimate' });
    expect(await store().append([everyKind[0] as GraphEvent])).toEqual([{ status: 'duplicate', seq: 1 }]);
  });

  test('restore skips what is there and goes on after it', async () => {
    await store().append(many(5));
    const before = await store().counts();
    await store().restore(sequenced(many(5)));
    expect(await store().counts()).toEqual(before);
    await store().restore(sequenced(many(9)).slice(3));
    expect(await store().lastSeq()).toBe(9);
    expect(await store().append([transfer('next', 'a', 'b')])).toEqual([{ status: 'stored', seq: 10 }]);
  });

  test('restore takes more events than one batch', async () => {
    await store().restore(sequenced(many(2500)));
    expect(await store().counts()).toMatchObject({ lastSeq: 2500, transfers: 2500 });
  });

  test.each([
    ['a gap after the end', sequenced(many(2), 7)],
    ['a gap inside', [...sequenced(many(7)).slice(4, 6), ...sequenced(many(9)).slice(7)]],
    ['numbers out of order', sequenced(many(7)).slice(5).reverse()],
  ])('restore refuses %s', async (_name, events) => {
    await store().append(many(5));
    await expect(store().restore(events)).rejects.toSatisfy((error) =>
      isAnelError(error, 'GRAPH_STORE_FAILED'),
    );
    expect(await store().lastSeq()).toBe(5);
  });

  test('a newer owner supersedes an older one, whose writes change nothing from then on', async () => {
    await store().claim({ ledgerId: 'one', epoch: 2 });
    await store().append(many(2));
    await store().claim({ ledgerId: 'one', epoch: 3 });
    await store().append(many(3));
    await expect(store().claim({ ledgerId: 'one', epoch: 2 })).rejects.toMatchObject({ code: 'SUPERSEDED' });
    expect(await store().append(many(4))).toHaveLength(4);
    expect(await store().lastSeq()).toBe(4);
  });

  test('a store of one ledger is refused to another', async () => {
    await store().claim({ ledgerId: 'one', epoch: 2 });
    await reopen();
    await expect(store().claim({ ledgerId: 'two', epoch: 9 })).rejects.toMatchObject({
      code: 'STORES_MISMATCH',
    });
    await store().claim({ ledgerId: 'one', epoch: 2 });
    expect(await store().append(many(1))).toEqual([{ status: 'stored', seq: 1 }]);
  });

  test('a reopened store has everything', async () => {
    await store().append(everyKind);
    await store().annotate({ transfers: [{ id: 't1', score: 0.25 }] });
    const read = async () => [
      await store().counts(),
      await exported(store()),
      await store().transfer('t1'),
      await store().account('x/a/1'),
      await store().account('a'),
      await store().identifiersOf('x/a/1', 10),
    ];
    const before = await read();
    await reopen();
    expect(await read()).toEqual(before);
    expect(await store().append(everyKind)).toEqual(
      everyKind.map((_, index) => ({ status: 'duplicate', seq: index + 1 })),
    );
    expect(await store().append([transfer('next', 'a', 'b')])).toEqual([
      { status: 'stored', seq: everyKind.length + 1 },
    ]);
  });

  test('a checkpoint tells the highest number that is safe', async () => {
    expect(await store().checkpoint()).toBe(0);
    const writes = [store().append(many(5)), store().checkpoint(), store().append(many(8))] as const;
    expect(await writes[1]).toBe(5);
    await writes[2];
    expect(await store().checkpoint()).toBe(8);
  });
}
