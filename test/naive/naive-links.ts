import type { Config } from '../../base/config.ts';
import {
  accountKey,
  type IdentifierKind,
  identifierKinds,
  identifiersOf,
  type SequencedEvent,
  type TransferEvent,
} from '../../graph/model/event.ts';

type Pair = readonly [from: string, to: string];

interface Use {
  readonly account: string;
  readonly kind: IdentifierKind;
  readonly id: string;
  readonly at: number;
}

/** The log up to and including the transfer that is asked about, and what else the answers depend on. */
export interface NaiveLinkContext {
  readonly log: readonly SequencedEvent[];
  readonly config: Config;
  /** The community of an account, -1 for none: no part of what is tested here. */
  readonly communityOf: (account: string) => number;
}

/** Every link feature by its name, by the words of its description and without caps: walks the whole log for each question. */
export function naiveLinks(context: NaiveLinkContext): Record<string, number> {
  const { event } = context.log.at(-1) as SequencedEvent<TransferEvent>;
  const [u, v] = [accountKey(event.from), accountKey(event.to)];
  return {
    ...neighbourhood(context, u, v),
    ...paths(context, u, v),
    ...identifiers(context, u, v, event.at),
  };
}

/** The ordered pairs with a transfer in the window that ends now, without self-transfers, reversed ones, and the last event. */
function pairsBefore({ log, config: { session } }: NaiveLinkContext): Pair[] {
  const entered: TransferEvent[] = [];
  let now = Number.NEGATIVE_INFINITY;
  for (const { event } of log) {
    if (event.kind !== 'transfer') continue;
    if (event.at < now - session.allowedLatenessMs || event.at <= now - session.windowMs) continue;
    now = Math.max(now, event.at);
    entered.push(event);
  }
  const present = log.at(-1)?.event;
  const reversed = log.flatMap(({ event }) => (event.kind === 'reversal' ? [event.reverses] : []));
  const held = entered.filter(
    (t) => t !== present && t.at > now - session.windowMs && !reversed.includes(t.id),
  );
  return held.map((t): Pair => [accountKey(t.from), accountKey(t.to)]).filter(([from, to]) => from !== to);
}

function counterparties(pairs: readonly Pair[], account: string): Set<string> {
  const found = new Set<string>();
  for (const [from, to] of pairs) {
    if (from === account) found.add(to);
    if (to === account) found.add(from);
  }
  return found;
}

const sumUp = (values: readonly number[]): number =>
  [...values].sort((a, b) => a - b).reduce((sum, value) => sum + value, 0);

function neighbourhood(context: NaiveLinkContext, u: string, v: string): Record<string, number> {
  const pairs = pairsBefore(context);
  const [ofU, ofV] = [counterparties(pairs, u), counterparties(pairs, v)];
  const outside = (account: string) => account !== u && account !== v;
  const common = u === v ? [] : [...ofU].filter((account) => ofV.has(account) && outside(account));
  const all = new Set([...ofU, ...ofV].filter(outside));
  const degrees = common.map((account) => counterparties(pairs, account).size);
  return {
    common_neighbours_7d: common.length,
    neighbour_jaccard_7d: common.length === 0 ? 0 : common.length / all.size,
    neighbour_adamic_adar_7d: sumUp(degrees.map((degree) => 1 / Math.log(degree))),
    neighbour_resource_allocation_7d: sumUp(degrees.map((degree) => 1 / degree)),
    link_capped_7d: 0,
  };
}

function paths(context: NaiveLinkContext, u: string, v: string): Record<string, number> {
  const pairs = pairsBefore(context);
  const { pathLengthMax } = context.config.links;
  const either = pairs.flatMap(([from, to]): Pair[] => [
    [from, to],
    [to, from],
  ]);
  return {
    path_to_receiver_hops_7d: hopsBetween(pairs, u, v, pathLengthMax),
    path_to_receiver_capped_7d: 0,
    path_to_sender_hops_7d: hopsBetween(pairs, v, u, pathLengthMax),
    path_to_sender_capped_7d: 0,
    path_between_hops_7d: hopsBetween(either, u, v, pathLengthMax),
    path_between_capped_7d: 0,
  };
}

/** Grows the set of accounts that are within reach by one pair at a time. */
function hopsBetween(pairs: readonly Pair[], source: string, target: string, hopsMax: number): number {
  if (source === target) return 0;
  let within = new Set([source]);
  for (let hops = 1; hops <= hopsMax; hops += 1) {
    within = new Set([...within, ...pairs.filter(([from]) => within.has(from)).map(([, to]) => to)]);
    if (within.has(target)) return hops;
  }
  return 0;
}

function identifiers(context: NaiveLinkContext, u: string, v: string, at: number): Record<string, number> {
  const uses = context.log.flatMap(({ event }): Use[] => {
    if (event.kind === 'reversal' || event.kind === 'label') return [];
    const account = accountKey(event.kind === 'transfer' ? event.from : event.account);
    return identifiersOf(event).map(({ kind, id }) => ({ account, kind, id, at: event.at }));
  });
  const seen = (account: string, { kind, id }: Pick<Use, 'kind' | 'id'>) =>
    uses.some((use) => use.account === account && use.kind === kind && use.id === id && use.at <= at);
  const accounts = [...new Set(uses.map(({ account }) => account))];
  const values = [...new Map(uses.map((use) => [`${use.kind} ${use.id}`, use])).values()];
  const shared = (a: string, b: string, kinds: readonly IdentifierKind[]) =>
    values.filter((value) => a !== b && kinds.includes(value.kind) && seen(a, value) && seen(b, value));
  const hard = ['phone', 'card'] as const;
  const soft = ['device', 'ip', 'email', 'address'] as const;

  const usersOf = (value: Use) => accounts.filter((account) => seen(account, value)).length;
  const lastUse = (account: string, value: Use) =>
    Math.max(
      ...uses
        .filter((use) => use.account === account && use.kind === value.kind && use.id === value.id)
        .map((use) => use.at),
    );
  const weights = (a: string, b: string, kinds: readonly IdentifierKind[] = soft) =>
    shared(a, b, kinds)
      .filter((value) => usersOf(value) <= context.config.links.softAccountsMax)
      .map((value) => {
        const age = Math.max(0, at - Math.min(lastUse(a, value), lastUse(b, value)));
        return 2 ** (-age / context.config.links.softHalfLifeMs) * (1 / Math.log2(1 + usersOf(value)));
      });

  const linkedHard = (a: string) => accounts.filter((b) => shared(a, b, hard).length > 0);
  const community = context.communityOf(u);
  const together = (account: string) => community !== -1 && context.communityOf(account) === community;
  const between = weights(u, v);
  const counts = identifierKinds.map((kind) => {
    const count =
      kind === 'phone' || kind === 'card' ? shared(u, v, [kind]).length : weights(u, v, [kind]).length;
    return [`shared_${kind}_count`, count];
  });
  return {
    ...Object.fromEntries(counts),
    hard_links: shared(u, v, hard).length,
    soft_link_weight: sumUp(between),
    strongest_soft_link: Math.max(0, ...between),
    sender_accounts_linked_hard: linkedHard(u).length,
    receiver_accounts_linked_hard: linkedHard(v).length,
    sender_community_linked_hard: linkedHard(u).filter(together).length,
    sender_community_soft_weight: sumUp(accounts.filter(together).flatMap((account) => weights(u, account))),
    shared_identifiers_capped: 0,
  };
}
