import type { FeatureContext } from '../features/context.ts';
import type { RingRole, Typology } from './model.ts';
import type { SuspiciousGroup } from './suspicion-graph.ts';

/** The shapes around one transfer as they were at its arrival: kept until it is decided, when the session has moved on. */
export type Shapes = Pick<
  FeatureContext,
  'cycles' | 'scatterGather' | 'block' | 'chain' | 'fanInOfReceiver' | 'fanOutOfSender' | 'fanInOfSender'
>;

/** A group that a flagged transfer points to. Members are accounts of the session, without repetition. */
export interface RingCandidate {
  readonly typology: Typology;
  readonly members: readonly { readonly account: number; readonly role: RingRole }[];
  readonly suspicion: number;
}

/** A shape that names its members by itself, and how clearly it shows, 0 .. 1. */
interface ShapeFound {
  readonly typology: Typology;
  readonly clarity: number;
  readonly members: readonly number[];
}

const noMembers: readonly number[] = [];

/** Each shape that can give a ring its name. A new one is a line here. Fans name no members: most counterparties of a hub are innocent. */
const shapes: readonly ((around: Shapes, group: Degrees) => ShapeFound)[] = [
  ({ cycles }) =>
    found('CYCLE', cycles.members.length < 3 ? 0 : 0.5 + 0.5 * cycles.conservation, cycles.members),
  ({ scatterGather }) =>
    found(
      'SCATTER_GATHER',
      saturating(scatterGather.width - 1, 1) * scatterGather.conservation,
      scatterGather.members,
    ),
  ({ block, fanInOfSender }, { layered }) =>
    found(
      layered && fanInOfSender.fresh > 0 ? 'STACK' : 'BIPARTITE',
      0.9 * saturating(block.coSenders * Math.max(0, block.sharedReceivers - 1), 2),
      block.members,
    ),
  ({ chain }) => found('CHAIN', 0.95 * saturating(chain.length - 2, 1), chain.members),
  (_around, { mostIn, mostOut, through }) =>
    found('GATHER_SCATTER', through ? saturating(Math.min(mostIn, mostOut) - 1, 1) : 0, noMembers),
  (_around, { mostIn }) => found('FAN_IN', 0.9 * saturating(mostIn - 1, 2), noMembers),
  (_around, { mostOut }) => found('FAN_OUT', 0.9 * saturating(mostOut - 1, 2), noMembers),
];

/** Clarity from which a shape names the ring and adds its members. */
const clarityMin = 0.6;

/** What the suspicious group looks like as a graph. */
interface Degrees {
  readonly in: ReadonlyMap<number, number>;
  readonly out: ReadonlyMap<number, number>;
  readonly mostIn: number;
  readonly mostOut: number;
  /** One account has both the most senders and the most receivers. */
  readonly through: boolean;
  /** Some account both received and sent. */
  readonly layered: boolean;
}

/** Takes the shapes of the context's present transfer out of it. The searches were done for its features. */
export function shapesOf(context: FeatureContext): Shapes {
  const { cycles, scatterGather, block, chain, fanInOfReceiver, fanOutOfSender, fanInOfSender } = context;
  return { cycles, scatterGather, block, chain, fanInOfReceiver, fanOutOfSender, fanInOfSender };
}

/**
 * The ring that a flagged transfer points to: the suspicious transfers that it is connected with, and the members of the
 * clearest shape that it closes (the last transfer of a cycle gives away the earlier ones, which looked harmless). The
 * earlier shape in the list wins a tie; without a clear one the typology is RANDOM. Deterministic.
 */
export function ringCandidate(around: Shapes, group: SuspiciousGroup, membersMax: number): RingCandidate {
  const degrees = degreesOf(group);
  let best: ShapeFound = { typology: 'RANDOM', clarity: clarityMin, members: noMembers };
  for (const shape of shapes) {
    const candidate = shape(around, degrees);
    if (candidate.clarity > best.clarity) best = candidate;
  }
  const accounts = [...new Set([...group.members, ...best.members])].slice(0, membersMax);
  const members = accounts.map((account) => ({ account, role: roleOf(account, degrees) }));
  return { typology: best.typology, members, suspicion: group.suspicion };
}

function found(typology: Typology, clarity: number, members: readonly number[]): ShapeFound {
  return { typology, clarity, members };
}

function degreesOf(group: SuspiciousGroup): Degrees {
  const receivers = new Map<number, Set<number>>();
  const senders = new Map<number, Set<number>>();
  for (const { from, to } of group.links) {
    receivers.set(from, (receivers.get(from) ?? new Set()).add(to));
    senders.set(to, (senders.get(to) ?? new Set()).add(from));
  }
  const sizes = (of: ReadonlyMap<number, ReadonlySet<number>>) =>
    new Map([...of].map(([account, set]) => [account, set.size]));
  const [incoming, outgoing] = [sizes(senders), sizes(receivers)];
  const mostIn = Math.max(0, ...incoming.values());
  const mostOut = Math.max(0, ...outgoing.values());
  const both = [...incoming.keys()].filter((account) => outgoing.has(account));
  const through = both.some(
    (account) => incoming.get(account) === mostIn && outgoing.get(account) === mostOut,
  );
  return { in: incoming, out: outgoing, mostIn, mostOut, through, layered: both.length > 0 };
}

const hubMin = 3;

function roleOf(account: number, degrees: Degrees): RingRole {
  const incoming = degrees.in.get(account) ?? 0;
  const outgoing = degrees.out.get(account) ?? 0;
  if (incoming >= hubMin && outgoing >= hubMin) return 'BRIDGE';
  if (incoming >= hubMin) return 'COLLECTOR';
  if (outgoing >= hubMin) return 'DISTRIBUTOR';
  if (incoming > 0 && outgoing > 0) return 'MULE';
  if (incoming > 0) return 'SINK';
  return outgoing > 0 ? 'SOURCE' : 'MEMBER';
}

/** 0 up to 0, one half at `half`, towards 1. */
function saturating(value: number, half: number): number {
  return value <= 0 ? 0 : value / (value + half);
}
