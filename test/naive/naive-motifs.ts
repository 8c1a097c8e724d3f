import { dayMs } from '../../base/clock.ts';
import {
  centsOf,
  inTime,
  type NaivePair,
  type NaiveTransfer,
  type NaiveWindow,
  sumOf,
} from './naive-window.ts';

/** Motif searches without caps, straight from their contracts. Accounts are keys. */

const noCycles = {
  count: 0,
  shortest: 0,
  longest: 0,
  conservation: 0,
  spanMs: 0,
  members: [] as string[],
  capped: false,
};

/** Every run of transfers that `closing` closes, found forwards from its receiver. */
export function naiveCycles(window: NaiveWindow, closing: NaiveTransfer, lengthMax: number) {
  if (closing.from === closing.to) return noCycles;
  const earlier = window.inWindow(3).filter((t) => t.from !== t.to && inTime(t, closing) < 0);
  const runs: NaiveTransfer[][] = [];
  const extend = (run: NaiveTransfer[], at: string): void => {
    for (const next of earlier.filter(({ from }) => from === at)) {
      const last = run.at(-1);
      if (last !== undefined && inTime(last, next) >= 0) continue;
      if (next.to === closing.from) runs.push([...run, next]);
      else if (
        run.length + 2 < lengthMax &&
        next.to !== closing.to &&
        !run.some(({ to }) => to === next.to)
      ) {
        extend([...run, next], next.to);
      }
    }
  };
  extend([], closing.to);
  if (runs.length === 0) return noCycles;
  const cycles = runs.map((run) => [...run, closing]);
  const lengths = cycles.map(({ length }) => length);
  // Newest transfers first, from the closing one backwards, decides between equals.
  const [best = []] = cycles.sort((a, b) => conservation(b) - conservation(a) || newestBackwards(a, b));
  return {
    count: cycles.length,
    shortest: Math.min(...lengths),
    longest: Math.max(...lengths),
    conservation: conservation(best),
    spanMs: closing.at - (best[0] as NaiveTransfer).at,
    members: best.map(({ from }) => from),
    capped: false,
  };
}

function conservation(cycle: readonly NaiveTransfer[]): number {
  const amounts = cycle.map(({ cents }) => cents);
  return Math.min(...amounts) / Math.max(...amounts);
}

function newestBackwards(a: readonly NaiveTransfer[], b: readonly NaiveTransfer[]): number {
  for (let back = 1; back <= Math.min(a.length, b.length); back += 1) {
    const order = inTime(b.at(-back) as NaiveTransfer, a.at(-back) as NaiveTransfer);
    if (order !== 0) return order;
  }
  return 0;
}

export function naiveScatterGather(window: NaiveWindow, { from, to }: NaiveTransfer) {
  const none = { width: 0, sources: 0, conservation: 0, members: [] as string[], capped: false };
  if (from === to) return none;
  const flows = (into: NaivePair) => {
    const onward = window.pair(into.to, to);
    return onward !== undefined && onward.lastAt >= into.activeSince;
  };
  const found = window
    .pairsTo(from)
    .filter((pair) => pair.from !== to)
    .map((pair) => ({ source: pair.from, through: window.pairsFrom(pair.from).filter(flows) }))
    .filter(({ through }) => through.length >= 2 && through.some((pair) => pair.to === from));
  const width = Math.max(0, ...found.map(({ through }) => through.length));
  const widest = found.find(({ through }) => through.length === width);
  if (widest === undefined) return none;
  const sent = sumOf(widest.through.map(({ sum }) => sum));
  const received = sumOf(widest.through.map((pair) => (window.pair(pair.to, to) as NaivePair).sum));
  return {
    width,
    sources: found.length,
    conservation: Math.min(1, received / sent),
    members: [widest.source, to, ...widest.through.map((pair) => pair.to)],
    capped: false,
  };
}

export function naiveBlock(window: NaiveWindow, { from, to }: NaiveTransfer) {
  const none = { coSenders: 0, sharedReceivers: 0, members: [] as string[], capped: false };
  if (from === to) return none;
  const paid = new Set(window.pairsFrom(from).map((pair) => pair.to));
  const coSenders = window
    .pairsTo(to)
    .filter((pair) => pair.from !== from)
    .map((pair) => ({
      account: pair.from,
      shared: window
        .pairsFrom(pair.from)
        .map((out) => out.to)
        .filter((account) => account !== to && paid.has(account)),
    }))
    .filter(({ shared }) => shared.length > 0);
  if (coSenders.length === 0) return none;
  const receivers = new Set([to, ...coSenders.flatMap(({ shared }) => shared)]);
  return {
    coSenders: coSenders.length,
    sharedReceivers: Math.max(...coSenders.map(({ shared }) => shared.length)) + 1,
    members: [from, ...coSenders.map(({ account }) => account), ...receivers],
    capped: false,
  };
}

export function naiveChain(window: NaiveWindow, last: NaiveTransfer) {
  const run = [last];
  const members = [last.from, last.to];
  while (last.from !== last.to && run.length < 12) {
    const [onward] = run as [NaiveTransfer];
    const feeds = (t: NaiveTransfer) => {
      const kept = onward.cents / t.cents;
      const inDelay = t.at >= onward.at - 3 * dayMs && inTime(t, onward) < 0;
      return inDelay && kept >= 0.8 && kept <= 1.03 && !members.includes(t.from);
    };
    const feeding = window.receivedIn(onward.from, 3).filter(feeds).sort(inTime).at(-1);
    if (feeding === undefined) break;
    run.unshift(feeding);
    members.unshift(feeding.from);
  }
  const [first] = run as [NaiveTransfer];
  return { length: run.length, conservation: last.cents / first.cents, spanMs: last.at - first.at, members };
}

export function naiveFan(window: NaiveWindow, account: string, direction: 'in' | 'out') {
  const pairs = direction === 'in' ? window.pairsTo(account) : window.pairsFrom(account);
  const fresh = pairs.filter((pair) => pair.fresh);
  const sums = fresh.map(({ sum }) => sum);
  const mean = sumOf(sums) / sums.length;
  const variance = sumOf(sums.map((sum) => sum * sum)) / sums.length - mean * mean;
  const first = Math.min(...fresh.map(({ activeSince }) => activeSince));
  return {
    pairs: pairs.length,
    fresh: fresh.length,
    freshSum: sumOf(sums),
    sum: sumOf(pairs.map(({ sum }) => sum)),
    freshSpread: fresh.length < 2 ? 0 : Math.sqrt(Math.max(0, variance)) / mean,
    freshSpanMs: fresh.length === 0 ? 0 : Math.max(...fresh.map(({ lastAt }) => lastAt)) - first,
    members: fresh.map((pair) => (direction === 'in' ? pair.from : pair.to)),
    capped: false,
  };
}

/** Distinct other ends of an account's transfers in a window. */
export function naiveDegree(
  window: NaiveWindow,
  account: string,
  direction: 'in' | 'out',
  span: number,
): number {
  const transfers = direction === 'in' ? window.receivedIn(account, span) : window.sentIn(account, span);
  return new Set(transfers.map(({ from, to }) => (direction === 'in' ? from : to))).size;
}

/** Sent by received in a window, at most 10. */
export function naivePassThrough(window: NaiveWindow, account: string, span: number): number {
  const received = centsOf(window.receivedIn(account, span));
  return received === 0 ? 0 : Math.min(10, centsOf(window.sentIn(account, span)) / received);
}
