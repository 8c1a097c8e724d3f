import type { Config } from '../../../base/config.ts';
import type { IdentifierKind } from '../../../graph/model/event.ts';
import type { IdentifierIndex } from '../../../graph/session/identifier-index.ts';
import type { Session } from '../../../graph/session/session.ts';
import type { AccountTie } from '../suspicion-graph.ts';
import { hardKinds, kindStrengths, kindsByStrength } from './kind-strength.ts';

/** An identifier that two accounts of the session share. */
export interface IdentifierTie extends AccountTie {
  /** Below `b`. */
  readonly a: number;
  readonly b: number;
  readonly kind: IdentifierKind;
  readonly identifier: string;
  readonly strength: 'HARD' | 'SOFT';
  /** Above 0, on the scale of -ln(1 - score) of a transfer. */
  readonly weight: number;
  /** When the later one of the two used it last, as far as that is known at the time of the question. */
  readonly at: number;
}

/**
 * Which accounts belong together by the identifiers that they used. HARD kinds (card, phone, e-mail) join accounts and weigh
 * `weights[kind]`. SOFT ones (device, IP address, postal address) weigh
 *
 *     weights[kind] × 2^(-age / halfLifeMs[kind]) / (n - 1)
 *
 * where n is the number of accounts that used the identifier and age the time since both of the two did. An identifier of more than
 * `hardAccountsMax` or `softAccountsMax` accounts is a hub and ties nobody. A link whose first use lies after the time of the question is not
 * seen, and of one that was used later as well the last use counts as at that time.
 *
 * A pure function of the session as it is: ask at the arrival of a transfer. Deterministic.
 */
export class EntityResolution {
  readonly #identifiers: IdentifierIndex;
  readonly #config: Config['entities'];

  constructor({ identifiers }: Pick<Session, 'identifiers'>, config: Config['entities']) {
    this.#identifiers = identifiers;
    this.#config = config;
  }

  /**
   * The ties of an account with others: hard kinds first, in each kind the identifiers that it took up last first, at most `tiesMax`.
   * Costs O(identifiers of the account) when it shares none, at most kinds × identifiersMax × (accounts of an identifier that is no hub, and the
   * 256 that `IdentifierIndex.accountsBy` may look at beyond them).
   */
  tiesOf(account: number, at: number): readonly IdentifierTie[] {
    const ties: IdentifierTie[] = [];
    for (const kind of kindsByStrength) this.#addTies(ties, account, kind, at);
    return ties;
  }

  /**
   * The ties of a transfer's two accounts, those of `from` first, then the hard ties that go on from there to the other accounts of their
   * persons (see `entityOf`). An identifier counts once, as a star around the first of its accounts: between the others it says nothing new.
   */
  tiesAround(from: number, to: number, at: number): readonly IdentifierTie[] {
    const ofSender = this.tiesOf(from, at);
    const ofReceiver = from === to ? [] : this.tiesOf(to, at);
    if (ofSender.length + ofReceiver.length === 0) return ofSender;
    const ties = [...ofSender];
    addUntold(ties, ofReceiver);
    if (!ties.some(({ strength }) => strength === 'HARD')) return ties;
    const persons = new Set([...this.entityOf(from, at), ...this.entityOf(to, at)]);
    for (const account of persons) {
      const own: IdentifierTie[] = [];
      for (const kind of hardKinds) this.#addTies(own, account, kind, at);
      if (account !== from && account !== to) addUntold(ties, own);
    }
    return ties;
  }

  /**
   * The accounts of the person that an account belongs to, itself included, in ascending order: the connected component of the hard
   * ties (what union-find over all of them gives, without keeping it: identifiers that become hubs let go again). At most `accountsMax`, the
   * nearest ones. Costs at most `accountsMax` times `tiesOf`.
   */
  entityOf(account: number, at: number): readonly number[] {
    const found = new Set([account]);
    for (const member of found) {
      const ties: IdentifierTie[] = [];
      for (const kind of hardKinds) this.#addTies(ties, member, kind, at);
      for (const { a, b } of ties) {
        if (found.size >= this.#config.accountsMax) break;
        found.add(a === member ? b : a);
      }
    }
    return [...found].sort((a, b) => a - b);
  }

  #addTies(ties: IdentifierTie[], account: number, kind: IdentifierKind, at: number): void {
    const index = this.#identifiers;
    const { identifiersMax, tiesMax, hardAccountsMax, softAccountsMax, weights } = this.#config;
    if (weights[kind] === 0) return;
    const hubMax = kindStrengths[kind].strength === 'HARD' ? hardAccountsMax : softAccountsMax;
    let own = index.firstOfAccount(account, kind);
    for (let looked = 0; own !== -1 && looked < identifiersMax; own = index.nextOfAccount[own]!) {
      looked += 1;
      if (index.firstAt[own]! > at) continue;
      const accounts = index.accountsBy(index.links.to[own]!, at, hubMax);
      if (accounts < 2 || accounts > hubMax) continue;
      let link = index.firstOfIdentifier(index.links.to[own]!);
      for (; link !== -1; link = index.nextOfIdentifier[link]!) {
        if (ties.length >= tiesMax) return;
        if (link !== own && index.firstAt[link]! <= at)
          ties.push(this.#tie({ own, link, kind, at, accounts }));
      }
    }
  }

  #tie({ own, link, kind, at, accounts }: Shared): IdentifierTie {
    const { links, keys, lastAt } = this.#identifiers;
    const [one, other] = [links.from[own]!, links.from[link]!];
    const [ownAt, otherAt] = [Math.min(at, lastAt[own]!), Math.min(at, lastAt[link]!)];
    return {
      a: Math.min(one, other),
      b: Math.max(one, other),
      kind,
      identifier: keys.key(links.to[own]!).slice(kind.length + 1),
      strength: kindStrengths[kind].strength,
      weight: this.#weight(kind, at - Math.min(ownAt, otherAt), accounts),
      at: Math.max(ownAt, otherAt),
    };
  }

  #weight(kind: IdentifierKind, age: number, accounts: number): number {
    const { weights, halfLifeMs } = this.#config;
    if (kind !== 'device' && kind !== 'ip' && kind !== 'address') return weights[kind];
    return (weights[kind] * 2 ** (-age / halfLifeMs[kind])) / (accounts - 1);
  }
}

/** Two links to one identifier. */
interface Shared {
  readonly own: number;
  readonly link: number;
  readonly kind: IdentifierKind;
  readonly at: number;
  readonly accounts: number;
}

/** Adds the ties of identifiers that none of `ties` is of. */
function addUntold(ties: IdentifierTie[], more: readonly IdentifierTie[]): void {
  const nameOf = ({ kind, identifier }: IdentifierTie) => `${kind}:${identifier}`;
  const told = new Set(ties.map(nameOf));
  for (const tie of more) if (!told.has(nameOf(tie))) ties.push(tie);
}
