import { present } from '../base/assert.ts';
import type { Clock } from '../base/clock.ts';
import type { Config } from '../base/config.ts';
import type { ReversalEvent, SequencedEvent } from '../graph/model/event.ts';
import { applyEvent } from '../graph/session/replay-session.ts';
import type { Arrival, ReversalTarget } from '../graph/session/session.ts';
import type { CommunityResult } from './communities/community-job.ts';
import type { CommunitySchedule } from './communities/community-schedule.ts';
import type { Decision, ScoringVersion, Verdict } from './decision-model.ts';
import type { FeatureContext } from './features/context.ts';
import { computeVector, featureSet } from './features/registry.ts';
import type { ModelRuntime } from './models/model-runtime.ts';
import { builtInReasons, shapeReason, suppressedReason } from './reasons.ts';
import { EntityResolution, type IdentifierTie } from './rings/entities/entity-resolution.ts';
import type { AlertEvent, RingEvent, RingTransfer, Typology } from './rings/model.ts';
import { type OpenRings, Placer, type TakenBack } from './rings/placer.ts';
import { type SessionShape, sessionShape } from './rings/session-shapes.ts';
import { Suppression } from './rings/suppression.ts';
import type { RuleHit, RuleInput } from './rules/rule-model.ts';
import type { RuleSet } from './rules/rule-set.ts';

/** The parts that a scorer is made of. It owns the session from then on: nobody else applies events to it. */
export interface ScorerParts {
  /** With its session and structure, to which nobody else applies events from then on. */
  readonly context: FeatureContext;
  readonly rules: RuleSet;
  readonly model: ModelRuntime;
  readonly config: Config;
  readonly clock: Clock;
  /** Recomputes communities beside the stream, and has seen every transfer of the session; null: rings come from single transfers alone. */
  readonly communities: CommunitySchedule | null;
  /** The rings and alerts that were open after the session's last event. */
  readonly open: OpenRings;
}

/** What a run of events led to, in sequence order. */
export interface Scored {
  readonly decisions: readonly Decision[];
  readonly ringEvents: readonly RingEvent[];
  readonly alertEvents: readonly AlertEvent[];
}

/** A transfer between its features and its decision. */
interface Pending {
  readonly arrival: Arrival;
  /** The session's time at its arrival: by the time of its decision the session may have moved on. */
  readonly now: number;
  readonly features: Float64Array;
  readonly input: RuleInput;
  readonly rejectedBy: readonly RuleHit[];
  /** The clearest shape that it closes. */
  readonly shape: SessionShape | null;
  /** Identifiers that its accounts share. */
  readonly ties: readonly IdentifierTie[];
  /** A label says that it is legitimate. */
  readonly suppressed: boolean;
  readonly featuresUs: number;
}

/**
 * Decides about transfers. Decisions, ring and alert events are a pure function of the events in sequence order and of the
 * scoring version: neither batch size nor restart nor time of day shows in them (`latencyUs` apart).
 */
export class Scorer {
  readonly version: ScoringVersion;
  readonly #parts: ScorerParts;
  readonly #context: FeatureContext;
  readonly #placer: Placer;
  readonly #suppression: Suppression;
  readonly #entities: EntityResolution;
  readonly #reviewScore: number;
  readonly #rejectScore: number;
  readonly #rows: Float32Array;

  constructor(parts: ScorerParts) {
    const { context, config, model, rules, open } = parts;
    const { session } = context;
    this.#parts = parts;
    this.#context = context;
    this.#placer = new Placer(session, config.rings, open);
    this.#suppression = new Suppression(session, config.rings);
    this.#entities = new EntityResolution(session, config.entities);
    this.#reviewScore = config.scoring.reviewScore ?? model.manifest.thresholds.review;
    this.#rejectScore = config.scoring.rejectScore ?? model.manifest.thresholds.reject;
    this.#rows = new Float32Array(config.scoring.modelBatchMax * featureSet.names.length);
    this.version = { featureSetHash: featureSet.hash, modelHash: model.hash, ruleSetHash: rules.hash };
  }

  /** Remembers decisions of before a restart: see `Placer.recall`. */
  recall(decisions: readonly Decision[], takenBack: TakenBack): void {
    this.#placer.recall(decisions, takenBack);
  }

  /** The ring that an account belongs to now, null when it is in none. */
  ringOf(account: string): string | null {
    return this.#placer.ringOf(account);
  }

  /**
   * Applies events and decides about the transfers among them. The events must follow the session's last one in sequence
   * order; `targets` holds the reversed transfers of the reversals (see `readReversalTargets`). One call at a time.
   */
  async decide(
    events: readonly SequencedEvent[],
    targets: ReadonlyMap<string, ReversalTarget>,
  ): Promise<Scored> {
    const decisions: Decision[] = [];
    let pending: Pending[] = [];
    const settle = async () => {
      if (pending.length > 0) decisions.push(...(await this.#settle(pending)));
      pending = [];
    };
    for (const item of events) {
      const { event, seq } = item;
      // What takes back counts from its place in the sequence on: what came before it is decided without knowing of it.
      if (event.kind === 'reversal' || event.kind === 'label') await settle();
      const prepared = await this.#prepare(item, targets);
      if (event.kind === 'reversal') this.#reverse({ seq, event }, targets);
      if (event.kind === 'label') this.#placer.clear(event, { seq, at: event.at });
      if (prepared === null) continue;
      const communities = await this.#parts.communities?.observeTransfer(seq, prepared.now);
      if (communities) {
        await settle();
        this.#foldGroups(communities, prepared);
      }
      pending.push(prepared);
      if (pending.length >= this.#parts.config.scoring.modelBatchMax) await settle();
    }
    await settle();
    return { decisions, ...this.#placer.takeEvents() };
  }

  #reverse(
    { seq, event }: SequencedEvent<ReversalEvent>,
    targets: ReadonlyMap<string, ReversalTarget>,
  ): void {
    const target = present(targets.get(event.reverses), 'reversed transfer');
    this.#placer.reverse(target, { seq, at: event.at });
  }

  /** Looks for rings inside of recomputed communities and of the densest group, once all transfers before this one are placed. */
  #foldGroups({ communityOf }: CommunityResult, { arrival, now }: Pending): void {
    const by = { seq: arrival.seq, at: arrival.event.at, now };
    const { live } = this.#context;
    this.#placer.foldGroups(communityOf, by, 'COMMUNITY');
    this.#placer.foldGroups((account) => (live.inDenseGroup(account) ? 0 : -1), by, 'DENSE_GROUP');
  }

  async #prepare(
    item: SequencedEvent,
    targets: ReadonlyMap<string, ReversalTarget>,
  ): Promise<Pending | null> {
    const { clock, rules } = this.#parts;
    const { session, structure } = this.#context;
    const startUs = clock.monotonicUs();
    const arrival = applyEvent(session, item, targets);
    if (arrival === null) return null;
    this.#context.begin(arrival);
    const features = computeVector(this.#context);
    const shape = sessionShape(this.#context);
    const { from, to, event } = arrival;
    const ties = this.#entities.tiesAround(from, to, event.at);
    const suppressed = this.#suppression.suppressed(from, to, event.at) !== null;
    const input = { features, transaction: ruleTransaction(arrival) };
    const rejectedBy = rules.fastReject(input);
    await structure.observeTransfer();
    const { now } = session;
    return {
      arrival,
      now,
      features,
      input,
      rejectedBy,
      shape,
      ties,
      suppressed,
      featuresUs: clock.monotonicUs() - startUs,
    };
  }

  async #settle(pending: readonly Pending[]): Promise<Decision[]> {
    const { clock } = this.#parts;
    const startUs = clock.monotonicUs();
    const scores = await this.#score(pending);
    const modelUs = clock.monotonicUs() - startUs;
    return pending.map((transfer, place) => {
      const decideUs = clock.monotonicUs();
      const decision = this.#decide(transfer, scores[place]!);
      const latencyUs = Math.round(transfer.featuresUs + modelUs + clock.monotonicUs() - decideUs);
      return { ...decision, latencyUs };
    });
  }

  /** The model's scores; a transfer that a rule rejected before needs none and gets 1. */
  async #score(pending: readonly Pending[]): Promise<Float64Array> {
    const scores = new Float64Array(pending.length).fill(1);
    const asked: number[] = [];
    for (const [place, { features, rejectedBy }] of pending.entries()) {
      if (rejectedBy.length > 0) continue;
      this.#rows.set(features, asked.length * features.length);
      asked.push(place);
    }
    if (asked.length === 0) return scores;
    const answered = await this.#parts.model.score(this.#rows, asked.length);
    for (const [row, place] of asked.entries()) scores[place] = answered[row]!;
    return scores;
  }

  #decide(transfer: Pending, modelScore: number): Omit<Decision, 'latencyUs'> {
    const { arrival, features, input, rejectedBy } = transfer;
    const { event, seq } = arrival;
    const hits = [...rejectedBy, ...this.#parts.rules.review({ ...input, score: modelScore })];
    const score = hits.reduce((raised, hit) => Math.max(raised, hit.scoreFloor ?? 0), modelScore);
    const verdict = this.#verdict(score, hits);
    return {
      seq,
      transactionId: event.id,
      at: event.at,
      seenAt: event.seenAt,
      from: this.#context.session.accountKeys.key(arrival.from),
      to: this.#context.session.accountKeys.key(arrival.to),
      amountMinor: event.amountMinor,
      currency: event.currency,
      verdict,
      score,
      features,
      late: arrival.late,
      ...this.#place(transfer, { modelScore, score, verdict, hits }),
      ...this.version,
    };
  }

  #verdict(score: number, hits: readonly RuleHit[]): Verdict {
    if (score >= this.#rejectScore || hits.some(({ effect }) => effect === 'REJECT')) return 'REJECT';
    return score >= this.#reviewScore || hits.length > 0 ? 'REVIEW' : 'ALLOW';
  }

  /** Tells the placer of every transfer; a flagged one, and one that belongs to a ring, gets its ring, its alert and the reasons. */
  #place(
    { arrival, now, shape, ties, suppressed }: Pending,
    judged: Judged,
  ): Pick<Decision, 'reasons' | 'ringId' | 'alertId'> {
    const { late } = arrival;
    const flagged = judged.verdict !== 'ALLOW';
    const circumstances = [...(suppressed ? [suppressedReason] : []), ...(late ? ['LATE_EVENT'] : [])];
    const reasons = (typology: Typology) => [
      ...this.#reasons(judged),
      ...(flagged ? [] : ['RING_MEMBER']),
      shapeReason(typology),
      ...circumstances,
    ];
    const transfer = this.#ringTransfer(arrival, judged.score);
    const { from, to } = arrival;
    const scored = { transfer, now, from, to, late, flagged, suppressed, shape, ties };
    const { ringId, alertId, typology } = this.#placer.place(scored, reasons);
    if (typology !== null && (flagged || ringId !== null))
      return { reasons: reasons(typology), ringId, alertId };
    return { reasons: [...(flagged ? this.#reasons(judged) : []), ...circumstances], ringId, alertId };
  }

  #ringTransfer({ seq, event, from, to, cents }: Arrival, score: number): RingTransfer {
    const { accountKeys } = this.#context.session;
    const { id: transactionId, at, amountMinor, currency } = event;
    const ends = { from: accountKeys.key(from), to: accountKeys.key(to) };
    return { seq, transactionId, at, ...ends, amountMinor, currency, referenceCents: cents, score };
  }

  /** Of the rules that matched and of the model, most important first. */
  #reasons({ modelScore, hits }: Judged): string[] {
    const reasons = hits.map(({ reason }) => reason);
    const rejected = hits.some(({ effect }) => effect === 'REJECT');
    return modelScore >= this.#reviewScore && !rejected ? [...reasons, 'MODEL_SCORE'] : reasons;
  }
}

/** What rules and model said about a transfer. */
interface Judged {
  readonly modelScore: number;
  readonly score: number;
  readonly verdict: Verdict;
  readonly hits: readonly RuleHit[];
}

function ruleTransaction({ event, cents, from, to }: Arrival): RuleInput['transaction'] {
  const { currency, format, channel } = event;
  return { amount: cents, currency, format, channel: channel ?? '', self: from === to };
}

/** What a reason code says, for people: a rule's title or the built-in text. */
export function reasonText(code: string, rules: RuleSet): string {
  const builtIn = (builtInReasons as Readonly<Record<string, string>>)[code];
  return builtIn ?? rules.rules.find(({ reason }) => reason === code)?.title ?? code;
}
