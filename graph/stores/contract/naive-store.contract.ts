import { contentHash } from '../../model/content-hash.ts';
import {
  accountKey,
  type GraphEvent,
  type IdentifierKind,
  identifiersOf,
  type SequencedEvent,
  type TransferEvent,
} from '../../model/event.ts';
import type {
  GraphCounts,
  IdentifierLink,
  StoredAccount,
  StoredTransfer,
  StoreOutcome,
} from '../../store.ts';

type NaiveOutcome = Exclude<StoreOutcome, { status: 'refused' }> | { status: 'refused'; code: string };

type LabelOfAccount = Pick<
  StoredAccount,
  'label' | 'labelledAt' | 'labelId' | 'labelSource' | 'labelUntil' | 'labelPattern'
>;

/** The contract of a GraphStore over a plain list of events: every answer is computed from all of them. */
export class NaiveStore {
  readonly events: SequencedEvent[] = [];

  append(batch: readonly GraphEvent[]): NaiveOutcome[] {
    return batch.map((event) => {
      const earlier = this.events.find((entry) => entry.event.id === event.id);
      if (earlier !== undefined) {
        const same = contentHash(earlier.event) === contentHash(event);
        return same ? { status: 'duplicate', seq: earlier.seq } : { status: 'refused', code: 'ID_CONFLICT' };
      }
      if (
        event.kind === 'reversal' &&
        this.transfers().every((stored) => stored.event.id !== event.reverses)
      ) {
        return { status: 'refused', code: 'REVERSAL_TARGET_UNKNOWN' };
      }
      this.events.push({ seq: this.events.length + 1, event });
      return { status: 'stored', seq: this.events.length };
    });
  }

  transfers(): StoredTransfer[] {
    return this.events.flatMap(({ seq, event }) => {
      if (event.kind !== 'transfer') return [];
      const reversals = this.events.map((entry) => entry.event).filter((other) => other.kind === 'reversal');
      const reversedAt = reversals.find((other) => other.reverses === event.id)?.at ?? null;
      return [
        { seq, event, from: accountKey(event.from), to: accountKey(event.to), score: null, reversedAt },
      ];
    });
  }

  transfersOf(account: string): StoredTransfer[] {
    const own = this.transfers().filter(({ from, to }) => from === account || to === account);
    return own.sort((a, b) => b.event.at - a.event.at || b.seq - a.seq);
  }

  /** Account keys with first and last time. */
  spans(): Map<string, { firstSeenAt: number; lastSeenAt: number }> {
    const times = new Map<string, number[]>();
    for (const { event } of this.events) {
      for (const account of accountsOf(event)) times.set(account, [...(times.get(account) ?? []), event.at]);
    }
    return new Map(
      [...times].map(([id, ats]) => [id, { firstSeenAt: Math.min(...ats), lastSeenAt: Math.max(...ats) }]),
    );
  }

  /** What the last label of an account says. */
  label(account: string): LabelOfAccount {
    const own = this.events.flatMap(({ event }) =>
      event.kind === 'label' && accountKey(event.account) === account ? [event] : [],
    );
    const last = own.at(-1);
    return {
      label: last?.verdict ?? null,
      labelledAt: last?.at ?? null,
      labelId: last?.id ?? null,
      labelSource: last?.source ?? null,
      labelUntil: last?.until ?? null,
      labelPattern: last?.pattern ?? null,
    };
  }

  /** The accounts whose last label is legitimate and in force at a time. */
  suppressions(at: number, suppressionMs: number): string[] {
    const inForce = [...this.spans().keys()].filter((account) => {
      const { label, labelledAt, labelUntil } = this.label(account);
      if (label !== 'legitimate' || labelledAt === null || labelledAt > at) return false;
      return (labelUntil ?? labelledAt + suppressionMs) > at;
    });
    return inForce.sort();
  }

  links(): IdentifierLink[] {
    const uses = new Map<string, { account: string; kind: IdentifierKind; id: string; ats: number[] }>();
    for (const { event } of this.events) {
      const account = accountsOf(event)[0];
      if (event.kind === 'reversal' || event.kind === 'label' || account === undefined) continue;
      for (const { kind, id } of identifiersOf(event)) {
        const key = JSON.stringify([account, kind, id]);
        const use = uses.get(key) ?? { account, kind, id, ats: [] };
        use.ats.push(event.at);
        uses.set(key, use);
      }
    }
    return [...uses.values()].map(({ account, kind, id, ats }) => {
      return { account, kind, id, firstAt: Math.min(...ats), lastAt: Math.max(...ats), count: ats.length };
    });
  }

  counts(): GraphCounts {
    const identifiers = new Set(this.links().map(({ kind, id }) => `${kind} ${id}`));
    const transfers = this.transfers().length;
    return {
      accounts: this.spans().size,
      transfers,
      identifiers: identifiers.size,
      lastSeq: this.events.length,
    };
  }

  /** The accounts within `hops` steps in any direction, and the transfers of those nearer than that. */
  neighbourhood(centre: string, hops: number): { accounts: Set<string>; transfers: string[] } {
    let accounts = new Set([centre]);
    let followed: StoredTransfer[] = [];
    for (let hop = 0; hop < hops; hop += 1) {
      followed = this.transfers().filter(({ from, to }) => accounts.has(from) || accounts.has(to));
      accounts = new Set([...accounts, ...followed.flatMap(({ from, to }) => [from, to])]);
    }
    return { accounts, transfers: followed.map(({ event }) => event.id) };
  }
}

function accountsOf(event: GraphEvent): string[] {
  if (event.kind === 'reversal') return [];
  if (event.kind === 'transfer') return endsOf(event);
  return [accountKey(event.account)];
}

const endsOf = (event: TransferEvent) => [accountKey(event.from), accountKey(event.to)];
