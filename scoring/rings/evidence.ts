import type { Session } from '../../graph/session/session.ts';
import type { FeatureContext } from '../features/context.ts';
import type { RingRole, Typology } from './model.ts';

/** A group that the shapes around one transfer point to. Members are accounts of the session, without repetition. */
export interface RingCandidate {
  readonly typology: Typology;
  readonly members: readonly { readonly account: number; readonly role: RingRole }[];
  /** 0 .. 1: how clearly the shape shows. Compares candidates of one transfer with each other only. */
  readonly clarity: number;
}

const fanMin = 4;
const gatherScatterMin = 3;
const scatterGatherMin = 3;
const chainMin = 3;

/** The group that the transfer itself is: its two ends. Every clearer shape goes before it. */
function pairCandidate(context: FeatureContext): RingCandidate {
  const { from, to } = context.arrival;
  const ends: RingCandidate['members'] =
    from === to ? [{ account: from, role: 'MEMBER' }] : [{ account: from, role: 'SOURCE' }, { account: to, role: 'SINK' }];
  return { typology: 'RANDOM', members: ends, clarity: 0 };
}

function cycleCandidate({ cycles }: FeatureContext): RingCandidate | null {
  if (cycles.count === 0 || cycles.members.length < 3) return null;
  const members = cycles.members.map((account) => ({ account, role: 'MULE' as const }));
  return { typology: 'CYCLE', members, clarity: 0.5 + 0.5 * cycles.conservation };
}

function scatterGatherCandidate({ scatterGather }: FeatureContext): RingCandidate | null {
  if (scatterGather.width < scatterGatherMin) return null;
  const members = scatterGather.members.map((account, place) => ({ account, role: scatterGatherRole(place) }));
  return { typology: 'SCATTER_GATHER', members, clarity: saturating(scatterGather.width, 3) * scatterGather.conservation };
}

function scatterGatherRole(place: number): RingRole {
  if (place === 0) return 'DISTRIBUTOR';
  return place === 1 ? 'COLLECTOR' : 'MULE';
}

function gatherScatterCandidate(context: FeatureContext): RingCandidate | null {
  const { fanInOfSender, fanOutOfSender, arrival } = context;
  const width = Math.min(fanInOfSender.fresh, fanOutOfSender.fresh);
  if (width < gatherScatterMin) return null;
  const members = distinct([
    { account: arrival.from, role: 'BRIDGE' },
    ...fanInOfSender.members.map((account) => ({ account, role: 'SOURCE' as const })),
    ...fanOutOfSender.members.map((account) => ({ account, role: 'SINK' as const })),
  ]);
  return { typology: 'GATHER_SCATTER', members, clarity: saturating(width, 3) };
}

function bipartiteCandidate(context: FeatureContext): RingCandidate | null {
  const { block } = context;
  if (block.coSenders < 1 || block.sharedReceivers < 2) return null;
  const members = block.members.map((account, place) => ({
    account,
    role: place <= block.coSenders ? ('SOURCE' as const) : ('SINK' as const),
  }));
  const stacked = context.fanInOfSender.fresh > 0 && context.fanOutOfReceiver.fresh > 0;
  const clarity = saturating(block.coSenders * (block.sharedReceivers - 1), 3);
  return { typology: stacked ? 'STACK' : 'BIPARTITE', members: distinct(members), clarity };
}

function fanInCandidate({ fanInOfReceiver, arrival }: FeatureContext): RingCandidate | null {
  if (fanInOfReceiver.fresh < fanMin) return null;
  const senders = fanInOfReceiver.members.map((account) => ({ account, role: 'SOURCE' as const }));
  return {
    typology: 'FAN_IN',
    members: [{ account: arrival.to, role: 'COLLECTOR' }, ...senders],
    clarity: 0.7 * saturating(fanInOfReceiver.fresh, 5),
  };
}

function fanOutCandidate({ fanOutOfSender, arrival }: FeatureContext): RingCandidate | null {
  if (fanOutOfSender.fresh < fanMin) return null;
  const receivers = fanOutOfSender.members.map((account) => ({ account, role: 'SINK' as const }));
  return {
    typology: 'FAN_OUT',
    members: [{ account: arrival.from, role: 'DISTRIBUTOR' }, ...receivers],
    clarity: 0.7 * saturating(fanOutOfSender.fresh, 5),
  };
}

function chainCandidate({ chain }: FeatureContext): RingCandidate | null {
  if (chain.length < chainMin) return null;
  const members = chain.members.map((account) => ({ account, role: 'MULE' as const }));
  return { typology: 'CHAIN', members, clarity: 0.9 * saturating(chain.length - 2, 2) };
}

/** Each shape that can point to a ring. A new one is a function and a line here. */
const shapes: readonly ((context: FeatureContext) => RingCandidate | null)[] = [
  cycleCandidate,
  scatterGatherCandidate,
  bipartiteCandidate,
  gatherScatterCandidate,
  chainCandidate,
  fanInCandidate,
  fanOutCandidate,
];

/**
 * The clearest group around the context's transfer, at most `membersMax` accounts, its own ends always among the members.
 * The earlier shape in the list wins a tie. Deterministic.
 */
export function ringCandidate(context: FeatureContext, membersMax: number): RingCandidate {
  let best = pairCandidate(context);
  for (const shape of shapes) {
    const candidate = shape(context);
    if (candidate !== null && candidate.clarity > best.clarity) best = candidate;
  }
  const ends = pairCandidate(context).members;
  return { ...best, members: distinct([...best.members, ...ends]).slice(0, membersMax) };
}

/** The members of a candidate by account key. */
export function memberKeys(session: Session, candidate: RingCandidate): { account: string; role: RingRole }[] {
  return candidate.members.map(({ account, role }) => ({ account: session.accountKeys.key(account), role }));
}

/** 0 at 0, one half at `half`, towards 1. */
function saturating(value: number, half: number): number {
  return value / (value + half);
}

function distinct(members: readonly { account: number; role: RingRole }[]): { account: number; role: RingRole }[] {
  const seen = new Set<number>();
  return members.filter(({ account }) => !seen.has(account) && seen.add(account));
}
