import type { Config } from '../../base/config.ts';
import type { IdentifierKind } from '../../graph/model/event.ts';
import type { NaiveActivity } from './naive-activity.ts';
import {
  naiveBlock,
  naiveChain,
  naiveCycles,
  naiveDegree,
  naiveFan,
  naivePassThrough,
  naiveScatterGather,
} from './naive-motifs.ts';
import { type Standing, unknown } from './naive-structure.ts';
import { centsOf, inTime, type NaiveTransfer, type NaiveWindow } from './naive-window.ts';

/** What the features of one transfer are computed from. */
export interface NaiveContext {
  /** Without the transfer. */
  readonly before: NaiveWindow;
  /** With it. */
  readonly after: NaiveWindow;
  readonly transfer: NaiveTransfer;
  readonly standings: ReadonlyMap<string, Standing>;
  readonly motifs: Config['motifs'];
  /** With the transfer, which is an activity of nobody but may show a device. */
  readonly activity: NaiveActivity;
}

type Values = Readonly<Record<string, number>>;
/** Label and index of the windows that behaviour is counted in. */
const spans = [
  ['1h', 0],
  ['6h', 1],
  ['1d', 2],
  ['7d', 3],
  ['30d', 4],
] as const;
const log = (cents: number): number => Math.log1p(cents);
const flag = (condition: boolean): number => (condition ? 1 : 0);
const by = (a: number, b: number): number => (b === 0 ? 0 : a / b);

/** Every feature by its name, by the words of its description. */
export function naiveFeatures(context: NaiveContext): Values {
  return {
    ...amounts(context),
    ...behaviour(context),
    ...timings(context),
    ...pairs(context),
    ...fans(context),
    ...motifs(context),
    ...links(context),
    ...communities(context),
    ...activities(context),
    ...amountsChosen(context),
  };
}

function amountsChosen({ after, transfer: { from }, motifs }: NaiveContext): Values {
  const newest = after.sentIn(from, 3).sort(inTime).slice(-motifs.degreeMax);
  const below = newest.filter(({ cents }) => cents >= 900_000 && cents < 1_000_000);
  const round = newest.filter(({ cents }) => cents % 10_000 === 0);
  return {
    sender_below_threshold_7d: below.length,
    sender_round_share_7d: by(round.length, newest.length),
    sender_structuring_capped_7d: flag(after.sentIn(from, 3).length > motifs.degreeMax),
  };
}

/** Whole seconds since the newest of some transfers, -1 without one. */
function since(transfers: readonly NaiveTransfer[], { at }: NaiveTransfer): number {
  const newest = Math.max(Number.NEGATIVE_INFINITY, ...transfers.map((t) => t.at));
  return newest === Number.NEGATIVE_INFINITY ? -1 : Math.max(0, Math.floor((at - newest) / 1000));
}

function amounts({ before, after, transfer }: NaiveContext): Values {
  const { cents, from, to, event } = transfer;
  const sent = after.sentEver(from);
  const received = after.receivedEver(to);
  const age = (account: string) =>
    Math.floor((transfer.at - Math.min(before.firstSeenAt(account), transfer.at)) / 1000);
  return {
    amount_log: log(cents),
    amount_is_round: flag(event.amountMinor % 10_000 === 0),
    amount_below_threshold: flag(cents >= 900_000 && cents < 1_000_000),
    amount_to_sender_mean: sent.length === 0 ? 1 : (cents * sent.length) / centsOf(sent),
    amount_to_receiver_mean: received.length === 0 ? 1 : (cents * received.length) / centsOf(received),
    amount_to_sender_max: by(cents, Math.max(0, ...sent.map((t) => t.cents))),
    is_self_transfer: flag(from === to),
    sender_age_seconds: age(from),
    receiver_age_seconds: age(to),
  };
}

function behaviour({ after, transfer: { from, to } }: NaiveContext): Values {
  const values: Record<string, number> = {};
  for (const [label, span] of spans) {
    values[`sender_out_count_${label}`] = after.sentIn(from, span).length;
    values[`sender_out_sum_log_${label}`] = log(centsOf(after.sentIn(from, span)));
    values[`sender_in_count_${label}`] = after.receivedIn(from, span).length;
    values[`sender_pass_through_${label}`] = naivePassThrough(after, from, span);
    values[`receiver_in_count_${label}`] = after.receivedIn(to, span).length;
    values[`receiver_in_sum_log_${label}`] = log(centsOf(after.receivedIn(to, span)));
    values[`receiver_out_count_${label}`] = after.sentIn(to, span).length;
    values[`receiver_pass_through_${label}`] = naivePassThrough(after, to, span);
  }
  return values;
}

function timings({ before, after, transfer }: NaiveContext): Values {
  const { from, to } = transfer;
  return {
    sender_seconds_since_out: since(before.sentEver(from), transfer),
    sender_seconds_since_in: since(before.receivedEver(from), transfer),
    receiver_seconds_since_in: since(before.receivedEver(to), transfer),
    receiver_seconds_since_out: since(before.sentEver(to), transfer),
    sender_day_share_of_week: by(centsOf(after.sentIn(from, 2)), centsOf(after.sentIn(from, 3))),
    receiver_day_share_of_week: by(centsOf(after.receivedIn(to, 2)), centsOf(after.receivedIn(to, 3))),
    sender_week_share_of_life: by(centsOf(after.sentIn(from, 3)), centsOf(after.sentEver(from))),
    receiver_week_share_of_life: by(centsOf(after.receivedIn(to, 3)), centsOf(after.receivedEver(to))),
    sender_self_count_7d: after.selfIn(from, 3).length,
  };
}

function pairs({ before, after, transfer }: NaiveContext): Values {
  const { from, to } = transfer;
  const earlier = before.betweenEver(from, to);
  const present = centsOf(after.betweenIn(from, to, 3));
  return {
    pair_count_life: earlier.length,
    pair_is_first: flag(from !== to && earlier.length === 0),
    pair_seconds_since: since(earlier, transfer),
    pair_count_7d: after.betweenIn(from, to, 3).length,
    reverse_count_life: before.betweenEver(to, from).length,
    reverse_sum_log_7d: log(centsOf(after.betweenIn(to, from, 3))),
    pair_share_of_sender_7d: by(present, centsOf(after.sentIn(from, 3))),
    pair_share_of_receiver_7d: by(present, centsOf(after.receivedIn(to, 3))),
  };
}

function fans({ after, transfer: { from, to } }: NaiveContext): Values {
  const values: Record<string, number> = {
    receiver_fan_in_1d: naiveDegree(after, to, 'in', 2),
    receiver_fan_in_7d: naiveDegree(after, to, 'in', 3),
    sender_fan_out_1d: naiveDegree(after, from, 'out', 2),
    sender_fan_out_7d: naiveDegree(after, from, 'out', 3),
    sender_fan_in_7d: naiveDegree(after, from, 'in', 3),
    receiver_fan_out_7d: naiveDegree(after, to, 'out', 3),
  };
  const sides = {
    receiver_fan_in: naiveFan(after, to, 'in'),
    sender_fan_out: naiveFan(after, from, 'out'),
    sender_fan_in: naiveFan(after, from, 'in'),
    receiver_fan_out: naiveFan(after, to, 'out'),
  };
  for (const [name, fan] of Object.entries(sides)) {
    values[`${name}_fresh_7d`] = fan.fresh;
    values[`${name}_fresh_share_7d`] = by(fan.freshSum, fan.sum);
    values[`${name}_fresh_sum_log_7d`] = log(fan.freshSum);
    values[`${name}_fresh_spread_7d`] = fan.freshSpread;
    values[`${name}_fresh_span_seconds_7d`] = Math.floor(fan.freshSpanMs / 1000);
  }
  return values;
}

/** Motifs are of the week's window: a transfer that is outside of it has none. */
export function isInWeek(window: NaiveWindow, { late, at }: NaiveTransfer): boolean {
  return !late && window.now - window.lengths[3] < at;
}

function motifs({ after, transfer, motifs: { cycleLengthMax } }: NaiveContext): Values {
  const { from } = transfer;
  const late = !isInWeek(after, transfer);
  const cycles = late ? null : naiveCycles(after, transfer, cycleLengthMax);
  const scatterGather = late ? null : naiveScatterGather(after, transfer);
  const block = late ? null : naiveBlock(after, transfer);
  const chain = late ? null : naiveChain(after, transfer);
  const [gathered, scattered] = [naiveFan(after, from, 'in'), naiveFan(after, from, 'out')];
  return {
    cycle_count_7d: cycles?.count ?? 0,
    cycle_shortest_7d: cycles?.shortest ?? 0,
    cycle_longest_7d: cycles?.longest ?? 0,
    cycle_conservation_7d: cycles?.conservation ?? 0,
    cycle_span_seconds_7d: Math.floor((cycles?.spanMs ?? 0) / 1000),
    scatter_gather_width_7d: scatterGather?.width ?? 0,
    scatter_gather_sources_7d: scatterGather?.sources ?? 0,
    scatter_gather_conservation_7d: scatterGather?.conservation ?? 0,
    gather_scatter_width_7d: Math.min(naiveDegree(after, from, 'in', 3), naiveDegree(after, from, 'out', 3)),
    gather_scatter_fresh_7d: Math.min(gathered.fresh, scattered.fresh),
    gather_scatter_balance_7d: Math.min(10, by(scattered.freshSum, gathered.freshSum)),
    bipartite_senders_7d: block?.coSenders ?? 0,
    bipartite_receivers_7d: block?.sharedReceivers ?? 0,
    chain_length_7d: chain?.length ?? 1,
    chain_span_seconds_7d: Math.floor((chain?.spanMs ?? 0) / 1000),
    motif_capped: 0,
  };
}

function links({ after, transfer: { from, to } }: NaiveContext): Values {
  const kinds: readonly IdentifierKind[] = ['device', 'ip', 'phone', 'card', 'address'];
  return {
    ...Object.fromEntries(kinds.map((kind) => [`sender_${kind}_accounts`, after.sharedBy(from, kind)])),
    receiver_device_accounts: after.sharedBy(to, 'device'),
    common_identifiers: from === to ? 0 : after.common(from, to),
  };
}

function communities({ standings, transfer: { from, to } }: NaiveContext): Values {
  const sender = standings.get(from) ?? unknown;
  const receiver = standings.get(to) ?? unknown;
  return {
    same_community: flag(sender.community !== -1 && sender.community === receiver.community),
    sender_community_size: sender.communitySize,
    receiver_community_size: receiver.communitySize,
    sender_community_internal_share: sender.internalShare,
    sender_component_size: sender.componentSize,
    sender_pagerank: sender.pagerank,
    receiver_pagerank: receiver.pagerank,
  };
}

function activities({ after, transfer, activity }: NaiveContext): Values {
  const { from, to, at, event } = transfer;
  const [hour, , day, week] = after.lengths;
  const since = (time: number) => (time === Number.NEGATIVE_INFINITY ? -1 : Math.floor((at - time) / 1000));
  const { success, failure, change } = {
    success: activity.before(from, 'success', at, week),
    failure: activity.before(from, 'failure', at, week),
    change: activity.before(from, 'change', at, week),
  };
  const within = (times: readonly number[], span: number) => times.filter((time) => time > at - span).length;
  const newest = (times: readonly number[]) => Math.max(Number.NEGATIVE_INFINITY, ...times);
  return {
    sender_auth_count_1d: within(success, day) + within(failure, day),
    sender_auth_failures_1h: within(failure, hour),
    sender_auth_failures_1d: within(failure, day),
    sender_seconds_since_auth_7d: since(newest(success)),
    sender_seconds_since_auth_failure_7d: since(newest(failure)),
    sender_changes_1d: within(change, day),
    sender_seconds_since_change_7d: since(newest(change)),
    sender_activity_capped: flag(activity.lost(from).some((time) => time > at - week)),
    sender_new_devices_1d: activity.newDevices(from, at, day),
    receiver_new_devices_1d: activity.newDevices(to, at, day),
    sender_device_age_seconds:
      event.device === undefined ? -1 : Math.floor((at - activity.deviceSince(from, event.device)) / 1000),
  };
}
