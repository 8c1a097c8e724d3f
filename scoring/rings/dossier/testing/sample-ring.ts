import { assert, present } from '../../../../base/assert.ts';
import { minuteMs } from '../../../../base/clock.ts';
import { foldEvidence, foldRing, noEvidence } from '../../fold.ts';
import type {
  Ring,
  RingEvent,
  RingEvidence,
  RingRole,
  RingTie,
  RingTransfer,
  Typology,
} from '../../model.ts';

/** The time of the first transfer of a sample. */
export const sampleStart = Date.UTC(2026, 0, 5, 8, 30);

/**
 * Transfers as a test writes them down: `A>B 1000 EUR 0.9; B>C 970`, in order, 17 minutes apart. Amount in minor units, which count as
 * cents of the reference currency; EUR and a score of 0.9 unless told otherwise.
 */
export function transfersOf(text: string): RingTransfer[] {
  return text.split(';').map((line, index) => {
    const match = /^\s*(\S+)>(\S+) (\d+)(?: ([A-Z]{3}))?(?: ([\d.]+))?\s*$/.exec(line);
    assert(match !== null, `"${line}" is no transfer of a test`);
    const [, from = '', to = '', amount, currency = 'EUR', score = '0.9'] = match;
    return {
      seq: index + 1,
      transactionId: `t${index + 1}`,
      at: sampleStart + index * 17 * minuteMs,
      from,
      to,
      amountMinor: Number(amount),
      currency,
      referenceCents: Number(amount),
      score: Number(score),
    };
  });
}

/** A ring of a test with everything that led to it. */
export interface SampleRing {
  readonly ring: Ring;
  readonly events: readonly RingEvent[];
  readonly evidence: RingEvidence;
}

/** An event of a sample with what a test says about it; without it, one more transfer. */
export function sampleEvent(change: Partial<RingEvent>): RingEvent {
  return {
    seq: 1,
    ordinal: 0,
    ringId: 'ring-0123456789ab',
    kind: 'GREW',
    cause: 'FLAGGED_TRANSFER',
    at: sampleStart,
    typology: 'RANDOM',
    suspicion: 0.75,
    joined: [],
    left: [],
    otherRingId: null,
    transfersAdded: change.transfers?.length ?? 0,
    transfers: [],
    ties: [],
    retracted: [],
    ...change,
  };
}

/** The ring that events lead to. */
export function sampleOf(events: readonly RingEvent[]): SampleRing {
  const ring = events.reduce<Ring | null>(foldRing, null);
  return {
    ring: present(ring, 'a ring of a test'),
    events,
    evidence: events.reduce(foldEvidence, noEvidence),
  };
}

/** A ring that is born with its first three transfers and grows by one at a time. */
function grown(
  typology: Typology,
  transfers: readonly RingTransfer[],
  ties: readonly RingTie[],
  roles: Readonly<Record<string, RingRole>>,
): SampleRing {
  const [first, second, third, ...further] = transfers;
  const born = present(third, 'the third transfer of a sample');
  const { seq, at } = born;
  return sampleOf([
    sampleEvent({
      seq,
      at,
      kind: 'BORN',
      typology,
      joined: Object.entries(roles).map(([account, role]) => ({ account, role, sinceSeq: seq, sinceAt: at })),
      transfers: [present(first, 'the first'), present(second, 'the second'), born],
      ties,
    }),
    ...further.map((transfer, index) =>
      sampleEvent({
        seq: transfer.seq,
        at: transfer.at,
        typology,
        suspicion: Math.min(95, 80 + 5 * index) / 100,
        transfers: [transfer],
      }),
    ),
  ]);
}

/** Three senders, a collector that spreads the money over three, a shared card and a shared device. */
export function gatherScatterSample(): SampleRing {
  const transfers = transfersOf(
    'B1/G1>B3/HUB 450000; B1/G2>B3/HUB 470000; B2/G3>B3/HUB 495000; B3/HUB>B4/S1 700000; B3/HUB>B4/S2 690000 USD 0.97',
  );
  const at = sampleStart;
  return grown(
    'GATHER_SCATTER',
    transfers,
    [
      {
        kind: 'card',
        identifier: 'card "7" & <son>',
        accounts: ['B1/G1', 'B1/G2'],
        strength: 'HARD',
        weight: 2,
        at,
      },
      { kind: 'device', identifier: 'd-77', accounts: ['B1/G1', 'B2/G3'], strength: 'SOFT', weight: 0.4, at },
    ],
    {
      'B1/G1': 'SOURCE',
      'B1/G2': 'SOURCE',
      'B2/G3': 'SOURCE',
      'B3/HUB': 'COLLECTOR',
      'B4/S1': 'SINK',
      'B4/S2': 'SINK',
    },
  );
}

/** Four accounts that send the same money around. */
export function cycleSample(): SampleRing {
  const transfers = transfersOf('A>B 980000; B>C 951200; C>D 930050; D>A 911000');
  return grown('CYCLE', transfers, [], { A: 'SOURCE', B: 'MULE', C: 'MULE', D: 'MULE' });
}
