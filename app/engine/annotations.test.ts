import { expect, it } from 'vitest';
import type { RingEvent, RingMember } from '../../scoring/rings/model.ts';
import { annotationsOf } from './annotations.ts';

function event(at: number, joined: readonly [string, RingMember['role']][], left: string[] = []): RingEvent {
  return {
    seq: at,
    ordinal: 0,
    ringId: 'r1',
    kind: 'GREW',
    cause: 'FLAGGED_TRANSFER',
    at,
    typology: 'CYCLE',
    suspicion: 0.9,
    joined: joined.map(([account, role]) => ({ account, role, sinceSeq: at, sinceAt: at })),
    left,
    otherRingId: null,
    transfersAdded: 0,
    transfers: [],
    ties: [],
    retracted: [],
  };
}

const of = (...events: RingEvent[]) => {
  const { endings, memberships } = annotationsOf([], events, () => null);
  return { endings, memberships };
};
const a = { ringId: 'r1', account: 'a' };
const joins = event(1, [['a', 'MULE']]);
const leaves = event(5, [], ['a']);
const returns = event(7, [['a', 'SINK']]);

it('writes who joined and who left', () => {
  expect(of(joins)).toEqual({
    endings: [],
    memberships: [{ ...a, role: 'MULE', since: 1, until: null }],
  });
  expect(of(leaves)).toEqual({ endings: [{ ...a, until: 5 }], memberships: [] });
});

it('keeps the since of a member that gets another role, in one row', () => {
  expect(of(joins, event(3, [['a', 'BRIDGE']]))).toEqual({
    endings: [],
    memberships: [{ ...a, role: 'BRIDGE', since: 1, until: null }],
  });
});

it('begins anew for an account that left and joins again', () => {
  const open = { ...a, role: 'SINK', since: 7, until: null };
  expect(of(leaves, returns)).toEqual({ endings: [{ ...a, until: 5 }], memberships: [open] });
  expect(of(joins, leaves, returns)).toEqual({ endings: [{ ...a, until: 5 }], memberships: [open] });
});

it('ends what began in the same run', () => {
  expect(of(joins, leaves)).toEqual({
    endings: [],
    memberships: [{ ...a, role: 'MULE', since: 1, until: 5 }],
  });
  expect(of(leaves, returns, event(9, [], ['a']))).toEqual({
    endings: [{ ...a, until: 5 }],
    memberships: [{ ...a, role: 'SINK', since: 7, until: 9 }],
  });
});

it('names the present ring of every account that was touched, once', () => {
  const { accounts } = annotationsOf([], [joins, leaves, event(6, [['b', 'MULE']])], (account) =>
    account === 'b' ? 'r1' : null,
  );
  expect(accounts).toEqual([
    { id: 'a', ringId: null },
    { id: 'b', ringId: 'r1' },
  ]);
});
