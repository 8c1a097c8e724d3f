import { expect, test } from 'vitest';
import type { AlertEvent, AlertEventKind, RingEvent } from '../../scoring/rings/model.ts';
import type { PlantedRing } from './planted-index.ts';
import {
  type DetectionLog,
  detectionFigures,
  type PlantedTransfer,
  type TimeToDetect,
  timeToDetect,
} from './time-to-detect.ts';

const planted: readonly PlantedRing[] = [
  { ringId: 'p', typology: 'CYCLE', members: ['a', 'b', 'c', 'd'] },
  { ringId: 'q', typology: 'FAN_IN', members: ['e', 'f', 'g'] },
];

/** Transfers as `RING:SEQ:CENTS`, with `!` when an alert came of them. */
function transfers(text: string): readonly PlantedTransfer[] {
  return text.split(' ').map((word) => {
    const [ringId, seq, cents] = word.replace('!', '').split(':');
    return {
      ringId: ringId!,
      seq: Number(seq),
      cents: Number(cents),
      alertId: word.endsWith('!') ? 'k' : null,
    };
  });
}

function ringEvent(
  seq: number,
  ringId: string,
  kind: RingEvent['kind'],
  joined: string,
  left = '',
): RingEvent {
  const words = (text: string) => text.split(' ').filter((word) => word !== '');
  return {
    seq,
    ordinal: 0,
    ringId,
    kind,
    cause: 'FLAGGED_TRANSFER',
    at: seq,
    typology: 'CYCLE',
    suspicion: 0.9,
    joined: words(joined).map((account) => ({ account, role: 'MEMBER', sinceSeq: seq, sinceAt: seq })),
    left: words(left),
    otherRingId: kind === 'MERGED' ? 'other' : null,
    transfersAdded: 0,
    transfers: [],
    ties: [],
    retracted: [],
  };
}

function alertEvent(seq: number, kind: AlertEventKind, ringId: string | null): AlertEvent {
  return {
    seq,
    ordinal: 0,
    alertId: 'k',
    kind,
    at: seq,
    ringId,
    account: 'a',
    transactionId: null,
    score: 1,
    reasons: [],
    referenceCents: 0,
    threshold: 0,
    cause: null,
    otherAlertId: null,
  };
}

const quiet: DetectionLog = { transfers: [], ringEvents: [], alertEvents: [] };

test('the first own transfer with an alert is the first alert, and not before itself', () => {
  const [p, q] = timeToDetect(planted, {
    ...quiet,
    transfers: transfers('p:1:100 q:2:5 p:3:300 p:5:400! q:6:5 p:7:200!'),
  });
  expect(p).toEqual({ ringId: 'p', alertSeq: 5, transfersBefore: 0.5, moneyBefore: 0.4 });
  expect(q).toEqual({ ringId: 'q', alertSeq: null, transfersBefore: 1, moneyBefore: 1 });
});

test('an alert at the first transfer leaves nothing before it', () => {
  const [p] = timeToDetect(planted, { ...quiet, transfers: transfers('p:1:100! p:2:100') });
  expect(p).toMatchObject({ alertSeq: 1, transfersBefore: 0, moneyBefore: 0 });
});

test('a ring that never moved anything counts as 1', () => {
  expect(timeToDetect(planted, quiet)[0]).toMatchObject({ transfersBefore: 1, moneyBefore: 1 });
});

test("an alert on a ring with half of the planted one's accounts counts, at a transfer of others too", () => {
  const log = {
    transfers: transfers('p:1:1 p:2:1 p:3:1 q:4:1 p:8:1! q:9:1'),
    ringEvents: [ringEvent(5, 'r', 'BORN', 'a x'), ringEvent(6, 'r', 'GREW', 'b')],
    alertEvents: [alertEvent(5, 'RAISED', 'r'), alertEvent(6, 'EXTENDED', 'r')],
  };
  const [p, q] = timeToDetect(planted, log);
  // At 5 it had one of four.
  expect(p).toMatchObject({ alertSeq: 6, transfersBefore: 0.75 });
  expect(q).toMatchObject({ alertSeq: null });
});

test('an alert that comes when all has moved is told from none', () => {
  const log = {
    transfers: transfers('p:1:1 p:2:1'),
    ringEvents: [ringEvent(9, 'r', 'BORN', 'c d')],
    alertEvents: [alertEvent(9, 'RAISED', 'r')],
  };
  expect(timeToDetect(planted, log)[0]).toMatchObject({ alertSeq: 9, transfersBefore: 1, moneyBefore: 1 });
});

test.each(['MERGED', 'CLOSED'] as const)('that an alert is %s tells nobody of a ring', (kind) => {
  const log = {
    transfers: transfers('p:1:1'),
    ringEvents: [ringEvent(5, 'r', 'BORN', 'a b')],
    alertEvents: [alertEvent(5, kind, 'r')],
  };
  expect(timeToDetect(planted, log)[0]).toMatchObject({ alertSeq: null });
});

test('an alert of an account alone, and members that had left or joined later, cover nothing', () => {
  const log = {
    transfers: transfers('p:1:1'),
    ringEvents: [
      ringEvent(5, 'r', 'BORN', 'a b x'),
      ringEvent(6, 'r', 'SHRANK', '', 'a'),
      ringEvent(8, 'r', 'GREW', 'c'),
    ],
    alertEvents: [alertEvent(5, 'RAISED', null), alertEvent(7, 'EXTENDED', 'r')],
  };
  expect(timeToDetect(planted, log)[0]).toMatchObject({ alertSeq: null });
});

test('a ring is as it is after all of its events of one sequence number', () => {
  const log = {
    transfers: transfers('p:1:1'),
    ringEvents: [ringEvent(5, 'r', 'BORN', 'a b'), { ...ringEvent(5, 'r', 'SHRANK', '', 'a b'), ordinal: 1 }],
    alertEvents: [alertEvent(5, 'RAISED', 'r')],
  };
  expect(timeToDetect(planted, log)[0]).toMatchObject({ alertSeq: null });
});

test('figures are nearest ranks, rings without an alert among them', () => {
  const times = Array.from({ length: 10 }, (_, place): TimeToDetect => {
    const alertSeq = place === 9 ? null : place;
    return {
      ringId: `p${place}`,
      alertSeq,
      transfersBefore: place === 9 ? 1 : place / 20,
      moneyBefore: place === 9 ? 1 : place / 10,
    };
  });
  expect(detectionFigures(times.reverse())).toEqual({
    alertedShare: 0.9,
    medianMoneyMovedBeforeAlert: 0.4,
    p90MoneyMovedBeforeAlert: 0.8,
    medianTransfersBeforeAlert: 0.2,
    p90TransfersBeforeAlert: 0.4,
  });
  expect(detectionFigures([])).toMatchObject({ alertedShare: null, p90MoneyMovedBeforeAlert: null });
});
