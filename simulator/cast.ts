import type { Random } from '../base/random.ts';
import type { AccountKind, SimulatedAccount } from './account.ts';
import { popular } from './population.ts';
import type { World } from './world.ts';

/** Draws that a search for one more member may take. */
const attemptsMax = 60;

/** Members chosen so far: no account twice, none that is not open yet. */
export class Cast {
  readonly #world: World;
  readonly #ms: number;
  readonly #random: Random;
  readonly #members: number[] = [];

  constructor(world: World, ms: number, random: Random) {
    this.#world = world;
    this.#ms = ms;
    this.#random = random;
  }

  get members(): number[] {
    return [...this.#members];
  }

  get size(): number {
    return this.#members.length;
  }

  /** Adds the account unless it is a member, or is not open. Returns whether it was added. */
  add(index: number): boolean {
    const account = this.#world.accounts[index];
    if (account === undefined || account.opensMs > this.#ms || this.#members.includes(index)) return false;
    this.#members.push(index);
    return true;
  }

  /** Adds accounts that `draw` names until the cast has `size` members or the draws are spent. */
  fill(size: number, draw: () => number | undefined): this {
    for (let attempt = 0; attempt < attemptsMax * size && this.size < size; attempt += 1) {
      const index = draw();
      if (index !== undefined) this.add(index);
    }
    return this;
  }

  /** Fills with accounts of a kind in a country; `favoured` prefers the popular ones. */
  fillOf(size: number, kind: AccountKind, country: number, favoured = false): this {
    const list = this.#world.of(kind, country);
    if (list.length === 0) return this;
    return this.fill(size, () => (favoured ? popular(list, this.#random) : this.#random.pick(list)));
  }

  /** Fills with acquaintances of the members, then with whoever is left in the country. Empty when nobody is there. */
  fillFriends(size: number, kind: AccountKind, country: number): this {
    if (this.size === 0) this.fillOf(1, kind, country);
    if (this.size === 0) return this;
    this.fill(size, () => {
      const member = this.#world.accounts[this.#random.pick(this.#members)] as SimulatedAccount;
      return member.contacts.length > 0 ? this.#random.pick(member.contacts) : undefined;
    });
    return this.fillOf(size, kind, country);
  }
}
