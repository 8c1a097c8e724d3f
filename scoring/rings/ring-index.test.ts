import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { draws, JoinedTrackers, settings, stored, toldFrom } from './joined-trackers.samples.ts';
import type { RingEvent } from './model.ts';
import { noOpenRings } from './placer.ts';
import { RingIndex } from './ring-index.ts';

const accounts = [...'abcdefghijk'];
const noRings = { rings: [], evidence: new Map(), closedMembers: new Map() };

/** Applies events written as `r1 BORN +a +b`, one for each sequence number unless it is given as in `7 r1 DORMANT`. */
function indexOf(...lines: readonly string[]): RingIndex {
  const index = new RingIndex(noRings);
  for (const [place, line] of lines.entries()) {
    const [, given, ringId = '', kind = '', rest = ''] = /^(?:(\d+) )?(\w+) ([A-Z]+)(.*)$/.exec(line) ?? [];
    const seq = given === undefined ? place + 1 : Number(given);
    const named = (sign: string) =>
      rest.split(' ').flatMap((each) => (each[0] === sign ? [each.slice(1)] : []));
    const member = (account: string) => ({ account, role: 'MEMBER' as const, sinceSeq: seq, sinceAt: seq });
    index.apply({
      ...{
        seq,
        ordinal: 0,
        ringId,
        kind: kind as RingEvent['kind'],
        cause: 'IDLE',
        at: seq,
        typology: 'RANDOM',
      },
      ...{ suspicion: 0.5, joined: named('+').map(member), left: named('-'), otherRingId: 'other' },
      ...{ transfersAdded: 0, transfers: [], ties: [], retracted: [] },
    });
  }
  return index;
}
const openIds = (index: RingIndex) => [...index.openRings()].map(({ id }) => id);
const closedIds = (index: RingIndex, account: string) => index.closedOf(account).map(({ ring }) => ring.id);

describe('RingIndex', () => {
  it('finds rings by id and by member, closed ones by the members that they had', () => {
    const index = indexOf(
      'r1 BORN +a +b',
      'r2 BORN +b +c',
      'r3 BORN +d',
      'r2 CLOSED -b -c',
      'r1 DORMANT',
      'r3 MERGED -d',
    );
    expect(index.ringsOf('b')).toEqual(['r1']);
    expect([closedIds(index, 'b'), closedIds(index, 'a')]).toEqual([['r2'], []]);
    expect(['r1', 'r2', 'r3'].map((id) => index.find(id)?.ring.status)).toEqual([
      'DORMANT',
      'CLOSED',
      undefined,
    ]);
    expect(index.size).toBe(1);
    expect(() => index.ring('r2')).toThrow('ring r2');
  });

  it('goes through open rings from the least recently active on, gives up sleeping ones first', () => {
    const index = indexOf('r1 BORN +a', 'r2 BORN +b', 'r3 BORN +c', 'r1 GREW');
    expect([openIds(index), index.stalest().id]).toEqual([['r2', 'r3', 'r1'], 'r2']);
    const asleep = indexOf('r1 BORN +a', 'r2 BORN +b', 'r3 BORN +c', 'r3 DORMANT', 'r1 DORMANT');
    expect([openIds(asleep), asleep.stalest().id]).toEqual([['r2'], 'r3']);
  });

  it('has rings that changed at one sequence number in the order of their birth', () => {
    const index = indexOf(
      'r1 BORN +a',
      '2 r2 BORN +b',
      '3 r2 GREW',
      '3 r4 BORN +c',
      '3 r1 GREW',
      '3 r3 BORN +d',
    );
    expect(openIds(index)).toEqual(['r1', 'r2', 'r3', 'r4']);
  });

  it('forgets closed rings without news, or beyond the limit the first ones, and what they were found by', () => {
    const closed = ['r1 BORN +a', 'r2 BORN +a', 'r3 BORN +a', 'r2 CLOSED -a', 'r1 CLOSED -a', 'r3 CLOSED -a'];
    const index = indexOf(...closed);
    expect(index.forgetClosed(3, 3)).toEqual([]);
    expect(index.forgetClosed(4, 3)).toEqual(['r2']);
    expect(index.forgetClosed(4, 1)).toEqual(['r1']);
    expect(closedIds(index, 'a')).toEqual(['r3']);
    expect(index.find('r1')).toBeNull();
  });

  it('no longer has a ring that was reopened among the closed ones', () => {
    const index = indexOf('r1 BORN +a +b', 'r1 CLOSED -a -b', 'r1 REOPENED +b +c');
    expect([closedIds(index, 'a'), index.ringsOf('a'), index.ringsOf('c')]).toEqual([[], [], ['r1']]);
    expect(index.forgetClosed(100, 0)).toEqual([]);
  });

  it('is after any events what it is when it takes over their fold', () => {
    fc.assert(
      fc.property(draws, settings, fc.nat(), (drawn, config, turn) => {
        const trackers = new JoinedTrackers(config, noOpenRings);
        const emitted = toldFrom(drawn).map((told) => trackers.take(told));
        const applied = new RingIndex(noRings);
        for (const event of emitted.flatMap(({ rings }) => rings)) applied.apply(event);
        const taken = new RingIndex(stored(emitted, 0, config, turn));
        const held = (index: RingIndex) => ({
          open: [...index.openRings()],
          size: index.size,
          stalest: index.size === 0 ? null : index.stalest(),
          rings: accounts.map((account) => [...index.ringsOf(account)].sort()),
          closed: accounts.map((account) => closedIds(index, account).sort()),
          forgotten: index.forgetClosed(Number.MAX_SAFE_INTEGER, 0),
        });
        expect(held(taken)).toEqual(held(applied));
      }),
      { numRuns: 300 },
    );
  });
});
