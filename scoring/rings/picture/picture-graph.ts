import type { IdentifierKind } from '../../../graph/model/event.ts';
import { tieName } from '../fold.ts';
import type { RingRole, RingTie, RingTransfer } from '../model.ts';
import { shortLabels } from './account-label.ts';
import type { PicturedRing } from './pictured-ring.ts';

/** A member's role, or OTHER of an account that the evidence names though it is no member (any more). */
export type PictureRole = RingRole | 'OTHER';

/** One account of a picture. */
export interface PictureNode {
  readonly account: string;
  /** Short, and no other account of the picture has it. */
  readonly label: string;
  readonly role: PictureRole;
  /** What came in and went out, in cents of the reference currency. */
  readonly inCents: number;
  readonly outCents: number;
}

/** All transfers from one account to another; accounts are places in `nodes`. */
export interface PictureLink {
  readonly from: number;
  readonly to: number;
  readonly count: number;
  readonly cents: number;
  readonly firstAt: number;
  readonly lastAt: number;
  /** At least one of the transfers is minimal evidence. */
  readonly bold: boolean;
}

/** All identifiers that two accounts share. */
export interface PictureTie {
  readonly ends: readonly [number, number];
  /** Kinds in order of first appearance, each once. */
  readonly kinds: readonly IdentifierKind[];
  readonly hard: boolean;
  readonly bold: boolean;
}

export interface PictureGraph {
  /** Members in their order, then accounts that only the evidence names, in order of first appearance. */
  readonly nodes: readonly PictureNode[];
  /** In order of the first transfer. */
  readonly links: readonly PictureLink[];
  readonly ties: readonly PictureTie[];
}

/** The graph of a picture: parallel transfers and ties are bundled. Costs O(members + evidence). */
export function pictureGraph({ ring, evidence, minimal }: PicturedRing): PictureGraph {
  const { transfers, ties } = evidence;
  const places = new Map<string, number>();
  const place = (account: string) => {
    const found = places.get(account) ?? places.size;
    places.set(account, found);
    return found;
  };
  for (const { account } of ring.members) place(account);
  for (const { from, to } of transfers) [from, to].forEach(place);
  for (const { accounts } of ties) accounts.forEach(place);
  const links = bundleTransfers(transfers, place, new Set(minimal.transfers.map(({ seq }) => seq)));
  const accounts = [...places.keys()];
  const labels = shortLabels(accounts);
  const roles = new Map(ring.members.map(({ account, role }) => [account, role]));
  const [inCents, outCents] = [links.map(({ to }) => to), links.map(({ from }) => from)].map((ends) => {
    const sums = accounts.map(() => 0);
    for (const [index, end] of ends.entries()) sums[end]! += links[index]!.cents;
    return sums;
  }) as [number[], number[]];
  const nodes = accounts.map((account, index) => ({
    account,
    label: labels[index]!,
    role: roles.get(account) ?? ('OTHER' as const),
    inCents: inCents[index]!,
    outCents: outCents[index]!,
  }));
  return { nodes, links, ties: bundleTies(ties, place, new Set(minimal.ties.map(tieName))) };
}

function bundleTransfers(
  transfers: readonly RingTransfer[],
  place: (account: string) => number,
  minimal: ReadonlySet<number>,
): PictureLink[] {
  const byPair = new Map<string, PictureLink>();
  for (const { seq, from, to, at, referenceCents } of transfers) {
    const ends = { from: place(from), to: place(to) };
    const key = `${ends.from} ${ends.to}`;
    const before = byPair.get(key);
    byPair.set(key, {
      ...ends,
      count: (before?.count ?? 0) + 1,
      cents: (before?.cents ?? 0) + referenceCents,
      firstAt: Math.min(before?.firstAt ?? at, at),
      lastAt: Math.max(before?.lastAt ?? at, at),
      bold: before?.bold === true || minimal.size === 0 || minimal.has(seq),
    });
  }
  return [...byPair.values()];
}

function bundleTies(
  ties: readonly RingTie[],
  place: (account: string) => number,
  minimal: ReadonlySet<string>,
): PictureTie[] {
  const byPair = new Map<string, PictureTie>();
  for (const tie of ties) {
    const ends = [place(tie.accounts[0]), place(tie.accounts[1])] as const;
    const before = byPair.get(ends.join(' '));
    byPair.set(ends.join(' '), {
      ends,
      kinds: [...new Set([...(before?.kinds ?? []), tie.kind])],
      hard: before?.hard === true || tie.strength === 'HARD',
      bold: before?.bold === true || minimal.has(tieName(tie)),
    });
  }
  return [...byPair.values()];
}
