import { Random } from '../../base/random.ts';
import type { GraphEvent, SequencedEvent, TransferEvent } from '../../graph/model/event.ts';
import type { SimulationOptions } from '../../simulator/options.ts';
import type { RingTruth } from '../../simulator/ring-truth.ts';
import { type SimulatedTransfer, simulate } from '../../simulator/simulate.ts';

/** What is mixed into simulated transfers: the chance of each at every transfer. */
export interface Noise {
  /** The transfer comes some events later, at its own time. */
  readonly delayed: number;
  /** One of the last transfers is reversed. */
  readonly reversed: number;
  /** Whether transfers of planted rings are reversed too. */
  readonly reversesRings: boolean;
  /** One of the ends of the transfer is labelled, as legitimate more often than not. */
  readonly labelled: number;
}

export interface Stream {
  readonly events: readonly SequencedEvent[];
  /** The rings that were planted. */
  readonly planted: readonly RingTruth[];
}

/** How far back a reversed transfer lies at most, and how many events a delayed one comes later, in events. */
const reachedBack = 400;

/** Simulated transfers with rings, with noise among them, numbered from 1. The options, the seed among them, decide every byte. */
export function noisyStream(options: Partial<SimulationOptions>, noise: Noise): Stream {
  const simulation = simulate(options);
  const mixer = new Mixer(new Random(simulation.options.seed).fork('noise'), noise);
  for (const transfer of simulation) mixer.add(transfer);
  const events = mixer.end().map((event, place) => ({ seq: place + 1, event }));
  return { events, planted: simulation.ringsTruth() };
}

class Mixer {
  readonly #random: Random;
  readonly #noise: Noise;
  readonly #events: GraphEvent[] = [];
  /** Transfers that can still be reversed, newest last. */
  readonly #recent: SimulatedTransfer[] = [];
  #delayed: { readonly dueAt: number; readonly transfer: SimulatedTransfer }[] = [];

  constructor(random: Random, noise: Noise) {
    this.#random = random;
    this.#noise = noise;
  }

  add(transfer: SimulatedTransfer): void {
    const { delayed, reversed, labelled } = this.#noise;
    this.#release(this.#events.length);
    const dueAt = this.#events.length + 1 + this.#random.below(reachedBack);
    if (this.#random.chance(delayed)) this.#delayed.push({ dueAt, transfer });
    else this.#give(transfer);
    if (this.#random.chance(reversed)) this.#reverse(transfer.event);
    if (this.#random.chance(labelled)) this.#label(transfer.event);
  }

  end(): readonly GraphEvent[] {
    this.#release(Number.POSITIVE_INFINITY);
    return this.#events;
  }

  #release(place: number): void {
    for (const { transfer } of this.#delayed.filter(({ dueAt }) => dueAt <= place)) this.#give(transfer);
    this.#delayed = this.#delayed.filter(({ dueAt }) => dueAt > place);
  }

  #give(transfer: SimulatedTransfer): void {
    this.#events.push(transfer.event);
    if (transfer.truth.ringId !== null && !this.#noise.reversesRings) return;
    this.#recent.push(transfer);
    if (this.#recent.length > reachedBack) this.#recent.shift();
  }

  #reverse({ at, seenAt }: TransferEvent): void {
    if (this.#recent.length === 0) return;
    const [{ event }] = this.#recent.splice(this.#random.below(this.#recent.length), 1) as [
      SimulatedTransfer,
    ];
    this.#events.push({ kind: 'reversal', id: `undo ${event.id}`, at, seenAt, reverses: event.id });
  }

  #label({ id, at, seenAt, from, to }: TransferEvent): void {
    const verdict = this.#random.chance(0.7) ? 'legitimate' : 'fraud';
    const account = this.#random.pick([from, to]);
    this.#events.push({ kind: 'label', id: `label ${id}`, at, seenAt, account, verdict });
  }
}
