import type { Random } from '../base/random.ts';
import { currencies } from '../graph/model/currency.ts';

/** A log-normal amount around a median. */
export function logNormal(random: Random, median: number, sigma: number): number {
  return median * Math.exp(sigma * random.normal());
}

/** The amounts that the pool remembers. */
const poolMax = 8192;

/**
 * A running sample of the legitimate amounts (US dollars). Rings and look-alikes draw from it, which makes their
 * amounts follow the population whatever that is made of: the amount says nothing about the label.
 */
export class AmountPool {
  readonly #amounts = new Float64Array(poolMax);
  #filled = 0;

  get filled(): number {
    return this.#filled;
  }

  /** Adds an amount; when full it takes the place of a random one. */
  add(usd: number, random: Random): void {
    if (this.#filled < poolMax) {
      this.#amounts[this.#filled] = usd;
      this.#filled += 1;
    } else if (random.chance(refreshShare)) {
      this.#amounts[random.below(poolMax)] = usd;
    }
  }

  /** One of the amounts, uniform. The pool must not be empty. */
  draw(random: Random): number {
    return this.#amounts[random.below(this.#filled)] as number;
  }
}

const refreshShare = 0.25;

/**
 * US dollars in minor units of a currency, at least 1. Round amounts move to the nearest twentieth of their power of
 * ten (1,234 becomes 1,250), which changes them by at most 2.5 %.
 */
export function toMinor(usd: number, currencyCode: string, round: boolean): number {
  const { exponent, referenceRate } = currencies[currencyCode] ?? { exponent: 2, referenceRate: 1 };
  const units = usd / referenceRate;
  const step = round ? 10 ** Math.floor(Math.log10(Math.max(units, 1))) / 20 : 0;
  const value = step > 0 ? Math.max(step, Math.round(units / step) * step) : units;
  return Math.max(1, Math.round(value * 10 ** exponent));
}
