import type { Random } from '../../base/random.ts';
import type { AccountRef, AuthenticationEvent, Identifiers, LogEvent } from '../../graph/model/event.ts';

/** An authentication or log without its id, which is given when its place in the stream is known. */
export type ActivityDraft = Omit<AuthenticationEvent, 'id'> | Omit<LogEvent, 'id'>;

/** How the owner of an account proves who they are. */
const methods = ['password', 'app', 'otp'] as const;

/** The owner of an account whose activities are told. Draws from a generator of its own. */
export class Owner {
  readonly ref: AccountRef;
  readonly random: Random;
  readonly #method: (typeof methods)[number];

  constructor(ref: AccountRef, random: Random) {
    this.ref = ref;
    this.random = random;
    this.#method = random.pick(methods);
  }

  /** A device that nobody had so far. */
  unseenDevice(): string {
    return `dev-${this.random
      .below(36 ** 6)
      .toString(36)
      .padStart(7, '0')}`;
  }

  authentication(at: number, outcome: 'success' | 'failure', shown: Identifiers): ActivityDraft {
    const act = { account: this.ref, method: this.#method, outcome };
    return { kind: 'authentication', at, seenAt: at, ...act, ...deviceAndNet(shown) };
  }

  log(at: number, action: string, shown: Identifiers): ActivityDraft {
    return { kind: 'log', at, seenAt: at, account: this.ref, action, ...deviceAndNet(shown) };
  }

  /** Whole seconds in milliseconds. */
  seconds(low: number, high: number): number {
    return this.random.between(low, high) * 1000;
  }
}

function deviceAndNet({ device, ip }: Identifiers): Identifiers {
  return { ...(device === undefined ? {} : { device }), ...(ip === undefined ? {} : { ip }) };
}
