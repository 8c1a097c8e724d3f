import type { EvidenceGraph } from '../evidence-graph.ts';
import { mayFollow, smallestWithin } from '../passing.ts';
import { type FoundShape, type ShapeRecogniser, saturating } from '../recogniser.ts';

const half = 1.5;
const clarityMax = 0.95;
const spendersMin = 3;
/** Of what was spent at the payees, the organiser gets at least this share. */
const collectedShareMin = 0.3;

/** What one payee took in before it paid the organiser. */
interface Payee {
  readonly account: number;
  /** The smallest payment of each spender whose money may have gone on, in reference cents. */
  readonly spent: ReadonlyMap<number, number>;
  /** What the organiser got from it, in reference cents. */
  readonly collected: number;
}

/** The payees that make the shape clearest. */
interface Scheme {
  readonly organiser: number;
  readonly payees: readonly number[];
  readonly spenders: number;
}

/**
 * Accounts spend at one or two payees, which pass about half of it on to an organiser: the number of spenders whose money the organiser's
 * share covers. All pairs of payees that could still be better are tried: O(organisers × payees² × spenders) at worst, next to nothing
 * where payees of a common organiser are few.
 */
export const bustOut: ShapeRecogniser = {
  typology: 'BUST_OUT',
  recognise(graph) {
    let best: Scheme | null = null;
    for (let organiser = 0; organiser < graph.accounts.length; organiser += 1) {
      best = betterScheme(graph, organiser, best);
    }
    return best === null ? null : shapeOf(graph, widened(graph, best));
  },
};

function betterScheme(graph: EvidenceGraph, organiser: number, known: Scheme | null): Scheme | null {
  const payees = payeesOf(graph, organiser);
  let best = known;
  for (const [place, one] of payees.entries()) {
    for (const other of [null, ...payees.slice(place + 1)]) {
      const needed = Math.max(best?.spenders ?? 0, spendersMin - 1);
      if (one.spent.size + (other?.spent.size ?? 0) <= needed) {
        if (other === null) continue;
        break;
      }
      const spenders = spendersOf(one, other);
      if (spenders <= needed) continue;
      best = { organiser, payees: [one, other].flatMap((payee) => payee?.account ?? []), spenders };
    }
  }
  return best;
}

/** With the largest second payee that covers as many spenders, when one payee alone covers them: those who spend at both count once. */
function widened(graph: EvidenceGraph, scheme: Scheme): Scheme {
  if (scheme.payees.length > 1) return scheme;
  const payees = payeesOf(graph, scheme.organiser);
  const one = payees.find(({ account }) => account === scheme.payees[0]) as Payee;
  const other = payees.find((payee) => payee !== one && spendersOf(one, payee) === scheme.spenders);
  return other === undefined ? scheme : { ...scheme, payees: [one.account, other.account] };
}

/** The payees of an organiser, those with the most spenders first. */
function payeesOf(graph: EvidenceGraph, organiser: number): Payee[] {
  const last = new Map<number, { transfer: number; collected: number }>();
  for (const transfer of graph.ins[organiser]!) {
    const collected = last.get(graph.from[transfer]!)?.collected ?? 0;
    const cents = graph.transfers[transfer]!.referenceCents;
    last.set(graph.from[transfer]!, { transfer, collected: collected + cents });
  }
  return [...last]
    .map(([account, { transfer, collected }]) => {
      const spent = new Map<number, number>();
      for (const payment of graph.ins[account]!) {
        const spender = graph.from[payment]!;
        if (spender === organiser || !mayFollow(graph, payment, transfer)) continue;
        const cents = graph.transfers[payment]!.referenceCents;
        spent.set(spender, Math.min(cents, spent.get(spender) ?? cents));
      }
      return { account, spent, collected };
    })
    .filter(({ spent }) => spent.size > 0)
    .sort((a, b) => b.spent.size - a.spent.size || a.account - b.account);
}

/**
 * The number of spenders at both payees, the smallest payments first, whose money the organiser's share covers. None when a payee has no
 * spender but the other payee.
 */
function spendersOf(one: Payee, other: Payee | null): number {
  const smallest = new Map<number, number>();
  for (const payee of other === null ? [one] : [one, other]) {
    const spent = [...payee.spent].filter(([spender]) => !isPayee(spender, one, other));
    if (spent.length === 0) return 0;
    for (const [spender, cents] of spent) {
      smallest.set(spender, Math.min(cents, smallest.get(spender) ?? cents));
    }
  }
  const collected = one.collected + (other?.collected ?? 0);
  return smallestWithin([...smallest.values()], collected / collectedShareMin);
}

function isPayee(account: number, one: Payee, other: Payee | null): boolean {
  return account === one.account || account === other?.account;
}

function shapeOf(graph: EvidenceGraph, { organiser, payees, spenders }: Scheme): FoundShape {
  const inside = new Set([organiser, ...payees]);
  const spent = payees.flatMap((payee) =>
    graph.ins[payee]!.filter((payment) => !inside.has(graph.from[payment]!)),
  );
  const collected = graph.ins[organiser]!.filter((transfer) => payees.includes(graph.from[transfer]!));
  const accounts = [...new Set(spent.map((payment) => graph.from[payment]!)), ...payees, organiser];
  return {
    clarity: clarityMax * saturating(spenders - 1, half),
    transfers: [...spent, ...collected],
    accounts,
  };
}
