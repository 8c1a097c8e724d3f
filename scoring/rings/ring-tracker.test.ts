import { describe, expect, test } from 'vitest';
import { type Config, parseConfig } from '../../base/config.ts';
import type { RingEvent, Typology } from './model.ts';
import { RingTracker } from './ring-tracker.ts';

interface Step {
  readonly at: number;
  readonly members: string;
  readonly suspicion?: number;
  readonly typology?: Typology;
}

const config = (settings: Partial<Config['rings']> = {}) =>
  parseConfig({ rings: { dormantAfterMs: 100, bornSuspicionMin: 0.5, ...settings } }).rings;

/** Runs flagged groups through a tracker; rings are called r1, r2 … in the order of their birth. */
function run(steps: readonly Step[], settings: Partial<Config['rings']> = {}) {
  const tracker = new RingTracker(config(settings), []);
  const placements = steps.map(({ at, members, suspicion = 0.9, typology = 'RANDOM' }, place) => {
    const seq = place + 1;
    tracker.advance(seq, at);
    const accounts = members.split(' ').map((account) => ({ account, role: 'MEMBER' as const }));
    return tracker.observe({ seq, at, transactionId: `t${seq}`, suspicion, typology, members: accounts });
  });
  const events = tracker.takeEvents();
  const births = events.filter(({ kind }) => kind === 'BORN').map(({ ringId }) => ringId);
  const name = (id: string) => `r${births.indexOf(id) + 1}`;
  const line = ({ seq, ordinal, kind, ringId, joined, left, otherRingId }: RingEvent) => {
    const changes = [
      ...joined.map(({ account }) => `+${account}`),
      ...left.map((account) => `-${account}`),
      ...(otherRingId === null ? [] : [`> ${name(otherRingId)}`]),
    ];
    return [`${seq}.${ordinal}`, kind, name(ringId), ...changes].join(' ');
  };
  const rings = placements.map((placement) => (placement === null ? null : name(placement.ringId)));
  return { lines: events.map(line), events, rings, placements };
}

describe('RingTracker', () => {
  test('a group is born as a ring and grows', () => {
    const { lines, rings } = run([
      { at: 1, members: 'a b c' },
      { at: 2, members: 'b c d' },
      { at: 3, members: 'a b' },
    ]);
    expect(lines).toEqual(['1.0 BORN r1 +a +b +c', '2.0 GREW r1 +d', '3.0 GREW r1']);
    expect(rings).toEqual(['r1', 'r1', 'r1']);
  });

  test.each([
    ['of two accounts', { at: 1, members: 'a b' }],
    ['that is not suspicious enough', { at: 1, members: 'a b c', suspicion: 0.49 }],
  ])('a group %s is no ring', (_name, step) => {
    expect(run([step])).toMatchObject({ lines: [], rings: [null] });
  });

  test.each([
    ['one account is too little', 'a x y', ['r1', 'r2']],
    ['two accounts are enough', 'a b x y', ['r1', 'r1']],
    ['but not when they are less than half of the smaller one', 'a b q r s t u v w', ['r1', 'r2']],
  ])('of overlap %s', (_name, members, rings) => {
    expect(
      run([
        { at: 1, members: 'a b c d e f g' },
        { at: 2, members },
      ]).rings,
    ).toEqual(rings);
  });

  test('a group that connects rings merges them into the oldest', () => {
    const { lines, placements, events } = run([
      { at: 1, members: 'a b c' },
      { at: 2, members: 'd e f', suspicion: 1 },
      { at: 3, members: 'g h i' },
      { at: 4, members: 'd e g h a b', suspicion: 0.2 },
      { at: 5, members: 'f i', suspicion: 0.1 },
    ]);
    expect(lines.slice(3)).toEqual([
      '4.0 GREW r1 +d +e +g +h',
      '4.1 GREW r1 +f',
      '4.2 MERGED r2 -d -e -f > r1',
      '4.3 GREW r1 +i',
      '4.4 MERGED r3 -g -h -i > r1',
      '5.0 GREW r1',
    ]);
    expect(placements[3]?.absorbed).toEqual([placements[1]?.ringId, placements[2]?.ringId]);
    expect(events.slice(3).map(({ transfersAdded }) => transfersAdded)).toEqual([1, 1, 0, 1, 0, 1]);
    expect(events[4]?.suspicion).toBe(1);
  });

  test('a ring without news sleeps, and wakes for the next group', () => {
    const { lines } = run([
      { at: 1, members: 'a b c' },
      { at: 100, members: 'x y' },
      { at: 101, members: 'x y' },
      { at: 102, members: 'a b d' },
    ]);
    expect(lines).toEqual(['1.0 BORN r1 +a +b +c', '3.0 DORMANT r1', '4.0 REOPENED r1', '4.1 GREW r1 +d']);
  });

  test('rings that fall asleep together do so in the order of their birth, before the news', () => {
    const { lines } = run([
      { at: 1, members: 'a b c' },
      { at: 2, members: 'd e f' },
      { at: 3, members: 'a b' },
      { at: 900, members: 'd e' },
    ]);
    expect(lines.slice(3)).toEqual(['4.0 DORMANT r1', '4.1 DORMANT r2', '4.2 REOPENED r2', '4.3 GREW r2']);
  });

  test('a sleeping ring can be merged', () => {
    const { lines } = run([
      { at: 1, members: 'a b c' },
      { at: 2, members: 'd e f' },
      { at: 900, members: 'x y' },
      { at: 901, members: 'a b d e' },
    ]);
    expect(lines.slice(4)).toEqual([
      '4.0 REOPENED r1',
      '4.1 GREW r1 +d +e',
      '4.2 GREW r1 +f',
      '4.3 MERGED r2 -d -e -f > r1',
    ]);
  });

  test('past openMax the longest sleeping ring is closed, else the least active', () => {
    const steps = [
      { at: 1, members: 'a b c' },
      { at: 2, members: 'd e f' },
      { at: 3, members: 'a b' },
      { at: 4, members: 'g h i' },
      { at: 900, members: 'x y' },
      { at: 901, members: 'a b' },
      { at: 902, members: 'j k l' },
    ];
    const { lines, placements } = run(steps, { openMax: 2 });
    expect(lines.slice(3, 5)).toEqual(['4.0 CLOSED r2 -d -e -f', '4.1 BORN r3 +g +h +i']);
    expect(lines.slice(-2)).toEqual(['7.0 CLOSED r3 -g -h -i', '7.1 BORN r4 +j +k +l']);
    expect(placements[3]?.closed).toEqual([placements[1]?.ringId]);
  });

  test('a closed ring gets no news: its accounts are free', () => {
    const { rings } = run(
      [
        { at: 1, members: 'a b c' },
        { at: 2, members: 'd e f' },
        { at: 3, members: 'a b c' },
      ],
      { openMax: 1 },
    );
    expect(rings).toEqual(['r1', 'r2', 'r3']);
  });

  test('membersMax bounds a birth, a growth and a merge', () => {
    const { lines } = run(
      [
        { at: 1, members: 'a b c d e' },
        { at: 2, members: 'v w x y' },
        { at: 3, members: 'a b z' },
        { at: 4, members: 'a b v w' },
      ],
      { membersMax: 4 },
    );
    expect(lines).toEqual([
      '1.0 BORN r1 +a +b +c +d',
      '2.0 BORN r2 +v +w +x +y',
      '3.0 GREW r1',
      '4.0 GREW r1',
      '4.1 GREW r1',
      '4.2 MERGED r2 -v -w -x -y > r1',
    ]);
  });

  test('a clear shape names the ring, RANDOM takes no name away', () => {
    const { events } = run([
      { at: 1, members: 'a b c' },
      { at: 2, members: 'a b c', typology: 'CYCLE' },
      { at: 3, members: 'a b c' },
    ]);
    expect(events.map(({ typology }) => typology)).toEqual(['RANDOM', 'CYCLE', 'CYCLE']);
  });
});
