import { expect, test } from 'vitest';
import { amountMinorMax } from '../../model/currency.ts';
import type { GraphStore } from '../../store.ts';
import {
  authentication,
  contractLimits,
  exported,
  label,
  log,
  reversal,
  startAt,
  transfer,
} from './sample-events.contract.ts';

const stored = (seq: number) => ({ status: 'stored', seq });
const duplicate = (seq: number) => ({ status: 'duplicate', seq });

/** Storing: sequence numbers, exactly once, reversals, what an event leaves on accounts. */
export function appendCases(store: () => GraphStore): void {
  test('an empty store has no events', async () => {
    expect(await store().lastSeq()).toBe(0);
    expect(await store().append([])).toEqual([]);
    expect(await store().counts()).toEqual({ accounts: 0, transfers: 0, identifiers: 0, lastSeq: 0 });
    expect(await exported(store())).toEqual([]);
  });

  test('sequence numbers follow the batch without gaps, over all kinds', async () => {
    const batch = [
      transfer('t1', 'a', 'b'),
      authentication('x1', 'a'),
      log('l1', 'c'),
      reversal('r1', 't1'),
      label('v1', 'a', 'fraud'),
    ];
    expect(await store().append(batch)).toEqual([stored(1), stored(2), stored(3), stored(4), stored(5)]);
    expect(await store().append([transfer('t2', 'b', 'c')])).toEqual([stored(6)]);
    expect(await store().lastSeq()).toBe(6);
  });

  test('a replayed batch is all duplicates with the first numbers, and changes nothing', async () => {
    const batch = [
      transfer('t1', 'a', 'b', { device: 'd' }),
      authentication('x1', 'a', { ip: 'i' }),
      reversal('r1', 't1'),
    ];
    await store().append(batch);
    const before = [
      await store().counts(),
      await store().identifiersOf('a', 10),
      await store().transfersOf('a', 10),
    ];
    expect(await store().append(batch)).toEqual([duplicate(1), duplicate(2), duplicate(3)]);
    const after = [
      await store().counts(),
      await store().identifiersOf('a', 10),
      await store().transfersOf('a', 10),
    ];
    expect(after).toEqual(before);
  });

  test('a redelivery that was seen later is a duplicate', async () => {
    await store().append([transfer('t1', 'a', 'b')]);
    expect(await store().append([transfer('t1', 'a', 'b', { seenAt: startAt + 999_999 })])).toEqual([
      duplicate(1),
    ]);
    expect((await exported(store()))[0]?.event.seenAt).toBe(startAt + 2000);
  });

  test('the same id with other content is refused and the rest of the batch is stored', async () => {
    await store().append([transfer('t1', 'a', 'b')]);
    const outcomes = await store().append([
      transfer('t2', 'a', 'b'),
      transfer('t1', 'a', 'b', { amountMinor: 1001 }),
      transfer('t3', 'a', 'b'),
    ]);
    expect(outcomes).toMatchObject([stored(2), { status: 'refused', code: 'ID_CONFLICT' }, stored(3)]);
    expect((await store().transfer('t1'))?.event.amountMinor).toBe(1000);
  });

  test('a refusal names the id', async () => {
    await store().append([transfer('t-17', 'a', 'b')]);
    const [outcome] = await store().append([transfer('t-17', 'a', 'c')]);
    expect(outcome?.status === 'refused' && outcome.message).toContain('"t-17"');
  });

  test.each([
    ['receiver', { to: { account: 'z' } }],
    ['bank', { from: { account: 'a', bank: 'other' } }],
    ['time', { at: startAt + 7 }],
    ['currency', { currency: 'EUR' }],
    ['format', { format: 'ACH' }],
    ['channel', { channel: 'app' }],
    ['identifier', { card: 'c' }],
  ])('other content: the %s', async (_field, changes) => {
    await store().append([transfer('t1', 'a', 'b')]);
    expect(await store().append([transfer('t1', 'a', 'b', changes)])).toMatchObject([
      { code: 'ID_CONFLICT' },
    ]);
  });

  test('duplicates and conflicts inside one batch', async () => {
    const outcomes = await store().append([
      transfer('t1', 'a', 'b'),
      transfer('t1', 'a', 'b'),
      transfer('t1', 'a', 'c'),
      transfer('t2', 'a', 'b'),
    ]);
    expect(outcomes).toMatchObject([stored(1), duplicate(1), { code: 'ID_CONFLICT' }, stored(2)]);
    expect(await store().account('c')).toBeNull();
  });

  test('ids are unique over all kinds of events', async () => {
    await store().append([transfer('same', 'a', 'b')]);
    const others = [
      authentication('same', 'a'),
      log('same', 'a'),
      reversal('same', 'same'),
      label('same', 'a', 'fraud'),
    ];
    const refused = { status: 'refused', code: 'ID_CONFLICT' };
    expect(await store().append(others)).toMatchObject([refused, refused, refused, refused]);
  });

  test('more events than a batch may have is a defect of the caller', async () => {
    const batch = Array.from({ length: contractLimits.batchMax + 1 }, (_, index) =>
      transfer(`t${index}`, 'a', 'b'),
    );
    await expect((async () => store().append(batch))()).rejects.toThrow(String(contractLimits.batchMax));
    expect(await store().lastSeq()).toBe(0);
  });

  test('a reversal of a stored transfer marks it and deletes nothing', async () => {
    await store().append([transfer('t1', 'a', 'b')]);
    expect(await store().append([reversal('r1', 't1')])).toEqual([stored(2)]);
    expect((await store().transfer('t1'))?.reversedAt).toBe(startAt + 5000);
    expect((await store().counts()).transfers).toBe(1);
  });

  test('a reversal of an unknown transfer is refused', async () => {
    const outcomes = await store().append([reversal('r1', 'nowhere'), transfer('t1', 'a', 'b')]);
    expect(outcomes).toMatchObject([{ status: 'refused', code: 'REVERSAL_TARGET_UNKNOWN' }, stored(1)]);
  });

  test('a reversal before its transfer in the same batch is refused, after it is stored', async () => {
    const outcomes = await store().append([
      reversal('r1', 't1'),
      transfer('t1', 'a', 'b'),
      reversal('r2', 't1'),
    ]);
    expect(outcomes).toMatchObject([{ code: 'REVERSAL_TARGET_UNKNOWN' }, stored(1), stored(2)]);
    expect((await store().transfer('t1'))?.reversedAt).toBe(startAt + 5000);
  });

  test('only a transfer can be reversed', async () => {
    await store().append([log('l1', 'a')]);
    expect(await store().append([reversal('r1', 'l1')])).toMatchObject([{ code: 'REVERSAL_TARGET_UNKNOWN' }]);
  });

  test('of two reversals of one transfer both are stored and the first counts', async () => {
    await store().append([transfer('t1', 'a', 'b'), reversal('r1', 't1', { at: startAt + 9 })]);
    expect(await store().append([reversal('r2', 't1', { at: startAt + 8 })])).toEqual([stored(3)]);
    expect((await store().transfer('t1'))?.reversedAt).toBe(startAt + 9);
  });

  test('the largest amount comes back exactly', async () => {
    await store().append([
      transfer('t1', 'a', 'b', { amountMinor: amountMinorMax }),
      transfer('t2', 'a', 'b', { amountMinor: 1 }),
    ]);
    expect((await store().transfer('t1'))?.event.amountMinor).toBe(9007199254740991);
    expect((await exported(store()))[0]?.event).toMatchObject({ amountMinor: 9007199254740991 });
  });

  test('ids are opaque text', async () => {
    const ids = [
      'ação 𝄞',
      'o\'neil "q" \\ \n\t',
      '{"$date":"2020-01-01"}',
      '0017',
      '17',
      '\u00e9',
      'e\u0301',
      '$ids',
      '2020-01-01',
      ' ',
    ];
    const outcomes = await store().append(
      ids.map((id) => transfer(id, `from ${id}`, `to ${id}`, { device: id, geo: id })),
    );
    expect(outcomes).toEqual(ids.map((_, index) => stored(index + 1)));
    expect((await exported(store())).map(({ event }) => event.id)).toEqual(ids);
    expect([...(await store().transfers(ids)).keys()].sort()).toEqual([...ids].sort());
    for (const id of ids)
      expect((await store().accountsUsing('device', id, 2)).map(({ account }) => account)).toEqual([
        `from ${id}`,
      ]);
  });

  test('calls that overlap are done in the order in which they were made', async () => {
    const calls = Array.from({ length: 20 }, (_, call) =>
      store().append(Array.from({ length: 5 }, (_, index) => transfer(`t${call}-${index}`, 'a', `b${call}`))),
    );
    const seqs = (await Promise.all(calls))
      .flat()
      .map((outcome) => outcome.status === 'stored' && outcome.seq);
    expect(seqs).toEqual(Array.from({ length: 100 }, (_, index) => index + 1));
  });

  test('a read during a write sees whole batches only', async () => {
    const batch = (call: number) =>
      Array.from({ length: 500 }, (_, index) => transfer(`t${call}-${index}`, 'a', `b${index}`));
    let writing = true;
    const writes = Promise.all([0, 1, 2, 3].map((call) => store().append(batch(call)))).finally(() => {
      writing = false;
    });
    while (writing) {
      const { lastSeq, transfers } = await store().counts();
      expect([lastSeq % 500, transfers]).toEqual([0, lastSeq]);
      expect((await exported(store(), 0, 10_000)).length % 500).toBe(0);
    }
    await writes;
    expect(await store().lastSeq()).toBe(2000);
  });
}
