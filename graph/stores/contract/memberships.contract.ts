import { expect, test } from 'vitest';
import type { GraphStore } from '../../store.ts';
import { startAt, transfer } from './sample-events.contract.ts';

/** What ring events leave in the graph: who is and was a member of which ring. */
export function membershipCases(store: () => GraphStore): void {
  const member = (account: string, since: number, role = 'MULE', until: number | null = null) => ({
    ringId: 'r1',
    account,
    role,
    since: startAt + since,
    until: until === null ? null : startAt + until,
  });
  const ending = (account: string, until: number) => ({ ringId: 'r1', account, until: startAt + until });
  const told = async (ringId = 'r1') =>
    (await store().membershipsOf(ringId, 10)).map(
      ({ account, role, since, until }) =>
        `${account} ${role} ${since - startAt} ${until === null ? 'now' : until - startAt}`,
    );
  const accounts = () => store().append([transfer('t1', 'a', 'b'), transfer('t2', 'b', 'c')]);

  test('members are told by since, then by account, at most as many as asked for', async () => {
    await accounts();
    await store().annotate({ memberships: [member('c', 1), member('b', 2), member('a', 2)] });
    expect(await told()).toEqual(['c MULE 1 now', 'a MULE 2 now', 'b MULE 2 now']);
    expect((await store().membershipsOf('r1', 2)).map(({ account }) => account)).toEqual(['c', 'a']);
    expect(await told('r2')).toEqual([]);
    expect(await store().counts()).toEqual({ accounts: 3, transfers: 2, identifiers: 0, lastSeq: 2 });
    expect((await store().transfersOf('b', 10)).length).toBe(2);
  });

  test('an account that is not stored, and an end of no membership, are passed over', async () => {
    await accounts();
    await store().annotate({ memberships: [member('nobody', 1)], endings: [ending('a', 2)] });
    expect(await told()).toEqual([]);
  });

  test('a member that gets another role keeps its since, and is one member', async () => {
    await accounts();
    await store().annotate({ memberships: [member('a', 1)] });
    await store().annotate({ memberships: [member('a', 5, 'SINK')] });
    expect(await told()).toEqual(['a SINK 1 now']);
    await store().annotate({ memberships: [member('a', 0, 'BRIDGE', 9)] });
    expect(await told()).toEqual(['a BRIDGE 1 9']);
  });

  test('an account that left has an end, until it joins again', async () => {
    await accounts();
    await store().annotate({ memberships: [member('a', 1), member('b', 1)] });
    await store().annotate({ endings: [ending('a', 4), ending('b', 4)] });
    expect(await told()).toEqual(['a MULE 1 4', 'b MULE 1 4']);
    await store().annotate({ memberships: [member('a', 7, 'SINK')] });
    expect(await told()).toEqual(['b MULE 1 4', 'a SINK 7 now']);
  });

  test('an end is written before what begins anew in the same call', async () => {
    await accounts();
    await store().annotate({ memberships: [member('a', 1)] });
    await store().annotate({ endings: [ending('a', 4)], memberships: [member('a', 7)] });
    expect(await told()).toEqual(['a MULE 7 now']);
  });

  test('what is written again from any point on ends alike', async () => {
    await accounts();
    const runs = [
      { memberships: [member('a', 1), member('b', 1)] },
      { endings: [ending('a', 4)] },
      { endings: [ending('b', 5)], memberships: [member('a', 7, 'SINK')] },
      { memberships: [member('a', 8, 'BRIDGE'), member('c', 8)] },
    ];
    for (const run of runs) await store().annotate(run);
    const last = ['b MULE 1 5', 'a BRIDGE 7 now', 'c MULE 8 now'];
    expect(await told()).toEqual(last);
    for (const [start] of runs.entries()) {
      for (const run of runs.slice(start)) await store().annotate(run);
      expect(await told()).toEqual(last);
    }
  });
}
