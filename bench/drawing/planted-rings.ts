import { Random } from '../../base/random.ts';
import { identifierKinds } from '../../graph/model/event.ts';
import type { RingMember, RingRole, RingTie, RingTransfer, Typology } from '../../scoring/rings/model.ts';
import { typologies } from '../../scoring/rings/model.ts';
import type { PicturedRing } from '../../scoring/rings/picture/pictured-ring.ts';
import { type FlowStep, Money } from '../../simulator/flow.ts';
import { shapes } from '../../simulator/rings/registry.ts';

export interface PlantedOptions {
  readonly typology: Typology;
  readonly members: number;
  readonly seed: number;
}

/** The transfers of the largest ring. */
const transfersMax = 900;
const start = Date.UTC(2026, 2, 2, 8);
const hourMs = 3_600_000;

/**
 * A ring of one typology as the simulator plants it, of any size: the shape's transfers are its minimal evidence; most of them are
 * repeated, one in twelve goes elsewhere, and some members share identifiers. At most 900 transfers. The same options give the same ring.
 */
export function plantedRing({ typology, members, seed }: PlantedOptions): PicturedRing {
  const random = new Random(`${typology} ${members} ${seed}`);
  const money = new Money(random.fork('money'), 4_000, 0.6, 0.05);
  const steps = shapes[typology].plan(members, money, random.fork('shape')).slice(0, transfersMax);
  const accounts = Array.from({ length: members }, () => accountName(random));
  const all = [...steps, ...repeats(steps, members, random)].slice(0, transfersMax);
  const spanMs = hourMs * random.between(20, 400);
  const transfers = all.map(({ from, to, usd }, place): RingTransfer => {
    const referenceCents = Math.max(1, Math.round(usd * 100));
    return {
      seq: place + 1,
      transactionId: `t${place + 1}`,
      at: start + Math.floor((spanMs * (place % steps.length) + spanMs * random.next()) / (steps.length + 1)),
      from: accounts[from]!,
      to: accounts[to]!,
      amountMinor: referenceCents,
      currency: 'USD',
      referenceCents,
      score: 0.5 + random.next() / 2,
    };
  });
  const suspicion = 0.6 + 0.4 * random.next();
  const ring = { id: `ring-${random.uint32().toString(16).padStart(8, '0')}`, typology, suspicion };
  const ties = someTies(accounts, random);
  return {
    ring: { ...ring, members: accounts.map((account) => member(account, transfers)) },
    evidence: { transfers, ties },
    minimal: { transfers: transfers.slice(0, steps.length), ties: [] },
  };
}

/** Rings of every typology in turn, from 5 to 300 members, evenly by the logarithm of their size. */
export function plantedRings(count: number, seed: number): PicturedRing[] {
  return Array.from({ length: count }, (_, place) => {
    const members = Math.round(5 * 60 ** (place / Math.max(1, count - 1)));
    return plantedRing({ typology: typologies[place % typologies.length]!, members, seed: seed + place });
  });
}

function accountName(random: Random): string {
  const digits = Array.from({ length: 9 }, () => random.below(10)).join('');
  return `${String(random.between(1, 40)).padStart(3, '0')}/${digits}`;
}

function repeats(steps: readonly FlowStep[], members: number, random: Random): FlowStep[] {
  return Array.from({ length: 2 * steps.length }, () => {
    const step = random.pick(steps);
    const usd = step.usd * (0.2 + random.next());
    if (!random.chance(1 / 24)) return { ...step, usd };
    const to = random.below(members);
    return { from: step.from, to: to === step.from ? (to + 1) % members : to, usd: usd / 10 };
  });
}

function member(account: string, transfers: readonly RingTransfer[]): RingMember {
  return { account, role: roleOf(account, transfers.slice(0, transfersMax)), sinceSeq: 1, sinceAt: start };
}

/** A role by the number of accounts that it is paid by and pays. */
function roleOf(account: string, transfers: readonly RingTransfer[]): RingRole {
  const payers = new Set(transfers.filter(({ to }) => to === account).map(({ from }) => from)).size;
  const payees = new Set(transfers.filter(({ from }) => from === account).map(({ to }) => to)).size;
  if (payers + payees === 0) return 'MEMBER';
  if (payers === 0) return 'SOURCE';
  if (payees === 0) return 'SINK';
  if (payers >= 3 && payers >= payees) return 'COLLECTOR';
  return payees >= 3 ? 'DISTRIBUTOR' : 'MULE';
}

function someTies(accounts: readonly string[], random: Random): RingTie[] {
  return Array.from({ length: Math.ceil(accounts.length / 8) }, (_, place): RingTie => {
    const kind = random.pick(identifierKinds);
    const [a, b] = random
      .shuffle([...accounts])
      .slice(0, 2)
      .sort() as [string, string];
    const hard = kind === 'phone' || kind === 'email' || kind === 'card';
    return {
      kind,
      identifier: `i${place}`,
      accounts: [a, b],
      strength: hard ? 'HARD' : 'SOFT',
      weight: 1,
      at: start,
    };
  });
}
