import { describe, expect, test } from 'vitest';
import { type Config, parseConfig } from '../../base/config.ts';
import { communityCandidates } from './community-candidates.ts';
import { evidenceFrom } from './evidence.samples.ts';
import { SuspicionGraph } from './suspicion-graph.ts';

const names = [...'abcdefghij'];
/** `abc|def` are two communities; who is in none belongs to no group. */
function candidatesOf(text: string, communities: string, settings: Partial<Config['rings']> = {}) {
  const config = parseConfig({ rings: { linkScoreMin: 0.1, ...settings } }).rings;
  const graph = new SuspicionGraph(config, 100);
  for (const transfer of evidenceFrom(text).transfers) {
    const [from, to] = [names.indexOf(transfer.from), names.indexOf(transfer.to)];
    graph.note({ from, to, transfer: { ...transfer, at: 1 } }, 1);
  }
  const groups = communities.split('|');
  const groupOf = (account: number) => groups.findIndex((group) => group.includes(names[account]!));
  return communityCandidates(config, graph, groupOf, 1).map(({ strongest, group }) => {
    const members = group.members.map((account) => names[account]).join('');
    return `${members} by #${strongest.transfer.seq}`;
  });
}

describe('communityCandidates', () => {
  test('are the groups around the strongest links inside of communities, the heaviest community first', () => {
    const links = 'a>b 0.5, b>c 0.6, d>e 0.7, e>f 0.9, f>d 0.7';
    expect(candidatesOf(links, 'abc|def')).toEqual(['efd by #4', 'bca by #2']);
  });

  test('do not leave the community, and none has links to others only or to nobody', () => {
    expect(candidatesOf('a>b 0.5, b>c 0.6, c>d 0.9, d>e 0.6, g>h 0.9', 'abc|de')).toEqual([
      'bca by #2',
      'de by #4',
    ]);
    expect(candidatesOf('c>d 0.9', 'abc|de')).toEqual([]);
  });

  test('the earlier link and the lower community win a tie', () => {
    expect(candidatesOf('d>e 0.5, a>b 0.5, b>c 0.5, e>f 0.5', 'abc|def')).toEqual(['abc by #2', 'def by #1']);
  });

  test('are communityCandidatesMax at the most', () => {
    const links = 'a>b 0.5, d>e 0.9';
    expect(candidatesOf(links, 'abc|def', { communityCandidatesMax: 1 })).toEqual(['de by #2']);
  });
});
