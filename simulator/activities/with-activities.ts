import { dayMs } from '../../base/clock.ts';
import { Random } from '../../base/random.ts';
import {
  type AccountRef,
  type AuthenticationEvent,
  accountKey,
  type LogEvent,
  type TransferEvent,
} from '../../graph/model/event.ts';
import type { SimulatedTransfer, Simulation, TransferTruth } from '../simulate.ts';
import { habit, leadSecondsMax } from './habit.ts';
import { type ActivityOptions, resolveActivityOptions } from './options.ts';
import { type ActivityDraft, Owner } from './owner.ts';
import { takeover, takeoverMsMax } from './takeover.ts';

/** An authentication or a log. It has no label: it says nothing of its own. */
export interface SimulatedActivity {
  readonly event: AuthenticationEvent | LogEvent;
  readonly truth: null;
}

export type SimulatedEvent = SimulatedTransfer | SimulatedActivity;

const takeoverTruth: TransferTruth = { fraud: true, ringId: null, typology: null, lookAlike: null };
/** Transfers of one currency that takeovers draw their amounts and receivers from: of formats that are ordered at a device. */
const recentMax = 256;
const orderedAtDevice: ReadonlySet<string> = new Set(['ACH', 'INSTANT', 'WIRE']);

/**
 * The transfers of a simulation, each as it is without this, with what the owners of a share of the accounts do around them,
 * and with takeovers: at most as many as asked for, those left out that no longer fit before the end. In time order, and
 * deterministic: the simulation and the options decide every byte. Memory grows with the accounts. Throws INPUT_INVALID.
 */
export function* withActivities(
  simulation: Simulation,
  given: Partial<ActivityOptions>,
): Generator<SimulatedEvent> {
  const options = resolveActivityOptions(given);
  if (options.activities === 0) {
    yield* simulation;
    return;
  }
  const teller = new Teller(simulation, options);
  for (const transfer of simulation) {
    teller.tell(transfer);
    yield* teller.before(transfer.event.at - leadSecondsMax * 1000);
  }
  yield* teller.before(Number.POSITIVE_INFINITY);
}

/** Puts activities and takeovers between transfers: what comes out of `before` is final and in time order. */
class Teller {
  readonly #seed: number;
  readonly #share: number;
  readonly #endAt: number;
  readonly #random: Random;
  readonly #owners = new Map<string, Owner | null>();
  readonly #victims = new Set<string>();
  readonly #recent = new Map<string, TransferEvent[]>();
  /** By time; equal times in the order of telling. */
  readonly #waiting: SimulatedEvent[] = [];
  /** Numbers of the transfers from which on a next account is taken over, last first. */
  readonly #dues: number[];
  #transfers = 0;
  #activities = 0;
  #takenTransfers = 0;

  constructor({ options }: Simulation, { activities, takeovers }: ActivityOptions) {
    const { seed, startAt, days, transactions, quietShare } = options;
    this.#seed = seed;
    this.#share = activities;
    this.#endAt = startAt + days * dayMs;
    this.#random = new Random(seed).fork('activities');
    const first = Math.ceil(transactions * quietShare);
    const due = () => this.#random.between(first, Math.max(first, transactions - 1));
    this.#dues = Array.from({ length: takeovers }, due).sort((one, other) => other - one);
  }

  tell(transfer: SimulatedTransfer): void {
    const { event } = transfer;
    this.#transfers += 1;
    const owner = this.#ownerOf(event.from);
    if (owner !== null) {
      for (const draft of habit(owner, event)) this.#tellActivity(draft);
      if (this.#transfers > (this.#dues.at(-1) ?? Number.POSITIVE_INFINITY)) this.#takeOver(owner, event);
    }
    this.#wait(transfer);
    this.#remember(event);
  }

  *before(at: number): Generator<SimulatedEvent> {
    const later = this.#waiting.findIndex(({ event }) => event.at >= at);
    yield* this.#waiting.splice(0, later === -1 ? this.#waiting.length : later);
  }

  #ownerOf(ref: AccountRef): Owner | null {
    const key = accountKey(ref);
    const known = this.#owners.get(key);
    if (known !== undefined) return known;
    const random = this.#random.fork(key);
    const owner = random.chance(this.#share) ? new Owner(ref, random) : null;
    this.#owners.set(key, owner);
    return owner;
  }

  /** One to three days after a transfer of its owner, so at an hour that is theirs. No account twice. */
  #takeOver(owner: Owner, event: TransferEvent): void {
    const key = accountKey(event.from);
    const startMs = event.at + owner.random.between(1, 3) * dayMs;
    const recent = this.#recent.get(event.currency) ?? [];
    if (this.#victims.has(key) || recent.length === 0 || startMs + takeoverMsMax >= this.#endAt) return;
    const done = takeover(owner, startMs, recent);
    if (done === null) return;
    this.#dues.pop();
    this.#victims.add(key);
    for (const draft of done.activities) this.#tellActivity(draft);
    for (const transfer of done.transfers) {
      this.#takenTransfers += 1;
      const id = `sim-${this.#seed}-takeover-${this.#takenTransfers}`;
      this.#wait({ event: { ...transfer, id }, truth: takeoverTruth });
    }
  }

  #tellActivity(draft: ActivityDraft): void {
    this.#activities += 1;
    this.#wait({ event: { ...draft, id: `sim-${this.#seed}-activity-${this.#activities}` }, truth: null });
  }

  #wait(item: SimulatedEvent): void {
    const { at } = item.event;
    let place = this.#waiting.length;
    while (place > 0 && (this.#waiting[place - 1] as SimulatedEvent).event.at > at) place -= 1;
    this.#waiting.splice(place, 0, item);
  }

  #remember(event: TransferEvent): void {
    if (!orderedAtDevice.has(event.format)) return;
    const recent = this.#recent.get(event.currency) ?? [];
    this.#recent.set(event.currency, recent);
    if (recent.length < recentMax) recent.push(event);
    else recent[this.#transfers % recentMax] = event;
  }
}
