import { describe, expect, test } from 'vitest';
import { textOf } from './evidence.samples.ts';
import { tell } from './ring-story.samples.ts';

const abc = 'a>b 0.9, b>c 0.9';
const def = 'd>e 0.9, e>f 0.9';
const abcd = 'a>b 0.9, b>c 0.9, c>d 0.9';
const evidenceOf = ({ folded }: ReturnType<typeof tell>, name: string) => textOf(folded.get(name)!.evidence);

describe('a ring is born', () => {
  test('of a group that is large and suspicious enough, and grows', () => {
    const story = tell([{ group: abc }, { group: 'b>c 0.5, c>d 0.9' }, { group: 'a>b 0.2' }]);
    expect(story.lines).toEqual(['10.0 BORN r1 +a +b +c', '20.0 GREW r1 +d', '30.0 GREW r1']);
    expect(story.rings).toEqual(['r1', 'r1', 'r1']);
    expect(evidenceOf(story, 'r1')).toBe('#9 a>b 0.9, #10 b>c 0.9, #19 b>c 0.5, #20 c>d 0.9, #30 a>b 0.2');
    expect(story.folded.get('r1')?.ring).toMatchObject({ bornSeq: 10, lastSeq: 30, transferCount: 5 });
  });

  test.each([
    ['of two accounts', { group: 'a>b 0.9' }],
    ['that weighs too little', { group: abc, netWeight: 0.49 }],
    ['of which too few are connected', { group: 'a>b 0.9, c>d 0.9' }],
    ['whose third account has no evidence', { group: 'a>b 0.9', members: 'a b c' }],
  ])('but not of one %s', (_name, step) => {
    expect(tell([step])).toMatchObject({ lines: [], rings: [null] });
  });

  test('without those who have too small a share of the evidence, and their transfers', () => {
    const strong = 'a>b 0.9, b>c 0.9, c>d 0.9, d>e 0.9';
    const story = tell([{ group: `${strong}, e>f 0.1` }], { joinShareMin: 0.08 });
    expect(story.lines).toEqual(['10.0 BORN r1 +a +b +c +d +e']);
    expect(evidenceOf(story, 'r1')).not.toContain('f');
  });

  test('without those who are not connected with the heaviest part', () => {
    const story = tell([{ group: 'x>y 0.2, y>z 0.2, a>b 0.9, b>c 0.9, x>z 0.1' }]);
    expect(story.lines).toEqual(['10.0 BORN r1 +a +b +c']);
    expect(story.folded.get('r1')?.ring.transferCount).toBe(2);
  });

  test('with the same id whatever else is tracked, another one for each transaction', () => {
    const alone = tell([{ group: 'x>y 0.9' }, { group: abc }]).events[0]?.ringId;
    const later = tell([{ group: def }, { group: abc }]).events;
    expect(alone).toMatch(/^ring-[0-9a-f]{12}$/);
    expect(later.map(({ ringId }) => ringId)).toEqual([expect.not.stringMatching(alone!), alone]);
  });

  test('by ties as well as by transfers', () => {
    const story = tell([{ group: 'b=c 0.7, a>b 0.9', cause: 'SHARED_IDENTIFIER' }]);
    expect(story.lines).toEqual(['10.0 BORN r1 +a +b +c']);
    expect(evidenceOf(story, 'r1')).toBe('#10 a>b 0.9, b=c 0.7');
    expect(story.events[0]).toMatchObject({ cause: 'SHARED_IDENTIFIER', transfersAdded: 1 });
  });
});

describe('a ring grows', () => {
  test('by connected accounts only', () => {
    const { lines } = tell([{ group: abc }, { group: 'x>y 0.9, b>c 0.9', members: 'b c x y' }]);
    expect(lines.at(-1)).toBe('20.0 GREW r1');
  });

  test('by accounts with a share of the evidence of the fifth strongest', () => {
    const strong = 'a>b 0.9, b>c 0.9, c>d 0.9, d>e 0.9, e>a 0.9';
    const steps = (score: number) => [{ group: strong }, { group: `a>b 0.9, b>f ${score}` }];
    expect(tell(steps(0.3), { joinShareMin: 0.08 }).lines.at(-1)).toBe('20.0 GREW r1');
    expect(tell(steps(0.4), { joinShareMin: 0.08 }).lines.at(-1)).toBe('20.0 GREW r1 +f');
  });

  test('not by what it has already', () => {
    const again = { group: '#9 a>b 0.9, #10 b>c 0.9' };
    expect(tell([{ group: abc }, again])).toMatchObject({ lines: [expect.any(String)], rings: ['r1', 'r1'] });
  });

  test('up to membersMax, evidenceTransfersMax and evidenceTiesMax, and counts what has no room', () => {
    const story = tell(
      [
        { group: 'a>b 0.9, b>c 0.9, c>d 0.9, a=b 1, a=c 1' },
        { group: 'a>b 0.5, b>x 0.9, b=c 1' },
        { group: 'a>b 0.5, b>c 0.5' },
      ],
      { membersMax: 3, evidenceTransfersMax: 3, evidenceTiesMax: 1 },
    );
    expect(story.lines).toEqual(['10.0 BORN r1 +a +b +c', '20.0 GREW r1', '30.0 GREW r1']);
    expect(evidenceOf(story, 'r1')).toBe('#8 a>b 0.9, #9 b>c 0.9, #19 a>b 0.5, a=b 1');
    expect(story.events.map(({ transfersAdded }) => transfersAdded)).toEqual([2, 1, 1]);
    expect(story.folded.get('r1')?.ring.transferCount).toBe(4);
  });

  test.each([
    ['one account is too little', 'b>x 0.9, x>y 0.9', ['r1', 'r2']],
    ['two accounts are enough', 'a>b 0.9, b>x 0.9, x>y 0.9', ['r1', 'r1']],
    [
      'but not when they are less than half of the smaller one',
      'a>b 0.9, b>q 0.9, q>r 0.9, r>s 0.9, s>t 0.9, t>u 0.9, u>v 0.9, v>w 0.9',
      ['r1', 'r2'],
    ],
  ])('by groups that overlap it: %s', (_name, group, rings) => {
    const large = 'a>b 0.9, b>c 0.9, c>d 0.9, d>e 0.9, e>f 0.9, f>g 0.9';
    expect(tell([{ group: large }, { group }]).rings).toEqual(rings);
  });

  test('when it is the one that the group is most akin to, for its size, else the oldest', () => {
    const rings = [{ group: `${abcd}, d>e 0.9` }, { group: 'x>y 0.9, y>z 0.9' }];
    expect(tell([...rings, { group: 'a>b 0.9, b>x 0.9, x>y 0.9' }]).rings[2]).toBe('r2');
    expect(tell([...rings, { group: 'a>b 0.9, b>c 0.9, c>d 0.9, d>x 0.9, x>y 0.9' }]).rings[2]).toBe('r1');
    const equals = [{ group: abc }, { group: 'x>y 0.9, y>z 0.9' }];
    expect(tell([...equals, { group: 'x>y 0.9, y>a 0.9, a>b 0.9' }]).rings[2]).toBe('r1');
  });

  test('and says which members have another role now, in their old places', () => {
    const { events, folded } = tell([{ group: abc }, { group: 'b>c 0.5, c>d 0.9' }]);
    expect(events[1]?.joined).toEqual([
      { account: 'c', role: 'MULE', sinceSeq: 10, sinceAt: 1 },
      { account: 'd', role: 'SINK', sinceSeq: 20, sinceAt: 2 },
    ]);
    const roles = folded.get('r1')?.ring.members.map(({ account, role }) => `${account} ${role}`);
    expect(roles).toEqual(['a SOURCE', 'b MULE', 'c MULE', 'd SINK']);
  });

  test('by what its evidence shows: the typology and the suspicion', () => {
    const { events } = tell([{ group: abc }, { group: 'b>c 0.5, c>a 0.9' }]);
    expect(events[1]?.typology).toBe('CYCLE');
    expect(events[1]?.suspicion).toBeGreaterThan(events[0]!.suspicion);
  });
});

describe('rings merge', () => {
  const large = 'a>b 0.9, b>c 0.9, c>d 0.9, d>e 0.9';
  const small = 'x>y 0.9, y>z 0.9';
  const both = `${large}, e>x 0.9, ${small}`;

  test.each([
    ['younger', [{ group: large }, { group: small }], 'r1', 'r2'],
    ['older', [{ group: small }, { group: large }], 'r2', 'r1'],
  ])('when the smaller, %s one is in the larger one, which stays', (_name, births, larger, smaller) => {
    const story = tell([...births, { group: both }]);
    expect(story.lines.slice(2)).toEqual([
      `30.0 GREW ${larger} +x +y +z`,
      `30.1 GREW ${larger} > ${smaller}`,
      `30.2 MERGED ${smaller} -x -y -z > ${larger}`,
    ]);
    expect(story.rings[2]).toBe(larger);
    expect(story.folded.get(smaller)?.ring).toMatchObject({ status: 'MERGED', members: [] });
    expect(evidenceOf(story, smaller)).toBe('');
  });

  test('into the older one of equals', () => {
    const { lines } = tell([{ group: abc }, { group: def }, { group: `${abc}, c>d 0.9, ${def}` }]);
    expect(lines.slice(3)).toEqual(['30.1 GREW r1 > r2', '30.2 MERGED r2 -d -e -f > r1']);
  });

  const overlapping = [
    { group: abc },
    { group: 'd>e 0.9, e>f 0.9, f>g 0.9' },
    { group: 'a>b 0.9, b>d 0.9, d>e 0.9, e>f 0.9, f>g 0.9' },
    { group: 'a>b 0.9, b>c 0.8, c>d 0.7' },
  ];

  test('also when the group is more akin to the smaller one', () => {
    const story = tell(overlapping, { mergeShareMin: 0.75 });
    expect(story.lines.slice(2)).toEqual([
      '30.0 GREW r2 +a +b',
      '40.0 GREW r1 +d',
      '40.1 GREW r2 +c > r1',
      '40.2 MERGED r1 -a -b -c -d > r2',
    ]);
    expect(story.rings.at(-1)).toBe('r2');
  });

  test('but not below mergeShareMin: an account may be in several, and is of the oldest', () => {
    const { lines, tracker, events } = tell(overlapping, { mergeShareMin: 0.76 });
    expect(lines.slice(3)).toEqual(['40.0 GREW r1 +d']);
    expect([...'abcdefg'].map((account) => tracker.ringOf(account))).toEqual(
      [...'rrrrsss'].map((ring) => events[ring === 'r' ? 0 : 1]!.ringId),
    );
  });

  test('and evidence of members goes over once, while that without room is counted', () => {
    const story = tell([{ group: large }, { group: `${small}, x>z 0.5, x=y 1, y=z 2` }, { group: both }], {
      evidenceTransfersMax: 12,
      evidenceTiesMax: 1,
    });
    // Four of the large one, seven of the group, and of the small one's three the first.
    expect(story.folded.get('r1')?.ring.transferCount).toBe(14);
    expect(story.events.map(({ transfersAdded }) => transfersAdded)).toEqual([4, 3, 7, 3, 0]);
    expect(evidenceOf(story, 'r1')).toMatch(/^#7 a>b .* #18 x>y 0.9, #24 a>b .*, x=y 1$/);
    const again = tell([
      { group: large },
      { group: small },
      { group: `#19 x>y 0.9, #20 y>z 0.9, ${large}, e>x 0.9` },
    ]);
    expect(again.lines.at(-1)).toBe('30.2 MERGED r2 -x -y -z > r1');
    expect(again.folded.get('r1')?.ring.transferCount).toBe(11);
  });

  test('up to membersMax', () => {
    const story = tell(
      [{ group: large }, { group: 'x>y 0.9, y>z 0.9, z>w 0.9' }, { group: `${both}, z>w 0.9` }],
      { membersMax: 8, mergeShareMin: 0.7 },
    );
    expect(story.lines.slice(2)).toEqual([
      '30.0 GREW r1 +x +y +z',
      '30.1 GREW r1 > r2',
      '30.2 MERGED r2 -x -y -z -w > r1',
    ]);
    expect(evidenceOf(story, 'r1')).not.toContain('w');
    expect(story.events[3]?.transfersAdded).toBe(3);
  });
});
