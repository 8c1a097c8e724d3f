import { expect, test } from 'vitest';
import type { LabelEvent } from '../../model/event.ts';
import type { GraphStore } from '../../store.ts';
import { exported, label, log, startAt, transfer } from './sample-events.contract.ts';

const withoutUndefined = (event: object) =>
  Object.fromEntries(
    Object.entries(event).filter(([, value]) => value !== undefined),
  ) as unknown as LabelEvent;

const duplicate = (seq: number) => ({ status: 'duplicate', seq });

/** What labels leave on accounts. `reopen` closes the store and opens it again. */
export function labelCases(store: () => GraphStore, reopen: () => Promise<GraphStore>): void {
  const standing = async (account: string) => {
    const found = await store().account(account);
    return found === null ? null : [found.label, found.labelledAt];
  };

  test('an account without a label has none', async () => {
    await store().append([transfer('t1', 'a', 'b')]);
    expect(await standing('a')).toEqual([null, null]);
  });

  test('a label is on its account, with the time of the confirmation', async () => {
    await store().append([transfer('t1', 'a', 'b'), label('v1', 'a', 'fraud', { at: startAt + 9 })]);
    expect(await standing('a')).toEqual(['fraud', startAt + 9]);
    expect(await standing('b')).toEqual([null, null]);
    expect(
      (await store().neighbourhood('b', { hops: 1, nodesMax: 9, degreeMax: 9 }))?.accounts,
    ).toMatchObject([
      { id: 'b', label: null },
      { id: 'a', label: 'fraud', labelledAt: startAt + 9 },
    ]);
  });

  test('the newest label by sequence number counts, whatever the times, in one batch and over several', async () => {
    await store().append([
      label('v1', 'a', 'fraud', { at: startAt + 9 }),
      label('v2', 'a', 'legitimate', { at: startAt + 5 }),
      label('v3', 'b', 'fraud', { at: startAt + 7 }),
    ]);
    expect(await standing('a')).toEqual(['legitimate', startAt + 5]);
    await store().append([label('v4', 'b', 'legitimate', { at: startAt + 8 })]);
    await store().append([label('v5', 'b', 'fraud', { at: startAt + 1 })]);
    expect(await standing('b')).toEqual(['fraud', startAt + 1]);
  });

  test('a label may come before anything else of its account', async () => {
    const ref = { account: '7', bank: 'x', country: 'PT' };
    await store().append([label('v1', '7', 'fraud', { account: ref, at: startAt + 9 })]);
    expect(await store().account('x/7')).toMatchObject({ bank: 'x', country: 'PT', label: 'fraud' });
    await store().append([transfer('t1', '7', 'b', { from: ref })]);
    expect(await standing('x/7')).toEqual(['fraud', startAt + 9]);
    expect(await store().counts()).toEqual({ accounts: 2, transfers: 1, identifiers: 0, lastSeq: 2 });
  });

  test('a repeated label changes nothing, one with another verdict under its id is refused', async () => {
    await store().append([label('v1', 'a', 'fraud'), label('v2', 'a', 'legitimate')]);
    expect(await store().append([label('v1', 'a', 'fraud', { seenAt: startAt + 99_999 })])).toEqual([
      duplicate(1),
    ]);
    expect(await store().append([label('v1', 'a', 'legitimate')])).toMatchObject([{ code: 'ID_CONFLICT' }]);
    expect(await standing('a')).toEqual(['legitimate', startAt + 700]);
  });

  test.each([
    ['account', { account: { account: 'z' } }],
    ['time', { at: startAt + 7 }],
    ['transaction', { transactionId: 't2' }],
    ['source', { source: 'else' }],
    ['end', { until: startAt + 2000 }],
    ['absence of an end', { until: undefined }],
    ['pattern', { pattern: 'settlement' }],
    ['absence of a pattern', { pattern: undefined }],
  ] as const)('other content: the %s', async (_field, changes) => {
    const about = { transactionId: 't1', source: 'investigation' };
    const terms = { until: startAt + 1000, pattern: 'payroll' } as const;
    const first = label('v1', 'a', 'legitimate', { ...about, ...terms });
    await store().append([first]);
    const other = withoutUndefined({ ...first, ...changes });
    expect(await store().append([other])).toMatchObject([{ code: 'ID_CONFLICT' }]);
    expect(await store().append([first])).toEqual([duplicate(1)]);
  });

  test('what a label says beside its verdict is on its account, until a later label says something else or nothing', async () => {
    const terms = { source: 'ana', until: startAt + 9000, pattern: 'payroll' } as const;
    await store().append([label('v1', 'a', 'legitimate', terms), label('v2', 'b', 'legitimate')]);
    const said = {
      labelId: 'v1',
      labelSource: 'ana',
      labelUntil: startAt + 9000,
      labelPattern: 'payroll',
    };
    const nothing = { labelSource: null, labelUntil: null, labelPattern: null };
    expect(await store().account('a')).toMatchObject(said);
    expect(await store().account('b')).toMatchObject({ ...nothing, labelId: 'v2' });
    await reopen();
    expect(await store().account('a')).toMatchObject(said);
    expect((await exported(store()))[0]?.event).toEqual(label('v1', 'a', 'legitimate', terms));
    await store().append([label('v3', 'a', 'fraud'), log('l1', 'c')]);
    expect(await store().account('a')).toMatchObject({ ...nothing, labelId: 'v3' });
    expect(await store().account('c')).toMatchObject({ ...nothing, labelId: null });
  });

  test('the suppressions in force are the accounts whose newest label is legitimate and has not ended', async () => {
    await store().append([
      label('v1', 'd', 'legitimate'),
      label('v2', 'b', 'legitimate', { until: startAt + 750, pattern: 'family' }),
      label('v3', 'a', 'legitimate', { until: startAt + 9000 }),
      label('v4', 'c', 'fraud'),
      label('v5', 'e', 'legitimate'),
      label('v6', 'e', 'fraud'),
      label('v7', 'f', 'legitimate', { at: startAt + 800 }),
      transfer('t1', 'a', 'g'),
    ]);
    const inForce = async (after: number, changes: { after?: string; limit?: number } = {}) => {
      const request = { at: startAt + after, suppressionMs: 1000, after: '', limit: 10, ...changes };
      return (await store().suppressions(request)).map(({ id }) => id);
    };
    expect(await inForce(699)).toEqual([]);
    expect(await inForce(700)).toEqual(['a', 'b', 'd']);
    expect(await inForce(750)).toEqual(['a', 'd']);
    expect(await inForce(1699)).toEqual(['a', 'd', 'f']);
    expect(await inForce(1700)).toEqual(['a', 'f']);
    expect(await inForce(9000)).toEqual([]);
    expect(await inForce(1699, { limit: 2 })).toEqual(['a', 'd']);
    expect(await inForce(1699, { after: 'd' })).toEqual(['f']);
    await reopen();
    expect(await inForce(700)).toEqual(['a', 'b', 'd']);
  });

  test('the order of the batch decides where other events of the account stand between its labels', async () => {
    await store().append([
      label('v1', 'a', 'fraud'),
      log('l1', 'a', { at: startAt + 90_000 }),
      transfer('t1', 'b', 'a'),
      label('v2', 'a', 'fraud', { at: startAt + 800 }),
    ]);
    expect(await store().account('a')).toMatchObject({
      label: 'fraud',
      labelledAt: startAt + 800,
      firstSeenAt: startAt + 700,
      lastSeenAt: startAt + 90_000,
    });
  });

  test('labels are there after reopening, and after a restore they are what they were', async () => {
    await store().append([label('v1', 'a', 'fraud'), label('v2', 'b', 'legitimate')]);
    await reopen();
    expect([await standing('a'), await standing('b')]).toEqual([
      ['fraud', startAt + 700],
      ['legitimate', startAt + 700],
    ]);
    await store().restore([{ seq: 3, event: label('v3', 'a', 'legitimate', { at: startAt + 701 }) }]);
    expect(await standing('a')).toEqual(['legitimate', startAt + 701]);
  });

  test('annotations leave a label as it is', async () => {
    await store().append([label('v1', 'a', 'fraud')]);
    await store().annotate({ accounts: [{ id: 'a', communityId: 'c1' }] });
    expect(await store().account('a')).toMatchObject({ communityId: 'c1', label: 'fraud' });
  });
}
