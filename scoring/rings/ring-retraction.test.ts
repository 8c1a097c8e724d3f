import { describe, expect, test } from 'vitest';
import { textOf } from './evidence.samples.ts';
import { tell } from './ring-story.samples.ts';

/** Transfers 7 to 10. */
const chain = { group: 'a>b 0.9, b>c 0.9, c>d 0.9, d>e 0.9' };
/** Transfers 6 to 10: two parts of three, joined by the eighth. */
const parts = { group: 'a>b 0.9, b>c 0.95, c>d 0.9, d>e 0.9, e>f 0.9' };
const evidenceOf = ({ folded }: ReturnType<typeof tell>, name: string) => textOf(folded.get(name)!.evidence);

describe('a reversed transfer', () => {
  test('makes a ring shrink: who is not connected any more leaves with what spoke for him', () => {
    const story = tell([{ group: 'a>b 0.9, b>c 0.9, c>d 0.9, d>e 0.5, a=b 1, d=e 0.1' }, { reverse: 9 }]);
    expect(story.lines[1]).toBe('20.0 SHRANK r1 -d -e ~9 ~10');
    expect(story.events[1]).toMatchObject({ cause: 'REVERSAL', at: 2, transfersAdded: 0 });
    expect(evidenceOf(story, 'r1')).toBe('#7 a>b 0.9, #8 b>c 0.9, a=b 1');
    expect(story.folded.get('r1')?.ring.transferCount).toBe(2);
    expect(story.tracker.ringOf('d')).toBeNull();
  });

  test('that others stand in for lowers the suspicion only, and changes roles', () => {
    const { lines, events } = tell([{ group: 'a>b 0.9, b>c 0.9, c>b 0.2' }, { reverse: 9 }]);
    expect(lines[1]).toBe('20.0 SHRANK r1 ~9');
    expect(events[1]!.suspicion).toBeLessThan(events[0]!.suspicion);
    expect(events[1]?.joined).toEqual([
      { account: 'b', role: 'SINK', sinceSeq: 10, sinceAt: 1 },
      { account: 'c', role: 'SOURCE', sinceSeq: 10, sinceAt: 1 },
    ]);
  });

  test('splits a ring into parts that are rings: the heaviest keeps the id, the other is born from it', () => {
    const story = tell([parts, { reverse: 8 }]);
    expect(story.lines.slice(1)).toEqual([
      '20.0 SHRANK r1 ~8',
      '20.1 SPLIT r1 -d -e -f ~9 ~10 > r2',
      '20.2 BORN r2 +d +e +f > r1',
    ]);
    expect(story.events.slice(1).map(({ cause }) => cause)).toEqual(['REVERSAL', 'REVERSAL', 'RING']);
    expect(evidenceOf(story, 'r1')).toBe('#6 a>b 0.9, #7 b>c 0.95');
    expect(evidenceOf(story, 'r2')).toBe('#9 d>e 0.9, #10 e>f 0.9');
    expect(story.folded.get('r1')?.ring).toMatchObject({ status: 'OPEN', transferCount: 2 });
    expect(story.folded.get('r2')?.ring).toMatchObject({ status: 'OPEN', transferCount: 2, bornSeq: 20 });
    expect(tell([parts, { reverse: 8 }]).events).toEqual(story.events);
  });

  test('splits it into more than two, each with its ties', () => {
    const story = tell([
      { group: `${parts.group}, e=f 1` },
      { group: 'd>e 0.9, e>f 0.9, f>g 0.9, g>h 0.8, h>i 0.8' },
      { group: 'f>g 0.9, g>c 0.9' },
      { clear: 'g' },
    ]);
    expect(story.lines.slice(-1)).toEqual(['40.0 SHRANK r1 -g -h -i ~18 ~19 ~20 ~29 ~30']);
    const three = tell([
      { group: 'a>b 0.9, b>c 0.95, c>x 0.9, x>d 0.9, d>e 0.9, e>f 0.9, x>g 0.9, g>h 0.9, h>i 0.9, d=e 1' },
      { clear: 'x' },
    ]);
    expect(three.lines.slice(1)).toEqual([
      '20.0 SHRANK r1 -x ~4 ~5 ~8',
      '20.1 SPLIT r1 -a -b -c ~2 ~3 > r2',
      '20.2 BORN r2 +a +b +c > r1',
      '20.3 SPLIT r1 -g -h -i ~9 ~10 > r3',
      '20.4 BORN r3 +g +h +i > r1',
    ]);
    expect(evidenceOf(three, 'r1')).toBe('#6 d>e 0.9, #7 e>f 0.9, d=e 1');
  });

  test('gives a part no ring of its own below the first of alertThresholds', () => {
    const strict = tell([parts, { reverse: 8 }], { alertThresholds: [0.92] });
    expect(strict.lines.slice(1)).toEqual(['20.0 SHRANK r1 -d -e -f ~8 ~9 ~10']);
  });

  test('closes a ring of which no part is a ring, and keeps the rest of its evidence', () => {
    const story = tell([{ group: 'a>b 0.9, b>c 0.9' }, { reverse: 9 }]);
    expect(story.lines[1]).toBe('20.0 CLOSED r1 -a -b -c ~9');
    expect(story.events[1]).toMatchObject({ cause: 'REVERSAL' });
    expect(evidenceOf(story, 'r1')).toBe('#10 b>c 0.9');
    expect(story.folded.get('r1')?.ring).toMatchObject({ status: 'CLOSED', members: [], transferCount: 1 });
  });

  test('closes a ring below closeSuspicionMin, not at it', () => {
    const weak = [{ group: 'a>b 0.1, b>c 0.1, c>a 0.8' }, { reverse: 10 }];
    expect(tell(weak, { closeSuspicionMin: 0.5 }).lines[1]).toBe('20.0 CLOSED r1 -a -b -c ~10');
    const { suspicion } = tell(weak, { closeSuspicionMin: 0 }).events[1]!;
    expect(tell(weak, { closeSuspicionMin: suspicion }).lines[1]).toBe('20.0 SHRANK r1 ~10');
  });

  test('of no ring changes nothing', () => {
    expect(tell([chain, { group: 'x>y 0.9' }, { reverse: 20 }]).lines).toHaveLength(1);
  });

  test('takes effect in a sleeping ring without waking it', () => {
    const story = tell([parts, { at: 900, group: 'x>y 0.2' }, { at: 901, reverse: 8 }]);
    expect(story.lines.slice(2).map((line) => line.split(' ')[1])).toEqual(['SHRANK', 'SPLIT', 'BORN']);
    const statuses = ['r1', 'r2'].map((name) => story.folded.get(name)?.ring.status);
    expect(statuses).toEqual(['DORMANT', 'OPEN']);
  });

  test('takes effect in every ring that it speaks for, the oldest first', () => {
    const { lines } = tell(
      [
        chain,
        { group: 'v>w 0.9, w>x 0.9, x>y 0.9' },
        { group: '#7 a>b 0.9, v>w 0.9, w>x 0.9, x>y 0.9, y>a 0.9', members: 'v w x y a b' },
        { group: 'v>w 0.9' },
        { reverse: 7 },
      ],
      { closeSuspicionMin: 0 },
    );
    expect(lines.slice(-2)).toEqual(['50.0 SHRANK r1 -a ~7', '50.1 SHRANK r2 -b ~7']);
  });
});

describe('a ring that was closed by a reversal', () => {
  test('is reopened with its id by the next group', () => {
    const { lines, folded } = tell([
      { group: 'a>b 0.9, b>c 0.9' },
      { reverse: 9 },
      { group: '#10 b>c 0.9, a>c 0.9' },
    ]);
    expect(lines[2]).toBe('30.0 REOPENED r1 +b +c +a');
    expect(textOf(folded.get('r1')!.evidence)).toBe('#10 b>c 0.9, #30 a>c 0.9');
  });
});

test('a part that was merged back and splits off again is another ring', () => {
  const { lines, events } = tell([
    parts,
    { reverse: 8 },
    { group: '#6 a>b 0.9, #7 b>c 0.95, #9 d>e 0.9, #10 e>f 0.9, c>d 0.9' },
    { reverse: 30 },
  ]);
  expect(lines.slice(4).map((line) => line.split(' ')[1])).toEqual([
    'GREW',
    'GREW',
    'MERGED',
    'SHRANK',
    'SPLIT',
    'BORN',
  ]);
  const born = events.filter(({ kind }) => kind === 'BORN').map(({ ringId }) => ringId);
  expect(new Set(born).size).toBe(3);
});

describe('an account that is cleared', () => {
  test('leaves with all its transfers', () => {
    const { lines, events } = tell([chain, { clear: 'e' }]);
    expect(lines[1]).toBe('20.0 SHRANK r1 -e ~10');
    expect(events[1]?.cause).toBe('LABEL');
  });

  test('closes a ring that was nothing without it', () => {
    const { lines, events } = tell([{ group: 'a>b 0.9, b>c 0.9, b>d 0.9' }, { clear: 'b' }]);
    expect(lines[1]).toBe('20.0 CLOSED r1 -a -b -c -d ~8 ~9 ~10');
    expect(events[1]?.cause).toBe('LABEL');
  });

  test('that is in no ring changes nothing', () => {
    expect(tell([chain, { clear: 'x' }]).lines).toHaveLength(1);
  });
});
