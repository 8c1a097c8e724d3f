import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { csrFromEdges } from '../../algorithms/csr.ts';
import { parseConfig } from '../../base/config.ts';
import { pairEdges, pairGraph } from '../../graph/session/pair-graph.ts';
import { applyEvent } from '../../graph/session/replay-session.ts';
import { Session } from '../../graph/session/session.ts';
import { windowCount } from '../../graph/window/windows.ts';
import { naiveCsr } from './naive-structure.ts';
import { centsOf, inTime, NaiveWindow } from './naive-window.ts';
import { settings, streams, targetsOf } from './streams.arbitrary.ts';

const kinds = ['device', 'ip', 'phone', 'card', 'address', 'email'] as const;

/** What the session says of an account, in the words of `expectedOf`. */
function actualOf(session: Session, key: string) {
  const { accounts, transfers, pairs, accountKeys } = session;
  const row = accountKeys.find(key);
  const list = (head: Int32Array, next: Int32Array) => {
    const slots: number[] = [];
    for (let slot = head[row]!; slot !== -1; slot = next[slot]!) slots.push(slot);
    return slots;
  };
  const back = (tail: Int32Array, prev: Int32Array) => list(tail, prev).reverse();
  const seqs = (slots: readonly number[]) => slots.map((slot) => transfers.seq[slot]);
  const keyOf = (account: number) => accountKeys.key(account);
  return {
    windows: Array.from({ length: windowCount }, (_, window) => {
      const cell = row * windowCount + window;
      return {
        outCount: accounts.outCount[cell],
        outSum: accounts.outSum[cell],
        inCount: accounts.inCount[cell],
        inSum: accounts.inSum[cell],
        fanOut: accounts.fanOut[cell],
        fanIn: accounts.fanIn[cell],
        selfCount: accounts.selfCount[cell],
      };
    }),
    life: {
      firstSeenAt: accounts.firstSeenAt[row],
      lastOutAt: accounts.lastOutAt[row],
      lastInAt: accounts.lastInAt[row],
      outCount: accounts.lifeOutCount[row],
      outSum: accounts.lifeOutSum[row],
      outMax: accounts.lifeOutMax[row],
      inCount: accounts.lifeInCount[row],
      inSum: accounts.lifeInSum[row],
      fanOut: accounts.lifeFanOut[row],
      fanIn: accounts.lifeFanIn[row],
    },
    out: seqs(list(accounts.outHead, transfers.outNext)),
    outBack: seqs(back(accounts.outTail, transfers.outPrev)),
    in: seqs(list(accounts.inHead, transfers.inNext)),
    inBack: seqs(back(accounts.inTail, transfers.inPrev)),
    self: seqs(list(accounts.selfHead, transfers.outNext)),
    pairsOut: list(accounts.pairOutHead, pairs.outNext).map((pair) => keyOf(pairs.table.to[pair]!)),
    pairsIn: list(accounts.pairInHead, pairs.inNext).map((pair) => keyOf(pairs.table.from[pair]!)),
    shared: kinds.map((kind) => session.identifiers.sharedBy(row, kind)),
  };
}

/** The same by the naive window. */
function expectedOf(naive: NaiveWindow, key: string) {
  const [sentEver, receivedEver] = [naive.sentEver(key), naive.receivedEver(key)];
  const distinct = (keys: readonly string[]) => new Set(keys).size;
  const out = naive
    .sentIn(key, 4)
    .sort(inTime)
    .map(({ seq }) => seq);
  const received = naive
    .receivedIn(key, 4)
    .sort(inTime)
    .map(({ seq }) => seq);
  return {
    windows: naive.lengths.map((_length, window) => {
      const [sent, received, self] = [
        naive.sentIn(key, window),
        naive.receivedIn(key, window),
        naive.selfIn(key, window),
      ];
      return {
        outCount: sent.length,
        outSum: centsOf(sent),
        inCount: received.length,
        inSum: centsOf(received),
        fanOut: distinct(sent.map(({ to }) => to)),
        fanIn: distinct(received.map(({ from }) => from)),
        selfCount: self.length,
      };
    }),
    life: {
      firstSeenAt: naive.firstSeenAt(key),
      lastOutAt: naive.lastAt(sentEver),
      lastInAt: naive.lastAt(receivedEver),
      outCount: sentEver.length,
      outSum: centsOf(sentEver),
      outMax: Math.max(0, ...sentEver.map(({ cents }) => cents)),
      inCount: receivedEver.length,
      inSum: centsOf(receivedEver),
      fanOut: distinct(sentEver.map(({ to }) => to)),
      fanIn: distinct(receivedEver.map(({ from }) => from)),
    },
    out,
    outBack: out,
    in: received,
    inBack: received,
    self: naive
      .selfIn(key, 4)
      .map(({ seq }) => seq)
      .reverse(),
    pairsOut: naive.pairsFrom(key).map(({ to }) => to),
    pairsIn: naive.pairsTo(key).map(({ from }) => from),
    shared: kinds.map((kind) => naive.sharedBy(key, kind)),
  };
}

function actualPair(session: Session, from: string, to: string) {
  const { pairs, accountKeys } = session;
  const row = pairs.table.find(accountKeys.find(from), accountKeys.find(to));
  if (row === -1) return null;
  const [firstAt, lastAt] = [pairs.firstAt[row], pairs.lastAt[row]];
  const life = { count: pairs.lifeCount[row], sum: pairs.lifeSum[row], firstAt, lastAt };
  const common = session.identifiers.common(accountKeys.find(from), accountKeys.find(to));
  return { count: pairs.count[row], sum: pairs.sum[row], life, common };
}

function expectedPair(naive: NaiveWindow, from: string, to: string) {
  const ever = naive.betweenEver(from, to);
  if (ever.length === 0) return null;
  const firstAt = Math.min(...ever.map(({ at }) => at));
  const life = { count: ever.length, sum: centsOf(ever), firstAt, lastAt: naive.lastAt(ever) };
  const week = naive.betweenIn(from, to, 3);
  return { count: week.length, sum: centsOf(week), life, common: naive.common(from, to) };
}

function expectSame(session: Session, naive: NaiveWindow): void {
  const { accounts } = naive;
  expect(session.now).toBe(naive.now);
  expect(session.transferCount).toBe(naive.held);
  expect(session.accountCount).toBe(accounts.length);
  expect(accounts.map((_, row) => session.accountKeys.key(row))).toEqual(accounts);
  for (const key of accounts) expect(actualOf(session, key)).toEqual(expectedOf(naive, key));
  for (const from of accounts) {
    for (const to of accounts) expect(actualPair(session, from, to)).toEqual(expectedPair(naive, from, to));
  }
  const { nodeCount, sources, targets, weights } = pairEdges(session);
  expect(csrFromEdges(nodeCount, sources, targets, weights)).toEqual(naiveCsr(naive));
  expect(weights.length).toBe(naive.activePairs.length);
  const graph = pairGraph(session);
  expect(graph.order).toBe(new Set(naive.activePairs.flatMap(({ from, to }) => [from, to])).size);
  expect(graph.size).toBe(naive.activePairs.length);
  expect(session.pairs.active).toBe(naive.activePairs.length);
  for (const { from, to, count, sum, activeSince, lastAt } of naive.activePairs) {
    const attributes = { count, sum, firstAt: activeSince, lastAt, weight: count };
    expect(graph.getEdgeAttributes(from, to)).toEqual(attributes);
  }
}

describe('the session', () => {
  it('says after every event what a plain list of events says', () => {
    fc.assert(
      fc.property(streams, settings, (events, window) => {
        const session = new Session(parseConfig({ session: window }).session);
        const targets = targetsOf(events);
        for (const [place, item] of events.entries()) {
          const arrival = applyEvent(session, item, targets);
          const naive = new NaiveWindow(events.slice(0, place + 1), window);
          expect(session.seq).toBe(item.seq);
          expectSame(session, naive);
          if (arrival !== null) expect(arrival.late).toBe(naive.arrived.at(-1)?.late);
          const held = naive.entered.filter(({ at }) => at > naive.now - window.windowMs);
          expect(session.oldestSeq()).toBe(Math.min(item.seq + 1, ...held.map(({ seq }) => seq)));
        }
      }),
      { numRuns: 100 },
    );
  });
});
