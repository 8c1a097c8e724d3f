import { noCommunity } from '../../algorithms/communities/communities.ts';
import type { Partition, PartitionSettings } from '../../algorithms/communities/partition.ts';
import type { Clock } from '../../base/clock.ts';
import type { Config } from '../../base/config.ts';
import { AnelError } from '../../base/errors.ts';
import { KeyTable } from '../../graph/session/key-table.ts';
import type { GraphStore } from '../../graph/store.ts';
import { readMarks, type SuspiciousCommunity, suspiciousCommunities } from './community-accounts.ts';
import { communityIds } from './community-ids.ts';
import type { CommunityEngine } from './divide.ts';
import { StoreWindow } from './store-window.ts';

export interface RecomputeParts {
  readonly store: Pick<
    GraphStore,
    'eventsAfter' | 'transfers' | 'lastSeq' | 'accounts' | 'annotate' | 'checkpoint'
  >;
  readonly config: Config['communities'];
  readonly engine: CommunityEngine;
  readonly clock: Clock;
  /** Ends the work with INTERRUPTED; the same call then goes on where it stopped. */
  readonly signal: AbortSignal;
  /** Told how far a step is; `total` of it is done at its end. */
  readonly onProgress: (step: RecomputeStep, done: number, total: number) => void;
}

export type RecomputeStep = 'reading' | 'dividing' | 'comparing' | 'writing';

/** What a recomputation found and changed. */
export interface CommunityReport {
  readonly algorithm: PartitionSettings['algorithm'];
  readonly engine: CommunityEngine['name'];
  /** The last event of the store that was looked at. */
  readonly asOfSeq: number;
  /** Accounts in communities, and ordered pairs of accounts with a transfer in the window. */
  readonly accounts: number;
  readonly pairs: number;
  readonly communities: number;
  readonly modularity: number;
  /** Accounts of the largest community. */
  readonly largest: number;
  /** Accounts whose `communityId` in the store is another one now. */
  readonly changedAccounts: number;
  /** See `suspiciousCommunities`. */
  readonly suspicious: readonly SuspiciousCommunity[];
  readonly durationMs: number;
}

/**
 * Divides the graph of a store as of its last event, and writes the id of each account's community to the store where it is another one: an
 * account that is in none has none. Rings are left alone: they follow communities at places that the sequence fixes (`CommunitySchedule`). The
 * same store leads to the same ids; a second call changes nothing. Reads the whole log, since an account that left the window has to lose its community.
 * Memory: the keys of all accounts and 25 bytes a transfer of the window. Throws ALGORITHM_TOO_LARGE and INTERRUPTED, and what the store throws.
 */
export async function recomputeCommunities(
  parts: RecomputeParts,
  algorithm: PartitionSettings['algorithm'] = parts.config.algorithm,
): Promise<CommunityReport> {
  const { store, config, engine, clock, signal, onProgress } = parts;
  const startUs = clock.monotonicUs();
  const keys = new KeyTable(config.accountsMax, 'communities.accountsMax');
  const { window, asOfSeq } = await readWindow(parts, keys);
  const settings = { algorithm, seed: config.seed, resolution: config.resolution };
  const read = {
    window,
    asOfSeq,
    cutoffAt: window.newestAt - config.windowMs,
    numberOf: (key: string) => keys.intern(key),
    accountCount: keys.size,
  };
  const found = await engine.divide(read, settings, {
    signal,
    onProgress: (share) => onProgress('dividing', Math.round(share * 100), 100),
  });
  const names = Array.from({ length: keys.size }, (_, account) => keys.key(account));
  const marks = await readMarks(store, names, config.annotateBatch, (done) => {
    refuseWhenAborted(signal);
    onProgress('comparing', done, names.length);
  });
  const labels = padded(found.labels, names.length);
  const former = marks.communityIds;
  const ids = communityIds({ labels, count: found.count, former, keyOf: (account) => names[account]! });
  const changed = changedAccounts(labels, ids, names, former);
  await write(parts, changed);
  const { accounts, largest } = sizesOf(found);
  return {
    algorithm,
    engine: engine.name,
    asOfSeq,
    accounts,
    pairs: found.pairs,
    communities: found.count,
    modularity: found.modularity,
    largest,
    changedAccounts: changed.length,
    suspicious: suspiciousCommunities({ labels, ids }, marks, config.listMax),
    durationMs: Math.round((clock.monotonicUs() - startUs) / 1000),
  };
}

async function readWindow({ store, config, signal, onProgress }: RecomputeParts, keys: KeyTable) {
  const asOfSeq = await store.lastSeq();
  const numberOf = (key: string) => keys.intern(key);
  const window = new StoreWindow({ store, settings: config, numberOf, signal });
  await window.readToEnd(asOfSeq, (seq) => onProgress('reading', seq, asOfSeq));
  return { window, asOfSeq };
}

/** Accounts past the last one of the window are in no community. */
function padded(labels: Int32Array, length: number): Int32Array {
  const all = new Int32Array(length).fill(noCommunity);
  all.set(labels.subarray(0, length));
  return all;
}

function sizesOf({ labels, count }: Partition): { accounts: number; largest: number } {
  const sizes = new Int32Array(count);
  for (const label of labels) if (label !== noCommunity) sizes[label]! += 1;
  return {
    accounts: sizes.reduce((sum, size) => sum + size, 0),
    largest: sizes.reduce((most, size) => Math.max(most, size), 0),
  };
}

interface ChangedAccount {
  readonly id: string;
  readonly communityId: string | null;
}

function changedAccounts(
  labels: Int32Array,
  ids: readonly string[],
  names: readonly string[],
  former: readonly (string | null)[],
): ChangedAccount[] {
  const changed: ChangedAccount[] = [];
  for (const [account, id] of names.entries()) {
    const label = labels[account]!;
    const communityId = label === noCommunity ? null : ids[label]!;
    if (communityId !== former[account]) changed.push({ id, communityId });
  }
  return changed;
}

async function write(parts: RecomputeParts, changed: readonly ChangedAccount[]): Promise<void> {
  const { store, config, signal, onProgress } = parts;
  const { annotateBatch } = config;
  for (let start = 0; start < changed.length; start += annotateBatch) {
    refuseWhenAborted(signal);
    await store.annotate({ accounts: changed.slice(start, start + annotateBatch) });
    onProgress('writing', Math.min(start + annotateBatch, changed.length), changed.length);
  }
  if (changed.length > 0) await store.checkpoint();
}

function refuseWhenAborted(signal: AbortSignal): void {
  if (!signal.aborted) return;
  throw new AnelError('INTERRUPTED', 'recompute communities: interrupted; the same command goes on');
}
