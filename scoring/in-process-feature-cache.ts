import type { Clock } from '../base/clock.ts';
import type { Config } from '../base/config.ts';
import type { Decision } from './decision-model.ts';
import {
  type DecisionLog,
  type FeatureCache,
  type FeatureRow,
  roleRow,
  rolesOf,
  type TransferRole,
} from './feature-cache.ts';

interface Kept {
  readonly roles: { out: Decision | null; in: Decision | null };
  expiresMs: number;
}

/** Decisions in one page of a rebuild. */
const pageSize = 500;

/**
 * The feature rows of this process alone: those of the `rowsMax` accounts with the latest transfers, each for `rowTtlMs`. Nothing is
 * queued or dropped; an account that was quiet longest makes room for another one. O(1) a decision.
 */
export class InProcessFeatureCache implements FeatureCache {
  readonly #limits: Pick<Config['redis'], 'rowsMax' | 'rowTtlMs'>;
  readonly #clock: Clock;
  /** In the order of the last write. */
  readonly #rows = new Map<string, Kept>();
  #offeredSeq = 0;
  #rebuilt = false;
  readonly queued = 0;
  readonly dropped = 0;

  constructor(limits: Pick<Config['redis'], 'rowsMax' | 'rowTtlMs'>, clock: Clock) {
    this.#limits = limits;
    this.#clock = clock;
  }

  /** Accounts that have a row. */
  get size(): number {
    return this.#rows.size;
  }

  offer(decisions: readonly Decision[]): void {
    for (const decision of decisions) {
      this.#offeredSeq = Math.max(this.#offeredSeq, decision.seq);
      for (const [role, account] of rolesOf(decision)) this.#keep(role, account, decision);
    }
  }

  async row(account: string): Promise<FeatureRow | null> {
    const kept = this.#rows.get(account);
    if (kept === undefined || kept.expiresMs <= this.#clock.nowMs()) return null;
    const { out, in: received } = kept.roles;
    return {
      account,
      updatedSeq: Math.max(out?.seq ?? 0, received?.seq ?? 0),
      out: out === null ? null : roleRow(out),
      in: received === null ? null : roleRow(received),
    };
  }

  async writtenSeq(): Promise<number> {
    return this.#rebuilt ? this.#offeredSeq : 0;
  }

  async rebuild(log: DecisionLog): Promise<void> {
    if ((await log.lastSeq()) < this.#offeredSeq) {
      this.#rows.clear();
      this.#offeredSeq = 0;
      this.#rebuilt = false;
    }
    const afterSeq = await this.writtenSeq();
    for await (const decisions of log.decisionsAfter(afterSeq, pageSize)) this.offer(decisions);
    this.#rebuilt = true;
  }

  async settle(): Promise<void> {}

  #keep(role: TransferRole, account: string, decision: Decision): void {
    const kept = this.#rows.get(account) ?? { roles: { out: null, in: null }, expiresMs: 0 };
    const known = kept.roles[role];
    if (known !== null && known.seq >= decision.seq) return;
    kept.roles[role] = decision;
    kept.expiresMs = this.#clock.nowMs() + this.#limits.rowTtlMs;
    this.#rows.delete(account);
    this.#rows.set(account, kept);
    if (this.#rows.size > this.#limits.rowsMax) this.#forgetQuietest();
  }

  #forgetQuietest(): void {
    for (const account of this.#rows.keys()) {
      this.#rows.delete(account);
      return;
    }
  }
}
