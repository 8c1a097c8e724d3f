import { describe, expect, test } from 'vitest';
import type { Config } from '../../base/config.ts';
import { textOf } from './evidence.samples.ts';
import { remainsOf } from './remains.ts';
import { storyConfig, tell } from './ring-story.samples.ts';

/** What is left of the ring of a group without some of its transfers. */
function left(group: string, retracted: readonly number[], settings: Partial<Config['rings']> = {}) {
  const { ring, evidence } = tell([{ group }]).folded.get('r1')!;
  const remains = remainsOf(storyConfig(settings), ring, evidence, new Set(retracted));
  if (remains === null) return null;
  const splits = remains.splits.map((part) => `${part.accounts.join('')}: ${textOf(part)}`);
  return { left: remains.left.join(''), lost: remains.lost, splits };
}

describe('remainsOf', () => {
  const joined = 'a>b 0.9, b>c 0.95, c>d 0.9, d>e 0.9, e>f 0.9';

  test('is everything while it stays connected', () => {
    expect(left('a>b 0.9, b>c 0.9, c>a 0.9', [9])).toEqual({ left: '', lost: [], splits: [] });
  });

  test('leaves out who has no transfer any more, whatever identifiers it shares', () => {
    expect(left('a>b 0.9, b>c 0.9, b=c 1', [10])).toBeNull();
    const found = left('a>b 0.9, b>c 0.9, c>a 0.9, c>d 0.9, c=d 1', [10]);
    expect(found).toEqual({ left: 'd', lost: [], splits: [] });
  });

  test('has other parts that are rings beside the heaviest', () => {
    expect(left(joined, [8])).toEqual({ left: '', lost: [], splits: ['def: #9 d>e 0.9, #10 e>f 0.9'] });
  });

  test('leaves out who is in a part of two, or of too little suspicion, with their transfers', () => {
    expect(left(joined, [9])).toEqual({ left: 'ef', lost: [10], splits: [] });
    expect(left(joined, [8], { alertThresholds: [0.95] })).toEqual({
      left: 'def',
      lost: [9, 10],
      splits: [],
    });
    expect(left(joined, [10])).toEqual({ left: 'f', lost: [], splits: [] });
  });

  test('is nothing when the heaviest part is no ring', () => {
    expect(left('a>b 0.9, b>c 0.9', [9])).toBeNull();
    expect(left(joined, [8], { closeSuspicionMin: 0.99 })).toBeNull();
    expect(left(joined, [6, 7, 8, 9, 10])).toBeNull();
  });
});
