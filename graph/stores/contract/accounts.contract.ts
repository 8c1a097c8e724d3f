import { expect, test } from 'vitest';
import { identifierKinds } from '../../model/event.ts';
import type { GraphStore } from '../../store.ts';
import { authentication, log, startAt, transfer } from './sample-events.contract.ts';

/** What events leave behind: accounts with their times, transfers as relationships, links to identifiers. */
export function accountCases(store: () => GraphStore): void {
  test('a late event moves the first time of its accounts, not the last', async () => {
    await store().append([transfer('t1', 'a', 'b')]);
    await store().append([transfer('t2', 'a', 'c', { at: startAt - 500 })]);
    expect(await store().account('a')).toMatchObject({
      firstSeenAt: startAt - 500,
      lastSeenAt: startAt + 1000,
    });
    expect(await store().account('b')).toMatchObject({
      firstSeenAt: startAt + 1000,
      lastSeenAt: startAt + 1000,
    });
    expect((await store().transfersOf('a', 10)).map(({ event }) => event.id)).toEqual(['t1', 't2']);
  });

  test('a later event moves the last time of its accounts', async () => {
    await store().append([transfer('t1', 'a', 'b')]);
    await store().append([authentication('x1', 'a', { at: startAt + 90_000 })]);
    expect(await store().account('a')).toMatchObject({
      firstSeenAt: startAt + 1000,
      lastSeenAt: startAt + 90_000,
    });
  });

  test('an account has its key, bank and country; a country that comes later is kept', async () => {
    await store().append([
      transfer('t1', 'a', 'b', { from: { account: '7', bank: 'x' }, to: { account: '7', bank: 'y' } }),
    ]);
    await store().append([log('l1', 'a', { account: { account: '7', bank: 'y', country: 'PT' } })]);
    const accounts = await store().accounts(['x/7', 'y/7', '7']);
    expect([...accounts.keys()].sort()).toEqual(['x/7', 'y/7']);
    expect(accounts.get('x/7')).toMatchObject({ id: 'x/7', bank: 'x', country: null });
    expect(accounts.get('y/7')).toMatchObject({ id: 'y/7', bank: 'y', country: 'PT' });
  });

  test('a self-transfer is one transfer of one account', async () => {
    await store().append([transfer('t1', 'a', 'a')]);
    expect(await store().counts()).toEqual({ accounts: 1, transfers: 1, identifiers: 0, lastSeq: 1 });
    expect((await store().transfersOf('a', 10)).map(({ event }) => event.id)).toEqual(['t1']);
    expect(await store().transfer('t1')).toMatchObject({ from: 'a', to: 'a' });
  });

  test('transfers between the same accounts stay apart, equal in all but the id too', async () => {
    await store().append([transfer('t1', 'a', 'b'), transfer('t2', 'a', 'b'), transfer('t3', 'b', 'a')]);
    expect((await store().counts()).transfers).toBe(3);
    expect((await store().transfersOf('b', 10)).map(({ event }) => event.id)).toEqual(['t3', 't2', 't1']);
  });

  test('all six kinds of identifiers are linked to the sender, with count, first and last', async () => {
    const all = Object.fromEntries(identifierKinds.map((kind) => [kind, `${kind}-1`]));
    await store().append([transfer('t1', 'a', 'b', all)]);
    await store().append([
      transfer('t2', 'a', 'b', { ...all, at: startAt + 50 }),
      transfer('t3', 'a', 'c', { ...all, at: startAt + 7000 }),
    ]);
    const links = await store().identifiersOf('a', 10);
    expect(links.map(({ kind }) => kind).sort()).toEqual([...identifierKinds].sort());
    for (const link of links) {
      expect(link).toEqual({
        account: 'a',
        kind: link.kind,
        id: `${link.kind}-1`,
        firstAt: startAt + 50,
        lastAt: startAt + 7000,
        count: 3,
      });
    }
    expect(await store().identifiersOf('b', 10)).toEqual([]);
    expect((await store().counts()).identifiers).toBe(6);
  });

  test('the identifiers of an authentication and a log belong to their account', async () => {
    await store().append([
      authentication('x1', 'a', { device: 'd1' }),
      log('l1', 'b', { device: 'd1', phone: '+351' }),
    ]);
    const users = await store().accountsUsing('device', 'd1', 10);
    expect(users.map(({ account, count }) => [account, count])).toEqual([
      ['b', 1],
      ['a', 1],
    ]);
    expect((await store().counts()).identifiers).toBe(2);
  });

  test('the same text as two kinds of identifier is two identifiers', async () => {
    await store().append([log('l1', 'a', { device: 'same', phone: 'same' })]);
    expect((await store().counts()).identifiers).toBe(2);
    expect(await store().accountsUsing('card', 'same', 10)).toEqual([]);
  });
}
