import fc from 'fast-check';
import type { Config } from '../../base/config.ts';
import { AlertTracker } from './alert-tracker.ts';
import type { RingCandidate } from './candidate.ts';
import { tieOf, transferOf } from './evidence.samples.ts';
import { foldAlert } from './fold.ts';
import type { Alert, AlertEvent, RingEvent, RingTransfer } from './model.ts';
import type { OpenRings } from './placer.ts';
import { foldOf, storyConfig } from './ring-story.samples.ts';
import { type Retraction, RingTracker } from './ring-tracker.ts';

const accounts = [...'abcdefghijk'];

/** The account that alone joins the three groups of three, so that they split when it is cleared. */
const hub = 'a';
const wheel = ['bc', 'cd', 'ef', 'fg', 'hi', 'ij', 'ab', 'ae', 'ah'];

/** A random step, before it is known which transfers there are. */
type Draw = typeof draws extends fc.Arbitrary<(infer One)[]> ? One : never;

const groupKinds = ['group', 'group', 'group', 'wheel', 'wheel', 'community'] as const;
const kinds = [...groupKinds, 'reverse', 'reverse hub', 'clear', 'clear hub'] as const;

/** Few accounts, so that groups overlap; pauses that let some, or all, fall asleep or be forgotten; times that are late. */
export const draws = fc.array(
  fc.record({
    kind: fc.constantFrom(...kinds),
    pause: fc.constantFrom(0, 1, 10, 40, 100, 300),
    delay: fc.constantFrom(0, 0, 0, 5, 60),
    members: fc.uniqueArray(fc.constantFrom(...accounts), { minLength: 2, maxLength: 7 }),
    scores: fc.array(fc.constantFrom(0.1, 0.5, 0.9), { minLength: 1, maxLength: 4 }),
    tie: fc.constantFrom(0, 0, 0, 0.4),
    turn: fc.nat(1000),
  }),
  { minLength: 1, maxLength: 40, size: 'max' },
);

export const settings: fc.Arbitrary<Config['rings']> = fc
  .record({
    membersMax: fc.constantFrom(3, 5, 8, 11, 11, 11),
    openMax: fc.integer({ min: 1, max: 5 }),
    evidenceTransfersMax: fc.constantFrom(3, 8, 500),
    evidenceTiesMax: fc.constantFrom(1, 200),
    joinShareMin: fc.constantFrom(0, 0.08, 0.3),
    mergeShareMin: fc.constantFrom(0.5, 0.9),
    dormantPerTransferMax: fc.constantFrom(1, 8),
    closedKeptMs: fc.constantFrom(50, 400, 5000),
  })
  .map(storyConfig);

/** What is told to both trackers, at its place in the sequence. */
export interface Told {
  readonly seq: number;
  readonly now: number;
  readonly at: number;
  readonly candidate?: RingCandidate;
  readonly reversed?: RingTransfer;
  readonly cleared?: string;
}

/** Turns draws into what is told: candidates bring the transfers between their members that were not taken back, as the placer's do. */
export function toldFrom(drawn: readonly Draw[]): readonly Told[] {
  let known: readonly RingTransfer[] = [];
  let now = 1000;
  return drawn.map((draw, place) => {
    now += draw.pause;
    const seq = (place + 1) * 10;
    const step = { seq, now, at: now - draw.delay };
    const reversed = reversedBy(draw, known);
    if (reversed !== undefined) {
      known = known.filter((transfer) => transfer !== reversed);
      return { ...step, reversed };
    }
    if (draw.kind.startsWith('clear')) {
      const cleared = draw.kind === 'clear hub' ? hub : draw.members[0]!;
      known = known.filter(({ from, to }) => from !== cleared && to !== cleared);
      return { ...step, cleared };
    }
    known = [...known, ...newTransfers(draw, known, seq)];
    return { ...step, candidate: candidateOf(step, draw, known) };
  });
}

function reversedBy({ kind, turn }: Draw, known: readonly RingTransfer[]): RingTransfer | undefined {
  if (!kind.startsWith('reverse')) return undefined;
  const chosen = kind === 'reverse' ? known : known.filter(({ from }) => from === hub);
  return chosen[turn % Math.max(1, chosen.length)];
}

/** A path through the members; of the wheel what is missing. */
function newTransfers({ kind, members, scores }: Draw, known: readonly RingTransfer[], seq: number) {
  if (kind === 'community') return [];
  const path = scores.map((_, index) => [
    members[index % members.length]!,
    members[(index + 1) % members.length]!,
  ]);
  const missing = wheel.filter((pair) => !known.some(({ from, to }) => pair === from + to));
  const pairs = kind === 'wheel' ? missing : path;
  return pairs.map(([from, to], index) => {
    const score = kind === 'wheel' ? 0.9 : scores[index]!;
    return transferOf(seq - pairs.length + 1 + index, from!, to!, score);
  });
}

function candidateOf(
  { seq, at }: Pick<Told, 'seq' | 'at'>,
  { kind, members: drawn, tie }: Draw,
  known: readonly RingTransfer[],
): RingCandidate {
  const members = kind === 'wheel' ? accounts : drawn;
  const transfers = known.filter(({ from, to }) => members.includes(from) && members.includes(to));
  const [strongest] = [...transfers].sort((a, b) => b.score - a.score || a.seq - b.seq);
  const isCommunity = kind === 'community';
  return {
    ...{ seq, at, members, transfers, netWeight: (transfers.length * 7) % 5 },
    ties: tie === 0 ? [] : [tieOf(members[0]!, members[1]!, tie)],
    transactionId: isCommunity ? (strongest?.transactionId ?? 'none') : `t${seq}`,
    cause: isCommunity ? 'COMMUNITY' : 'FLAGGED_TRANSFER',
  };
}

export interface Emitted {
  readonly rings: readonly RingEvent[];
  readonly alerts: readonly AlertEvent[];
  /** Closed rings that were forgotten. */
  readonly forgotten: readonly string[];
  /** The ring of the candidate. */
  readonly ringId: string | null;
}

/** Both trackers joined as the placer joins them. */
export class JoinedTrackers {
  readonly rings: RingTracker;
  readonly #alerts: AlertTracker;

  constructor(config: Config['rings'], open: OpenRings) {
    this.rings = new RingTracker(config, open);
    this.#alerts = new AlertTracker(config, open.alerts);
  }

  take(told: Told): Emitted {
    const { seq, now, at, candidate, reversed, cleared } = told;
    const rings: RingEvent[] = [];
    let [ringId, forgotten]: [string | null, readonly string[]] = [null, []];
    if (candidate !== undefined) {
      forgotten = this.rings.advance(seq, now);
      for (const id of forgotten) this.#alerts.forgetRing(id);
      this.#alerts.advance(now);
      rings.push(...this.#follow(now));
      ringId = this.#observe(candidate, now);
    }
    const by = (cause: Retraction['cause']) => ({ seq, at, cause });
    if (reversed !== undefined) this.rings.reverse(reversed, by('REVERSAL'));
    const isCleared = ({ from, to }: RingTransfer) => from === cleared || to === cleared;
    if (cleared !== undefined) this.rings.clear(cleared, by('LABEL'), isCleared);
    rings.push(...this.#follow(now));
    return { rings, alerts: this.#alerts.takeEvents(), forgotten, ringId };
  }

  #observe(candidate: RingCandidate, now: number): string | null {
    const ringId = this.rings.observe(candidate);
    const { seq, at, transactionId, members } = candidate;
    const isCommunity = candidate.cause === 'COMMUNITY';
    if (isCommunity && (ringId === null || this.#alerts.has(ringId))) return ringId;
    const ring = ringId === null ? null : { id: ringId, suspicion: this.rings.suspicionOf(ringId) };
    const [from, to] = members as [string, string];
    const money = { score: 0.5, reasons: [`R${seq % 3}`], referenceCents: seq };
    const origin = isCommunity && ringId !== null ? { raisedBy: ringId } : {};
    this.#alerts.observe({ seq, at, now, transactionId, from, to, ...money, ring, ...origin });
    return ringId;
  }

  #follow(now: number): readonly RingEvent[] {
    const events = this.rings.takeEvents();
    for (const event of events) this.#alerts.follow(event, now);
    return events;
  }
}

/** Every ring with its evidence, and every alert, by id. */
export function foldAll(emitted: readonly Emitted[]) {
  const alerts = new Map<string, Alert>();
  for (const event of emitted.flatMap((one) => one.alerts))
    alerts.set(event.alertId, foldAlert(alerts.get(event.alertId) ?? null, event));
  return { rings: foldOf(emitted.flatMap((one) => one.rings)), alerts };
}

/** What a store answers for a restart at `now`, in an order of its own that `turn` says. */
export function stored(
  emitted: readonly Emitted[],
  now: number,
  config: Config['rings'],
  turn: number,
): OpenRings {
  const turned = <T>(items: T[]): T[] => {
    const at = items.length === 0 ? 0 : turn % items.length;
    return [...items.slice(at), ...items.slice(0, at)].reverse();
  };
  const { rings, alerts } = foldAll(emitted);
  const held = [...rings.values()].filter(
    ({ ring }) =>
      ring.status === 'OPEN' ||
      ring.status === 'DORMANT' ||
      (ring.status === 'CLOSED' && ring.lastAt > now - config.closedKeptMs),
  );
  const ids = new Set(held.map(({ ring }) => ring.id));
  const closings = emitted.flatMap((one) => one.rings).filter(({ kind }) => kind === 'CLOSED');
  const kept = [...alerts.values()].filter(({ status, ringId }) =>
    ringId === null ? status === 'OPEN' : status !== 'MERGED' && ids.has(ringId),
  );
  return {
    rings: turned(held.map(({ ring }) => ring)),
    evidence: new Map(turned(held.map(({ ring, evidence }) => [ring.id, evidence] as const))),
    closedMembers: new Map(closings.map(({ ringId, left }) => [ringId, left])),
    alerts: turned(kept),
  };
}
