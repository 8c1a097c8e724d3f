import { expect, test } from 'vitest';
import type { GraphStore, StoredTransfer } from '../../store.ts';
import { log, reversal, startAt, transfer } from './sample-events.contract.ts';

const wide = { hops: 2, nodesMax: 100, degreeMax: 100 };
const far = { hopsMax: 4, pathsMax: 50, nodesMax: 1000, degreeMax: 100 };
const idsOf = (transfers: readonly StoredTransfer[]) => transfers.map(({ event }) => event.id);
const at = (offset: number) => ({ at: startAt + offset });

/** Transfers given as `from>to`, one second apart, with the text as id. */
const chain = (...arrows: string[]) =>
  arrows.map((arrow, index) => transfer(arrow, arrow.charAt(0), arrow.charAt(2), at(index * 1000)));

/** Reads that walk the graph, what the analysis writes back, and counts. */
export function walkCases(store: () => GraphStore): void {
  test('unknown things are absent', async () => {
    await store().append([log('l1', 'a')]);
    expect(await store().transfer('l1')).toBeNull();
    expect(await store().transfer('nowhere')).toBeNull();
    expect(await store().account('nowhere')).toBeNull();
    expect(await store().neighbourhood('nowhere', wide)).toBeNull();
    expect(await store().paths('a', 'nowhere', far)).toEqual([]);
    expect(await store().transfersOf('nowhere', 5)).toEqual([]);
    expect([...(await store().transfers(['nowhere'])).keys()]).toEqual([]);
  });

  test('the latest transfers of an account come newest first, up to the limit', async () => {
    await store().append([...chain('a>b', 'b>a', 'a>c', 'c>d'), transfer('tie', 'a', 'd', at(2000))]);
    expect(idsOf(await store().transfersOf('a', 10))).toEqual(['tie', 'a>c', 'b>a', 'a>b']);
    expect(idsOf(await store().transfersOf('a', 2))).toEqual(['tie', 'a>c']);
  });

  test('the most recently used links come first, up to the limit', async () => {
    await store().append([
      log('l1', 'a', { device: 'd1', at: startAt }),
      log('l2', 'a', { device: 'd2', at: startAt + 5 }),
      log('l3', 'b', { device: 'd2', at: startAt + 9 }),
      log('l4', 'c', { device: 'd2', at: startAt + 9 }),
    ]);
    expect((await store().identifiersOf('a', 1)).map(({ id }) => id)).toEqual(['d2']);
    expect((await store().accountsUsing('device', 'd2', 10)).map(({ account }) => account)).toEqual([
      'b',
      'c',
      'a',
    ]);
    expect((await store().accountsUsing('device', 'd2', 1)).map(({ account }) => account)).toEqual(['b']);
  });

  test('a neighbourhood has accounts by distance then id, and transfers by number', async () => {
    await store().append(chain('d>e', 'c>b', 'b>a', 'a>d', 'x>y'));
    const found = await store().neighbourhood('a', wide);
    expect(found?.accounts.map(({ id }) => id)).toEqual(['a', 'b', 'd', 'c', 'e']);
    expect(idsOf(found?.transfers ?? [])).toEqual(['d>e', 'c>b', 'b>a', 'a>d']);
    expect(found?.truncated).toBe(false);
  });

  test('a neighbourhood has the identifiers of its accounts', async () => {
    await store().append([...chain('a>b'), log('l1', 'b', { device: 'd' }), log('l2', 'z', { device: 'd' })]);
    const found = await store().neighbourhood('a', wide);
    expect(found?.identifiers.map(({ account, id }) => [account, id])).toEqual([['b', 'd']]);
  });

  test('the cap on hops', async () => {
    await store().append(chain('a>b', 'b>c', 'c>d', 'd>e', 'e>f'));
    for (const hops of [1, 2, 3, 4]) {
      const found = await store().neighbourhood('a', { ...wide, hops });
      expect([found?.accounts.length, found?.transfers.length]).toEqual([hops + 1, hops]);
    }
  });

  test('the cap on nodes keeps the most recent and says so', async () => {
    await store().append(chain('a>b', 'a>c', 'a>d', 'a>e'));
    const found = await store().neighbourhood('a', { ...wide, nodesMax: 3 });
    expect(found?.accounts.map(({ id }) => id)).toEqual(['a', 'd', 'e']);
    expect(idsOf(found?.transfers ?? [])).toEqual(['a>d', 'a>e']);
    expect(found?.truncated).toBe(true);
  });

  test('the cap on degree keeps the most recent of each direction and says so', async () => {
    await store().append(chain('a>b', 'a>c', 'a>d', 'e>a', 'f>a', 'g>a'));
    const found = await store().neighbourhood('a', { hops: 1, nodesMax: 100, degreeMax: 2 });
    expect(idsOf(found?.transfers ?? [])).toEqual(['a>c', 'a>d', 'f>a', 'g>a']);
    expect(found?.truncated).toBe(true);
    expect((await store().neighbourhood('a', { hops: 1, nodesMax: 100, degreeMax: 3 }))?.truncated).toBe(
      false,
    );
  });

  test('a walk in a range of time follows only its transfers, both ends included', async () => {
    await store().append(chain('a>b', 'a>c', 'a>d', 'a>e', 'd>f'));
    const range = { fromAt: startAt + 1000, untilAt: startAt + 2000 };
    expect(idsOf((await store().neighbourhood('a', { ...wide, ...range }))?.transfers ?? [])).toEqual([
      'a>c',
      'a>d',
    ]);
    expect(
      idsOf((await store().neighbourhood('a', { ...wide, fromAt: startAt + 3000 }))?.transfers ?? []),
    ).toEqual(['a>e']);
    expect(idsOf((await store().neighbourhood('a', { ...wide, untilAt: startAt }))?.transfers ?? [])).toEqual(
      ['a>b'],
    );
  });

  test('self-transfers and multi-edges are in a neighbourhood, each once', async () => {
    await store().append([...chain('a>a', 'a>b', 'b>a'), transfer('again', 'a', 'b')]);
    const found = await store().neighbourhood('a', wide);
    expect(idsOf(found?.transfers ?? [])).toEqual(['a>a', 'a>b', 'b>a', 'again']);
  });

  test('a neighbourhood shows what was reversed', async () => {
    await store().append([...chain('a>b'), reversal('r1', 'a>b')]);
    expect((await store().neighbourhood('a', wide))?.transfers[0]?.reversedAt).toBe(startAt + 5000);
  });

  test('paths are directed, simple, shortest first, then by account ids', async () => {
    await store().append(chain('a>d', 'a>c', 'c>d', 'a>b', 'b>d', 'b>c', 'd>a', 'c>b'));
    const paths = (await store().paths('a', 'd', far)).map(idsOf);
    expect(paths).toEqual([
      ['a>d'],
      ['a>b', 'b>d'],
      ['a>c', 'c>d'],
      ['a>b', 'b>c', 'c>d'],
      ['a>c', 'c>b', 'b>d'],
    ]);
    expect(await store().paths('a', 'a', far)).toEqual([]);
  });

  test('a path shows the most recent of several transfers', async () => {
    await store().append([
      ...chain('a>b'),
      transfer('newer', 'a', 'b', at(9000)),
      transfer('older', 'a', 'b', at(-9)),
    ]);
    expect((await store().paths('a', 'b', far)).map(idsOf)).toEqual([['newer']]);
  });

  test('the caps of paths: hops, paths, accounts, degree', async () => {
    await store().append(chain('a>b', 'b>c', 'c>d', 'a>d', 'a>e', 'e>d'));
    const paths = async (changes: object) =>
      (await store().paths('a', 'd', { ...far, ...changes })).map(idsOf);
    expect(await paths({ hopsMax: 2 })).toEqual([['a>d'], ['a>e', 'e>d']]);
    expect(await paths({ pathsMax: 1 })).toEqual([['a>d']]);
    expect(await paths({ nodesMax: 1 })).toEqual([['a>d']]);
    expect(await paths({ degreeMax: 1 })).toEqual([['a>e', 'e>d']]);
  });

  test('annotations change what they name and nothing else', async () => {
    await store().append(chain('a>b'));
    await store().annotate({
      accounts: [{ id: 'a', communityId: 'c1', ringId: 'r1', pagerank: 0.125 }],
      transfers: [{ id: 'a>b', score: 0.75 }],
    });
    await store().annotate({
      accounts: [
        { id: 'a', ringId: null },
        { id: 'nowhere', communityId: 'x' },
      ],
    });
    expect(await store().account('a')).toMatchObject({ communityId: 'c1', ringId: null, pagerank: 0.125 });
    expect(await store().account('b')).toMatchObject({ communityId: null, ringId: null, pagerank: null });
    expect(await store().account('nowhere')).toBeNull();
    expect((await store().transfer('a>b'))?.score).toBe(0.75);
    expect((await store().neighbourhood('a', wide))?.transfers[0]?.score).toBe(0.75);
  });

  test('counts are of distinct things', async () => {
    await store().append([
      ...chain('a>b', 'b>c', 'a>b'),
      log('l1', 'a', { device: 'd', ip: 'i' }),
      log('l2', 'd', { device: 'd' }),
    ]);
    expect(await store().counts()).toEqual({ accounts: 4, transfers: 2, identifiers: 2, lastSeq: 4 });
  });
}
