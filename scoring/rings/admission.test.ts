import { describe, expect, test } from 'vitest';
import type { Config } from '../../base/config.ts';
import { admit } from './admission.ts';
import { textOf } from './evidence.samples.ts';
import { candidateOf, type Step, storyConfig, tell } from './ring-story.samples.ts';

/** What the second step brings to the ring of the first; the first one alone is to be born. */
function admitted(steps: readonly [Step] | readonly [Step, Step], settings: Partial<Config['rings']> = {}) {
  const config = storyConfig(settings);
  const ring = steps.length === 1 ? null : tell([steps[0]], settings).folded.get('r1')!;
  const { joined, transfers, ties, isNews } = admit(config, ring, candidateOf(steps.at(-1)!, steps.length));
  return { joined: joined.join(''), evidence: textOf({ transfers, ties }), isNews };
}

describe('admit', () => {
  test('a new ring takes the heaviest connected part of those that are strong enough', () => {
    const group = 'x>y 0.9, a>b 0.9, b>c 0.9, c>d 0.01';
    const found = admitted([{ group }], { joinShareMin: 0.1 });
    expect(found).toEqual({ joined: 'abc', evidence: '#8 a>b 0.9, #9 b>c 0.9', isNews: false });
  });

  test('with four accounts or fewer the weakest is the measure', () => {
    expect(admitted([{ group: 'a>b 0.9, b>c 0.9, c>d 0.01' }], { joinShareMin: 1 }).joined).toBe('abcd');
  });

  test('an account that only connects through one that is too weak stays out', () => {
    const strong = 'a>b 0.9, b>c 0.9, c>d 0.9, d>e 0.9, e>a 0.9';
    const group = 'a>b 0.9, e>x 0.05, x>y 0.05, y>z 0.9';
    expect(admitted([{ group: strong }, { group }], { joinShareMin: 0.1 }).joined).toBe('');
    expect(admitted([{ group: strong }, { group }]).joined).toBe('xyz');
  });

  test('a transfer or tie of both is counted once', () => {
    const strong = 'a>b 0.9, b>c 0.9, c>d 0.9, d>e 0.9, e>a 0.9';
    const again = '#6 a>b 0.9, #7 b>c 0.9, #8 c>d 0.9, #9 d>e 0.9, #10 e>a 0.9';
    const first = { group: `${strong}, a=b 5` };
    // Counted twice, the fifth strongest would weigh 9.2, of which x has a quarter.
    const found = admitted([first, { group: `${again}, a=b 5, a>x 0.9` }], { joinShareMin: 0.3 });
    expect(found).toEqual({ joined: 'x', evidence: '#20 a>x 0.9', isNews: true });
  });

  test('who joins and what comes is bounded, the first of the candidate are taken', () => {
    const first = { group: 'a>b 0.9, b>c 0.9, a=b 1' };
    const second = { group: 'a>b 0.9, c>d 0.9, d>e 0.9, a=c 1, c=d 1' };
    const limits = { membersMax: 4, evidenceTransfersMax: 4, evidenceTiesMax: 2 };
    const found = admitted([first, second], limits);
    expect(found).toEqual({ joined: 'd', evidence: '#18 a>b 0.9, #19 c>d 0.9, a=c 1', isNews: false });
  });

  test('its own transfer is news also when there is no room for it', () => {
    const found = admitted([{ group: 'a>b 0.9, b>c 0.9' }, { group: 'a>b 0.5' }], {
      evidenceTransfersMax: 2,
    });
    expect(found).toEqual({ joined: '', evidence: '', isNews: true });
  });
});
