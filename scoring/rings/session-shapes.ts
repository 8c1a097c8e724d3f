import type { Session } from '../../graph/session/session.ts';
import { weekWindow } from '../../graph/window/windows.ts';
import type { FeatureContext } from '../features/context.ts';
import type { Typology } from './model.ts';

/** A shape of the session that a transfer closes and that names its members by itself. */
export interface SessionShape {
  readonly typology: Typology;
  /** How clearly it shows, 0 .. 1. */
  readonly clarity: number;
  /** Accounts of the session without repetition. */
  readonly accounts: readonly number[];
  /** Sequence numbers of the latest transfers between them, the closing one included; of each account at most `motifs.degreeMax` were looked at. */
  readonly transfers: readonly number[];
}

type Around = Pick<FeatureContext, 'cycles' | 'scatterGather' | 'block' | 'chain' | 'fanInOfSender'>;

type Found = Omit<SessionShape, 'transfers'>;

/** Each shape of the session that can name a group. A new one is a line here. Fans name nobody: most counterparties of a hub are innocent. */
const shapes: readonly ((around: Around) => Found)[] = [
  ({ cycles }) => ({
    typology: 'CYCLE',
    clarity: cycles.members.length < 3 ? 0 : 0.5 + 0.5 * cycles.conservation,
    accounts: cycles.members,
  }),
  ({ scatterGather: { width, conservation, members } }) => ({
    typology: 'SCATTER_GATHER',
    clarity: saturating(width - 1, 1) * conservation,
    accounts: members,
  }),
  ({ block, fanInOfSender }) => ({
    typology: fanInOfSender.fresh > 0 ? 'STACK' : 'BIPARTITE',
    clarity: 0.9 * saturating(block.coSenders * Math.max(0, block.sharedReceivers - 1), 2),
    accounts: block.members,
  }),
  ({ chain }) => ({
    typology: 'CHAIN',
    clarity: 0.95 * saturating(chain.length - 2, 1),
    accounts: chain.members,
  }),
];

/** Clarity from which a shape counts. */
const clarityMin = 0.6;

/**
 * The clearest shape that the context's present transfer closes, as the session is now; null when none is clear. The earlier one in the
 * list wins a tie. Call it at the transfer's arrival: when it is decided the session may have moved on. The searches were done for its
 * features; a clear shape costs O(accounts × motifs.degreeMax) more. Deterministic.
 */
export function sessionShape(context: FeatureContext): SessionShape | null {
  let best: Found | null = null;
  for (const shape of shapes) {
    const found = shape(context);
    if (found.clarity > (best?.clarity ?? clarityMin)) best = found;
  }
  if (best === null) return null;
  const accounts = [...new Set(best.accounts)];
  return {
    ...best,
    accounts,
    transfers: transfersAmong(context.session, accounts, context.motifLimits.degreeMax),
  };
}

/** Sequence numbers, ascending, of the transfers of the week's window between accounts, the `degreeMax` latest outgoing ones of each looked at. */
function transfersAmong(session: Session, accounts: readonly number[], degreeMax: number): number[] {
  const { transfers } = session;
  const members = new Set(accounts);
  const found: number[] = [];
  for (const account of accounts) {
    let slot = session.accounts.outTail[account]!;
    for (let looked = 0; slot !== -1 && looked < degreeMax; looked += 1) {
      if (!transfers.isIn(slot, weekWindow)) break;
      if (members.has(transfers.to[slot]!)) found.push(transfers.seq[slot]!);
      slot = transfers.outPrev[slot]!;
    }
  }
  return found.sort((a, b) => a - b);
}

/** 0 up to 0, one half at `half`, towards 1. */
function saturating(value: number, half: number): number {
  return value <= 0 ? 0 : value / (value + half);
}
