import type { Session } from '../../graph/session/session.ts';

/** One counter that is not what the transfers say. */
export interface WindowDifference {
  readonly account: number;
  readonly window: number;
  readonly counter: string;
  readonly kept: number;
  readonly exact: number;
}

/**
 * Counts, sums and distinct counterparties of some accounts in every window, from the transfers themselves: by the times of all slots, not by the lists,
 * chains and marks that the counters rest on. O(longest window). Answers what differs.
 */
export function auditWindows(session: Session, accounts: readonly number[]): WindowDifference[] {
  const exact = new Map(accounts.map((account) => [account, session.windows.map(() => new Tally())]));
  const { transfers, now } = session;
  for (let slot = 0; slot < transfers.used; slot += 1) {
    if (transfers.seq[slot] === 0 || !transfers.isLinked(slot)) continue;
    const from = transfers.from[slot]!;
    const to = transfers.to[slot]!;
    if (!exact.has(from) && !exact.has(to)) continue;
    for (const [window, length] of session.windows.entries()) {
      if (transfers.at[slot]! <= now - length) continue;
      exact.get(from)?.[window]?.send(to, transfers.cents[slot]!, from === to);
      if (from !== to) exact.get(to)?.[window]?.receive(from, transfers.cents[slot]!);
    }
  }
  return [...exact].flatMap(([account, tallies]) =>
    tallies.flatMap((tally, window) => differences(session, account, window, tally)),
  );
}

class Tally {
  outCount = 0;
  outSum = 0;
  inCount = 0;
  inSum = 0;
  selfCount = 0;
  readonly receivers = new Set<number>();
  readonly senders = new Set<number>();

  send(to: number, cents: number, self: boolean): void {
    if (self) {
      this.selfCount += 1;
      return;
    }
    this.outCount += 1;
    this.outSum += cents;
    this.receivers.add(to);
  }

  receive(from: number, cents: number): void {
    this.inCount += 1;
    this.inSum += cents;
    this.senders.add(from);
  }
}

function differences(session: Session, account: number, window: number, tally: Tally): WindowDifference[] {
  const { accounts } = session;
  const cell = account * accounts.windowCount + window;
  const pairs: readonly (readonly [string, number, number])[] = [
    ['outCount', accounts.outCount[cell]!, tally.outCount],
    ['outSum', accounts.outSum[cell]!, tally.outSum],
    ['inCount', accounts.inCount[cell]!, tally.inCount],
    ['inSum', accounts.inSum[cell]!, tally.inSum],
    ['fanOut', accounts.fanOut[cell]!, tally.receivers.size],
    ['fanIn', accounts.fanIn[cell]!, tally.senders.size],
    ['selfCount', accounts.selfCount[cell]!, tally.selfCount],
  ];
  return pairs
    .filter(([, kept, exact]) => kept !== exact)
    .map(([counter, kept, exact]) => ({ account, window, counter, kept, exact }));
}
