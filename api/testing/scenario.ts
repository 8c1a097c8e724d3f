import { hourMs, minuteMs } from '../../base/clock.ts';
import type { TransferEvent } from '../../graph/model/event.ts';
import type { RingRole, Typology } from '../../scoring/rings/model.ts';

/** A ring as a test writes it down: who sends what to whom, in order. */
export interface PlantedRing {
  readonly id: string;
  readonly typology: Typology;
  readonly suspicion: number;
  readonly roles: Readonly<Record<string, RingRole>>;
  readonly reasons: readonly string[];
  /** [from, to, amount in cents]; every transfer is flagged. */
  readonly transfers: readonly (readonly [string, string, number])[];
}

/** The time of the first event of every scenario. */
const scenarioStart = Date.UTC(2026, 0, 5, 8);

/** A transfer of a test, complete: `number` makes its id and its time. */
export function testTransfer(number: number, from: string, to: string, amountMinor: number): TransferEvent {
  const at = scenarioStart + number * 17 * minuteMs;
  const [fromBank, fromAccount] = from.split('/') as [string, string];
  const [toBank, toAccount] = to.split('/') as [string, string];
  return {
    kind: 'transfer',
    id: `t${String(number).padStart(5, '0')}`,
    at,
    seenAt: at + hourMs,
    from: { account: fromAccount, bank: fromBank, country: 'PT' },
    to: { account: toAccount, bank: toBank, country: 'PT' },
    amountMinor,
    currency: 'EUR',
    format: 'WIRE',
    device: `device-of-${fromAccount.slice(0, 2)}`,
    ip: `10.0.0.${fromAccount.length}`,
  };
}

/** Five accounts that send the same money around. */
export const cycleRing: PlantedRing = {
  id: 'ring-cycle',
  typology: 'CYCLE',
  suspicion: 0.97,
  roles: { 'B1/C1': 'SOURCE', 'B1/C2': 'MULE', 'B2/C3': 'MULE', 'B2/C4': 'MULE', 'B3/C5': 'MULE' },
  reasons: ['CLOSED_CYCLE'],
  transfers: [
    ['B1/C1', 'B1/C2', 980_000],
    ['B1/C2', 'B2/C3', 951_200],
    ['B2/C3', 'B2/C4', 930_050],
    ['B2/C4', 'B3/C5', 911_000],
    ['B3/C5', 'B1/C1', 890_000],
  ],
};

/** Four accounts feed a collector, which spreads the money over three. */
export const gatherScatterRing: PlantedRing = {
  id: 'ring-gather',
  typology: 'GATHER_SCATTER',
  suspicion: 0.91,
  roles: {
    'B1/G1': 'SOURCE',
    'B1/G2': 'SOURCE',
    'B2/G3': 'SOURCE',
    'B2/G4': 'SOURCE',
    'B3/HUB': 'COLLECTOR',
    'B4/S1': 'SINK',
    'B4/S2': 'SINK',
    'B5/S3': 'SINK',
  },
  reasons: ['GATHER_SCATTER', 'PASS_THROUGH_MULE'],
  transfers: [
    ['B1/G1', 'B3/HUB', 450_000],
    ['B1/G2', 'B3/HUB', 470_000],
    ['B2/G3', 'B3/HUB', 495_000],
    ['B1/G1', 'B3/HUB', 310_000],
    ['B2/G4', 'B3/HUB', 420_000],
    ['B3/HUB', 'B4/S1', 700_000],
    ['B3/HUB', 'B4/S2', 690_000],
    ['B3/HUB', 'B5/S3', 640_000],
  ],
};

/** Two mules in parallel chains between a source and a sink. */
export const scatterGatherRing: PlantedRing = {
  id: 'ring-scatter',
  typology: 'SCATTER_GATHER',
  suspicion: 0.84,
  roles: {
    'B1/P0': 'SOURCE',
    'B1/P1': 'MULE',
    'B2/P2': 'MULE',
    'B2/P3': 'MULE',
    'B3/P4': 'MULE',
    'B3/P5': 'SINK',
  },
  reasons: ['SCATTER_GATHER'],
  transfers: [
    ['B1/P0', 'B1/P1', 220_000],
    ['B1/P0', 'B2/P2', 230_000],
    ['B1/P0', 'B2/P3', 210_000],
    ['B1/P0', 'B3/P4', 240_000],
    ['B1/P1', 'B3/P5', 214_000],
    ['B2/P2', 'B3/P5', 226_000],
    ['B2/P3', 'B3/P5', 203_000],
    ['B3/P4', 'B3/P5', 231_000],
  ],
};

/** Ordinary transfers between accounts of rings and their habitual counterparties. */
export const ordinaryTransfers: readonly (readonly [string, string, number])[] = [
  ['B1/SHOP', 'B1/C1', 4200],
  ['B1/C2', 'B1/SHOP', 1999],
  ['B2/EMPLOYER', 'B2/C3', 210_000],
  ['B2/EMPLOYER', 'B1/G1', 198_000],
  ['B1/G1', 'B1/SHOP', 5400],
  ['B3/HUB', 'B1/SHOP', 1200],
  ['B1/C1', 'B1/C1', 5000],
];
