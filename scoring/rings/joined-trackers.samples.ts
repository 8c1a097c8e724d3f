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

/** A random step, before it is known which transfers there are. */
type Draw = typeof draws extends fc.Arbitrary<(infer One)[]> ? One : never;

/** Few accounts, so that groups overlap; pauses that let some, or all, fall asleep or be forgotten; times that are late. */
export const draws = fc.array(
  fc.record({
    kind: fc.constantFrom('group', 'group', 'group', 'group', 'community', 'reverse', 'clear'),
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
    membersMax: fc.integer({ min: 3, max: 10 }),
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
  return drawn.map(({ kind, pause, delay, members, scores, tie, turn }, place) => {
    now += pause;
    const seq = (place + 1) * 10;
    const step = { seq, now, at: now - delay };
    const reversed = known[turn % Math.max(1, known.length)];
    if (kind === 'clear') {
      const cleared = members[0]!;
      known = known.filter(({ from, to }) => from !== cleared && to !== cleared);
      return { ...step, cleared };
    }
    if (kind === 'reverse' && reversed !== undefined) {
      known = known.filter((transfer) => transfer !== reversed);
      return { ...step, reversed };
    }
    if (kind !== 'community') {
      const pairs = scores.map((score, index) => ({
        score,
        from: members[index % members.length]!,
        to: members[(index + 1) % members.length]!,
      }));
      const fresh = pairs.map(({ score, from, to }, index) =>
        transferOf(seq - pairs.length + 1 + index, from, to, score),
      );
      known = [...known, ...fresh];
    }
    return { ...step, candidate: candidateOf(step, kind === 'community', members, tie, known) };
  });
}

function candidateOf(
  { seq, at }: Pick<Told, 'seq' | 'at'>,
  isCommunity: boolean,
  members: readonly string[],
  tie: number,
  known: readonly RingTransfer[],
): RingCandidate {
  const transfers = known.filter(({ from, to }) => members.includes(from) && members.includes(to));
  const strongest = [...transfers].sort((a, b) => b.score - a.score || a.seq - b.seq)[0];
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
      rings.push(...this.#follow());
      ringId = this.#observe(candidate, now);
    }
    const by = (cause: Retraction['cause']) => ({ seq, at, cause });
    if (reversed !== undefined) this.rings.reverse(reversed, by('REVERSAL'));
    const isCleared = ({ from, to }: RingTransfer) => from === cleared || to === cleared;
    if (cleared !== undefined) this.rings.clear(cleared, by('LABEL'), isCleared);
    rings.push(...this.#follow());
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

  #follow(): readonly RingEvent[] {
    const events = this.rings.takeEvents();
    for (const event of events) this.#alerts.follow(event);
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
