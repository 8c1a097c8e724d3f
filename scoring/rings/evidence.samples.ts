import type { RingEvidence, RingTie, RingTransfer } from './model.ts';

/**
 * Evidence in a notation for tests, parts separated by commas: `a>b 0.5` is a transfer from a to b with a score of 0.5, `a=b 0.7` a tie
 * of weight 0.7 (a phone that both share). Transfers are numbered from `firstSeq` on in the order of the text, or as `#7 a>b 0.5` says.
 */
export function evidenceFrom(text: string, firstSeq = 1): RingEvidence {
  const transfers: RingTransfer[] = [];
  const ties: RingTie[] = [];
  let next = firstSeq;
  for (const part of text.split(', ').filter((each) => each !== '')) {
    const [, given, from, sign, to, number] = /^(?:#(\d+) )?(\w+)([>=])(\w+) ([\d.]+)$/.exec(part) ?? [];
    if (from === undefined || to === undefined) throw new Error(`"${part}" is no evidence`);
    if (sign === '=') ties.push(tieOf(from, to, Number(number)));
    else {
      transfers.push(transferOf(given === undefined ? next : Number(given), from, to, Number(number)));
      if (given === undefined) next += 1;
    }
  }
  return { transfers, ties };
}

/** Transfer `seq`, whose transaction is `t` with that number. */
export function transferOf(seq: number, from: string, to: string, score: number): RingTransfer {
  const money = { amountMinor: 100, currency: 'USD', referenceCents: 100 };
  return { seq, transactionId: `t${seq}`, at: seq, from, to, ...money, score };
}

/** The phone that two accounts share. */
export function tieOf(a: string, b: string, weight: number): RingTie {
  const accounts: [string, string] = a < b ? [a, b] : [b, a];
  return { kind: 'phone', identifier: accounts.join(''), accounts, strength: 'HARD', weight, at: 1 };
}

/** The evidence in the notation, transfers with their numbers. */
export function textOf({ transfers, ties }: RingEvidence): string {
  return [
    ...transfers.map(({ seq, from, to, score }) => `#${seq} ${from}>${to} ${score}`),
    ...ties.map(({ accounts, weight }) => `${accounts.join('=')} ${weight}`),
  ].join(', ');
}
