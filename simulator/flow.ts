import type { Random } from '../base/random.ts';
import type { Typology } from '../scoring/rings/model.ts';
import { logNormal } from './amounts.ts';

/** One transfer of a group; `from` and `to` are positions in the group, 0 .. size-1. */
export interface FlowStep {
  readonly from: number;
  readonly to: number;
  readonly usd: number;
}

/** How a typology moves money. Rings and look-alikes use the same shapes. */
export interface Shape {
  readonly typology: Typology;
  /** One line on who pays whom. */
  readonly title: string;
  readonly sizeMin: number;
  readonly sizeMax: number;
  /** The transfers in the order in which they happen, so that nobody pays with money that has not come yet. */
  plan(size: number, money: Money, random: Random): FlowStep[];
}

/** The amounts of one group. */
export class Money {
  readonly #random: Random;
  readonly #baseUsd: number;
  readonly #spread: number;
  readonly #keptMax: number;

  /**
   * @param baseUsd the amount around which entries lie
   * @param spread sigma of the entries around the base: small for structured, even amounts
   * @param keptMax the largest share that an account keeps when it passes money on
   */
  constructor(random: Random, baseUsd: number, spread: number, keptMax: number) {
    this.#random = random;
    this.#baseUsd = baseUsd;
    this.#spread = spread;
    this.#keptMax = keptMax;
  }

  /** Money that enters the group with one transfer. */
  entry(): number {
    return logNormal(this.#random, this.#baseUsd, this.#spread);
  }

  /** What is passed on of an amount: a fee or loss is kept. */
  after(usd: number): number {
    return usd * (1 - this.#random.next() * this.#keptMax);
  }

  /** Splits an amount into parts that add up to it, as even as the group's entries are. */
  split(usd: number, parts: number): number[] {
    const weights = Array.from({ length: parts }, () => logNormal(this.#random, 1, this.#spread));
    const total = weights.reduce((sum, weight) => sum + weight, 0);
    return weights.map((weight) => (usd * weight) / total);
  }
}

/** Merges sequences into one in random order; each keeps its own order. */
export function interleave<T>(sequences: readonly (readonly T[])[], random: Random): T[] {
  const turns = sequences.flatMap((sequence, index) => sequence.map(() => index));
  const taken = sequences.map(() => 0);
  return random.shuffle(turns).map((index) => {
    const next = taken[index] as number;
    taken[index] = next + 1;
    return sequences[index]?.[next] as T;
  });
}

/** The numbers from low up to, without, high. */
export function range(low: number, high: number): number[] {
  return Array.from({ length: Math.max(0, high - low) }, (_, index) => low + index);
}
