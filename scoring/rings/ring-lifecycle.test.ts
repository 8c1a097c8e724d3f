import { describe, expect, test } from 'vitest';
import { textOf } from './evidence.samples.ts';
import { tell } from './ring-story.samples.ts';

const abc = 'a>b 0.9, b>c 0.9';
const def = 'd>e 0.9, e>f 0.9';
const ghi = 'g>h 0.9, h>i 0.9';
const nothing = { group: 'x>y 0.2' };

describe('a ring without news', () => {
  test('sleeps, and wakes for the next group', () => {
    const { lines, events } = tell([
      { at: 1, group: abc },
      { at: 100, ...nothing },
      { at: 101, ...nothing },
      { at: 102, group: 'a>b 0.9, b>d 0.9' },
    ]);
    expect(lines).toEqual([
      '10.0 BORN r1 +a +b +c',
      '30.0 DORMANT r1',
      '40.0 REOPENED r1',
      '40.1 GREW r1 +d',
    ]);
    expect(events.map(({ cause }) => cause).slice(1, 3)).toEqual(['IDLE', 'FLAGGED_TRANSFER']);
  });

  test('does not wake for a group that brings nothing', () => {
    const { lines, rings } = tell([
      { at: 1, group: abc },
      { at: 900, group: '#9 a>b 0.9, #10 b>c 0.9' },
    ]);
    expect(lines.slice(1)).toEqual(['20.0 DORMANT r1']);
    expect(rings).toEqual(['r1', 'r1']);
  });

  test('falls asleep with others in the order of their birth, before the news', () => {
    const { lines } = tell([
      { at: 1, group: abc },
      { at: 2, group: def },
      { at: 3, group: 'a>b 0.9' },
      { at: 900, group: 'd>e 0.9' },
    ]);
    expect(lines.slice(3)).toEqual([
      '40.0 DORMANT r1',
      '40.1 DORMANT r2',
      '40.2 REOPENED r2',
      '40.3 GREW r2',
    ]);
  });

  test('waits when more than dormantPerTransferMax are due, the least recently active goes first', () => {
    const steps = [
      { at: 1, group: abc },
      { at: 2, group: def },
      { at: 3, group: 'a>b 0.9' },
    ];
    const { lines } = tell([...steps, { at: 900, ...nothing }, { at: 901, ...nothing }], {
      dormantPerTransferMax: 1,
    });
    expect(lines.slice(3)).toEqual(['40.0 DORMANT r2', '50.0 DORMANT r1']);
  });

  test('can be merged in its sleep, and wakes to take another one in', () => {
    const { lines } = tell([
      { at: 1, group: `${abc}, c>d 0.9` },
      { at: 2, group: 'x>y 0.9, y>z 0.9' },
      { at: 900, group: `${abc}, c>d 0.9, d>x 0.9, x>y 0.9, y>z 0.9` },
    ]);
    expect(lines.slice(4)).toEqual([
      '30.2 REOPENED r1',
      '30.3 GREW r1 +x +y +z',
      '30.4 GREW r1 > r2',
      '30.5 MERGED r2 -x -y -z > r1',
    ]);
  });
});

describe('past openMax', () => {
  test('the longest sleeping ring is closed, else the least active', () => {
    const { lines, events, folded } = tell(
      [
        { at: 1, group: abc },
        { at: 2, group: def },
        { at: 3, group: 'a>b 0.9' },
        { at: 4, group: ghi },
        { at: 900, ...nothing },
        { at: 901, group: 'a>b 0.9' },
        { at: 902, group: 'j>k 0.9, k>l 0.9' },
      ],
      { openMax: 2 },
    );
    expect(lines.slice(3, 5)).toEqual(['40.0 CLOSED r2 -d -e -f', '40.1 BORN r3 +g +h +i']);
    expect(lines.slice(-2)).toEqual(['70.0 CLOSED r3 -g -h -i', '70.1 BORN r4 +j +k +l']);
    expect(events[3]).toMatchObject({ cause: 'CAPACITY', retracted: [] });
    expect(textOf(folded.get('r2')!.evidence)).toBe('#19 d>e 0.9, #20 e>f 0.9');
  });

  const closed = [
    { at: 1, group: abc },
    { at: 2, group: def },
  ];

  test('a closed ring is reopened with its id by a group that could be a ring and overlaps it', () => {
    const { lines, rings, events, folded, tracker } = tell(
      [...closed, { at: 3, group: 'a>b 0.9, b>x 0.9', cause: 'MOTIF' }],
      { openMax: 1 },
    );
    expect(lines.slice(1)).toEqual([
      '20.0 CLOSED r1 -a -b -c',
      '20.1 BORN r2 +d +e +f',
      '30.0 CLOSED r2 -d -e -f',
      '30.1 REOPENED r1 +a +b +x ~9 ~10',
    ]);
    expect(rings[2]).toBe('r1');
    expect(events.at(-1)).toMatchObject({ cause: 'MOTIF', transfersAdded: 2 });
    expect(folded.get('r1')?.ring).toMatchObject({ status: 'OPEN', bornSeq: 10, transferCount: 2 });
    expect(textOf(folded.get('r1')!.evidence)).toBe('#29 a>b 0.9, #30 b>x 0.9');
    expect([tracker.ringOf('c'), tracker.ringOf('d')]).toEqual([null, null]);
  });

  test.each([
    ['weighs too little', { group: abc, netWeight: 0.4 }, null],
    ['has two accounts', { group: 'a>b 0.9' }, null],
    ['shares one account', { group: 'a>x 0.9, x>y 0.9' }, 'r3'],
  ])('but not by a group that %s', (_name, step, ring) => {
    expect(tell([...closed, { at: 3, ...step }], { openMax: 1 }).rings[2]).toBe(ring);
  });

  test('not after closedKeptMs, when it is forgotten: then a new ring is born', () => {
    const told = (at: number) => tell([...closed, { at, group: abc }], { openMax: 1, closedKeptMs: 50 });
    expect(told(51)).toMatchObject({ rings: ['r1', 'r2', 'r1'], forgotten: [] });
    expect(told(52)).toMatchObject({ rings: ['r1', 'r2', 'r3'], forgotten: ['r1'] });
  });

  test('not after closedKeptMs either when a ring with later news was closed before it', () => {
    const steps = [
      { at: 60, group: abc },
      { at: 20, group: def },
      { at: 20, group: ghi },
      { at: 20, group: 'k>l 0.9, l>m 0.9' },
      { at: 71, group: def },
    ];
    const { rings } = tell(steps, { openMax: 2, closedKeptMs: 50 });
    expect(rings.at(-1)).toBe('r5');
  });

  test('not more closed ones are held than open ones: the first that was closed is forgotten', () => {
    const { forgotten } = tell([...closed, { group: ghi }, { group: 'x>y 0.9' }], { openMax: 1 });
    expect(forgotten).toEqual(['r1']);
  });

  test('the closed ring that the group overlaps the most is reopened, else the oldest', () => {
    const steps = [
      { group: abc },
      { group: 'c>d 0.9, d>e 0.9' },
      { group: ghi },
      { group: 'k>l 0.9, l>m 0.9' },
    ];
    const rings = (group: string) => tell([...steps, { group }], { openMax: 2 }).rings[4];
    expect(rings('b>c 0.9, c>d 0.9, d>e 0.9')).toBe('r2');
    expect(rings('b>c 0.9, c>d 0.9')).toBe('r1');
  });
});

test('rings that a recomputation finds have ids of their own, also for a transaction that had one', () => {
  const community = { cause: 'COMMUNITY' as const };
  const { events } = tell([
    { group: abc },
    { group: def, ...community },
    { group: ghi, cause: 'DENSE_GROUP' },
  ]);
  expect(new Set(events.map(({ ringId }) => ringId)).size).toBe(3);
  expect(events[1]?.ringId).not.toBe(tell([nothing, { group: def }]).events[0]?.ringId);
});
