import { describe, expect, test } from 'vitest';
import { pagerank } from '../../algorithms/centrality/pagerank/pagerank.ts';
import { openInThreadRunner } from '../../algorithms/worker/open-runner.ts';
import { dayMs, systemClock } from '../../base/clock.ts';
import { parseConfig } from '../../base/config.ts';
import { Random } from '../../base/random.ts';
import type { GraphEvent, SequencedEvent } from '../../graph/model/event.ts';

import { applyEvent } from '../../graph/session/replay-session.ts';
import { Session } from '../../graph/session/session.ts';
import { windowCsr } from '../../graph/window/snapshot.ts';
import { weekWindow } from '../../graph/window/windows.ts';
import { simulate } from '../../simulator/simulate.ts';
import { targetsOf } from '../../test/naive/streams.arbitrary.ts';
import { centralityFeatures } from '../features/centrality.ts';
import { FeatureContext } from '../features/context.ts';
import { denseFeatures } from '../features/dense.ts';
import { PatternSearch } from '../features/pattern-search.ts';
import { LiveStructure, type LiveStructureOptions } from './live-structure.ts';
import { Structure } from './structure.ts';

const config = parseConfig({ session: { windowMs: 3 * dayMs } });
/** Betweenness comes with the recomputed structure, not with each event. */
const features = [...centralityFeatures, ...denseFeatures].filter(
  ({ name }) => !name.includes('betweenness'),
);

/** Simulated traffic with reversals and self-transfers, over several windows. */
function stream(): SequencedEvent[] {
  const random = new Random('live');
  const events: GraphEvent[] = [];
  for (const { event } of simulate({ accounts: 300, transactions: 2500, rings: 10, days: 14, seed: 3 })) {
    events.push(random.chance(0.02) ? { ...event, to: event.from } : event);
    const base = { id: `extra ${events.length}`, at: event.at, seenAt: event.at };
    const reversed = random.pick(events);
    if (random.chance(0.05) && reversed.kind === 'transfer')
      events.push({ kind: 'reversal', ...base, reverses: reversed.id });
  }
  return events.map((event, place) => ({ seq: place + 1, event }));
}

const events = stream();
const targets = targetsOf(events);

function open(options: LiveStructureOptions = {}) {
  const session = new Session(config.session);
  const live = new LiveStructure(session, options);
  const runner = openInThreadRunner(config.algorithms);
  const structure = new Structure({ session, config, runner, clock: systemClock });
  const patterns = new PatternSearch(session, config.patterns);
  return { session, live, context: new FeatureContext({ session, structure, live, patterns, config }) };
}

/** The accounts that are left when, for k = 1, 2, ..., those of fewer than k counterparties were taken away again and again. */
function naiveCores(session: Session): number[] {
  const { pairs } = session;
  const ties = Array.from({ length: session.accountCount }, () => new Set<number>());
  for (let row = 0; row < pairs.table.size; row += 1) {
    if (pairs.count[row] === 0) continue;
    ties[pairs.table.from[row]!]!.add(pairs.table.to[row]!);
    ties[pairs.table.to[row]!]!.add(pairs.table.from[row]!);
  }
  const cores = ties.map(() => 0);
  const left = ties.map((row) => new Set(row));
  for (let k = 1; left.some((row) => row.size > 0); k += 1) {
    for (let node = left.findIndex((row) => row.size > 0 && row.size < k); node !== -1; ) {
      for (const other of left[node]!) left[other]!.delete(node);
      left[node]!.clear();
      node = left.findIndex((row) => row.size > 0 && row.size < k);
    }
    for (const [node, row] of left.entries()) if (row.size > 0) cores[node] = k;
  }
  return cores;
}

describe('the live structure', () => {
  test('is that of the pair graph at any time, through expiry and reversals', () => {
    const { session, live } = open({
      pagerank: { epsilon: 1e-4, stepsMax: 100_000 },
      core: { stepsMax: 100_000 },
      dense: { stepsMax: 100_000 },
    });
    for (const [place, item] of events.entries()) {
      applyEvent(session, item, targets);
      if (place % 150 !== 0) continue;
      expect([
        live.pagerankBehind,
        live.pagerankOutstanding(),
        live.coreDeferred,
        live.denseDeferred,
      ]).toEqual([false, 0, 0, 0]);
      const { ranks } = pagerank(windowCsr(session.window, session.accountCount, weekWindow), {
        tolerance: 1e-12,
        iterationsMax: 10_000,
      });
      for (const [account, rank] of ranks.entries())
        expect(Math.abs(live.pagerank(account) / (rank * ranks.length) - 1)).toBeLessThan(3e-4);
      expect([...ranks.keys()].map((account) => live.coreNumber(account))).toEqual(naiveCores(session));
      const members = [...ranks.keys()].filter((account) => live.inDenseGroup(account));
      expect(members).toHaveLength(live.denseSize);
      expect([...live.denseMembers(1000)].sort((one, two) => one - two)).toEqual(members);
    }
    expect(session.pairs.active).toBeLessThan(session.pairs.table.size);
  });

  test('gives finite features that vary, the same for the same events', () => {
    const [one, two] = [open(), open()];
    const seen = features.map(() => new Set<number>());
    for (const item of events) {
      const arrivals = [one, two].map(({ session }) => applyEvent(session, item, targets));
      const rows = [one, two].map(({ context }, place) => {
        const arrival = arrivals[place];
        if (arrival === null || arrival === undefined) return [];
        context.begin(arrival);
        return features.map((feature) => feature.compute(context));
      });
      expect(rows[0]).toEqual(rows[1]);
      for (const [place, value] of rows[0]!.entries()) {
        expect(Number.isFinite(value)).toBe(true);
        seen[place]!.add(value);
      }
    }
    const varying = features.filter((_, place) => seen[place]!.size > 1).map(({ name }) => name);
    const flags = ['live_pagerank_behind', 'core_number_deferred', 'dense_group_deferred'];
    for (const { name } of features) if (!flags.includes(name)) expect(varying).toContain(name);
  });

  test('flags spent budgets, and settles', () => {
    const { session, live, context } = open({
      pagerank: { epsilon: 1e-6, stepsMax: 1 },
      core: { stepsMax: 1 },
      dense: { stepsMax: 1 },
    });
    const flagged = new Set<string>();
    for (const item of events) {
      const arrival = applyEvent(session, item, targets);
      if (arrival === null) continue;
      context.begin(arrival);
      for (const { name, compute } of features)
        if (/behind|deferred/.test(name) && compute(context) > 0) flagged.add(name);
    }
    expect([...flagged].sort()).toEqual([
      'core_number_deferred',
      'dense_group_deferred',
      'live_pagerank_behind',
    ]);
    live.settle();
    expect([live.pagerankBehind, live.coreDeferred, live.denseDeferred]).toEqual([false, 0, 0]);
    expect(Array.from({ length: session.accountCount }, (_, account) => live.coreNumber(account))).toEqual(
      naiveCores(session),
    );
  });

  test('refuses to come late or twice', () => {
    const { session } = open();
    expect(() => new LiveStructure(session)).toThrow('two live structures');
    const other = new Session(config.session);
    applyEvent(other, events[0]!, targets);
    expect(() => new LiveStructure(other)).toThrow('after the first event');
  });
});
