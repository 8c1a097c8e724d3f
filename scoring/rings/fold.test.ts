import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { referenceCentsMax } from '../../graph/model/currency.ts';
import { alertTransitions, foldAlert, foldRing, ringTransitions } from './fold.ts';
import type {
  Alert,
  AlertEvent,
  AlertEventKind,
  AlertStatus,
  Ring,
  RingEvent,
  RingEventKind,
  RingMember,
  RingStatus,
} from './model.ts';

const member = (account: string, sinceSeq = 1): RingMember => ({
  account,
  role: 'MEMBER',
  sinceSeq,
  sinceAt: sinceSeq,
});

const ringEvent = (kind: RingEventKind, changes: Partial<RingEvent> = {}): RingEvent => ({
  seq: 1,
  ordinal: 0,
  ringId: 'r1',
  kind,
  at: 100,
  typology: 'FAN_IN',
  suspicion: 0.5,
  joined: [],
  left: [],
  otherRingId: 'r2',
  transfersAdded: 1,
  cause: 'FLAGGED_TRANSFER',
  transfers: [],
  ties: [],
  retracted: [],
  ...changes,
});

const alertEvent = (kind: AlertEventKind, changes: Partial<AlertEvent> = {}): AlertEvent => ({
  seq: 1,
  ordinal: 0,
  alertId: 'k1',
  kind,
  at: 100,
  ringId: null,
  account: 'a',
  transactionId: 't1',
  score: 0.5,
  reasons: ['A'],
  referenceCents: 10,
  otherAlertId: 'k2',
  threshold: 0,
  cause: null,
  ...changes,
});

/** The events that lead from nothing to each status. */
const pathTo: Record<RingStatus, RingEventKind[]> = {
  OPEN: ['BORN'],
  DORMANT: ['BORN', 'DORMANT'],
  MERGED: ['BORN', 'MERGED'],
  CLOSED: ['BORN', 'CLOSED'],
};

const foldRings = (events: readonly RingEvent[]): Ring => {
  let ring: Ring | null = null;
  for (const event of events) ring = foldRing(ring, event);
  if (ring === null) throw new Error('no events');
  return ring;
};

describe('foldRing', () => {
  it.each(Object.entries(pathTo))(
    'takes a ring that is %s where the table says, or refuses',
    (status, path) => {
      const ring = foldRings(path.map((kind) => ringEvent(kind)));
      expect(ring.status).toBe(status);
      for (const [kind, next] of Object.entries(ringTransitions[ring.status])) {
        const fold = () => foldRing(ring, ringEvent(kind as RingEventKind));
        if (next === 'impossible') expect(fold, kind).toThrow('impossible state');
        else expect(fold().status, kind).toBe(next);
      }
    },
  );

  it('starts with BORN only', () => {
    for (const kind of Object.keys(ringTransitions.OPEN).filter((name) => name !== 'BORN')) {
      expect(() => foldRing(null, ringEvent(kind as RingEventKind))).toThrow(`is ${kind}`);
    }
  });

  it('keeps the order of joining, the since of a member that joins again, and its newest role', () => {
    const ring = foldRings([
      ringEvent('BORN', { joined: [member('b'), member('a')] }),
      ringEvent('GREW', { seq: 2, joined: [member('c', 2), { ...member('b', 2), role: 'MULE' }] }),
      ringEvent('SPLIT', { seq: 3, left: ['a'] }),
      ringEvent('GREW', { seq: 4, joined: [member('a', 4)] }),
    ]);
    expect(ring.members).toEqual([{ ...member('b'), role: 'MULE' }, member('c', 2), member('a', 4)]);
  });

  it('takes the suspicion and typology of its latest event, never lowers lastAt, and counts transfers', () => {
    const ring = foldRings([
      ringEvent('BORN', { suspicion: 0.9, transfersAdded: 3 }),
      ringEvent('GREW', { seq: 5, at: 50, suspicion: 0.1, typology: 'CYCLE', transfersAdded: 2 }),
      ringEvent('SHRANK', { seq: 6, at: 70, suspicion: 0.4, transfersAdded: 0, retracted: [1, 5] }),
    ]);
    const { suspicion, lastAt, lastSeq, bornAt, typology, transferCount } = ring;
    expect({ suspicion, lastAt, lastSeq, bornAt, typology, transferCount }).toEqual({
      suspicion: 0.4,
      lastAt: 100,
      lastSeq: 6,
      bornAt: 100,
      typology: 'FAN_IN',
      transferCount: 3,
    });
  });

  it('empties a ring that merges and names the survivor, which must be named', () => {
    const born = foldRing(null, ringEvent('BORN', { joined: [member('a')] }));
    expect(foldRing(born, ringEvent('MERGED'))).toMatchObject({ members: [], mergedInto: 'r2' });
    expect(() => foldRing(born, ringEvent('MERGED', { otherRingId: null }))).toThrow('is absent');
  });

  it('refuses an event of another ring, from before, and a member that leaves without being in', () => {
    const born = foldRing(null, ringEvent('BORN', { seq: 5 }));
    expect(() => foldRing(born, ringEvent('GREW', { seq: 6, ringId: 'r9' }))).toThrow('reached ring "r1"');
    expect(() => foldRing(born, ringEvent('GREW', { seq: 4 }))).toThrow('after sequence number 5');
    expect(() => foldRing(born, ringEvent('SHRANK', { seq: 6, left: ['x'] }))).toThrow('without being in it');
  });

  it('holds exactly the accounts that joined and did not leave, whatever the history, and changes no input', () => {
    const step = fc.record({ join: fc.constantFrom('a', 'b', 'c', 'd', 'e'), leave: fc.boolean() });
    fc.assert(
      fc.property(fc.array(step, { maxLength: 40 }), (steps) => {
        let ring = foldRing(null, ringEvent('BORN'));
        const naive: string[] = [];
        for (const [index, { join, leave }] of steps.entries()) {
          const seq = index + 2;
          const before = structuredClone(ring);
          const out = leave ? naive.splice(0, 1) : [];
          const next = foldRing(ring, ringEvent('GREW', { seq, left: out, joined: [member(join, seq)] }));
          expect(ring).toEqual(before);
          if (!naive.includes(join)) naive.push(join);
          ring = next;
        }
        expect(ring.members.map(({ account }) => account)).toEqual(naive);
      }),
    );
  });
});

describe('foldAlert', () => {
  const raised: Alert = foldAlert(null, alertEvent('RAISED'));
  const alerts: Record<AlertStatus, Alert> = {
    OPEN: raised,
    MERGED: foldAlert(raised, alertEvent('MERGED')),
    CLOSED: foldAlert(raised, alertEvent('CLOSED')),
  };

  it.each(Object.entries(alerts))(
    'takes an alert that is %s where the table says, or refuses',
    (status, alert) => {
      expect(alert.status).toBe(status);
      for (const [kind, next] of Object.entries(alertTransitions[alert.status])) {
        const fold = () => foldAlert(alert, alertEvent(kind as AlertEventKind));
        if (next === 'impossible') expect(fold, kind).toThrow('impossible state');
        else expect(fold().status, kind).toBe(next);
      }
    },
  );

  it('starts with RAISED only', () => {
    expect(() => foldAlert(null, alertEvent('EXTENDED'))).toThrow('is EXTENDED');
  });

  it('takes the highest score, the union of reasons, and sums; keeps its account and its ring', () => {
    const first = foldAlert(
      raised,
      alertEvent('EXTENDED', { seq: 2, at: 50, ringId: 'r1', score: 0.4, reasons: ['B', 'A', 'C'] }),
    );
    const { transactionId: _, ...closing } = alertEvent('CLOSED', {
      seq: 3,
      account: 'z',
      referenceCents: 0,
      reasons: [],
    });
    const alert = foldAlert(first, { ...closing, transactionId: null });
    expect(alert).toEqual({
      id: 'k1',
      status: 'CLOSED',
      ringId: 'r1',
      account: 'a',
      score: 0.5,
      reasons: ['A', 'B', 'C'],
      raisedSeq: 1,
      raisedAt: 100,
      lastSeq: 3,
      lastAt: 100,
      transactionCount: 2,
      referenceCents: 20,
      threshold: 0,
      mergedInto: null,
    });
  });

  it('keeps the highest threshold that it was escalated to', () => {
    let alert = foldAlert(null, alertEvent('RAISED', { threshold: 0.7 }));
    alert = foldAlert(alert, alertEvent('ESCALATED', { seq: 2, transactionId: null, threshold: 0.9 }));
    alert = foldAlert(alert, alertEvent('EXTENDED', { seq: 3 }));
    expect(alert).toMatchObject({ threshold: 0.9, transactionCount: 2 });
  });

  it('stays at 2^53 - 1 when transfers of the largest amount add up past it', () => {
    let alert = foldAlert(null, alertEvent('RAISED', { referenceCents: referenceCentsMax }));
    for (let seq = 2; seq <= 1000; seq += 1) {
      alert = foldAlert(alert, alertEvent('EXTENDED', { seq, referenceCents: referenceCentsMax }));
      if (seq <= 900) expect(alert.referenceCents).toBe(seq * referenceCentsMax);
    }
    expect(alert).toMatchObject({ transactionCount: 1000, referenceCents: Number.MAX_SAFE_INTEGER });
  });

  it('names the alert that takes over, which must be named', () => {
    expect(alerts.MERGED.mergedInto).toBe('k2');
    expect(() => foldAlert(raised, alertEvent('MERGED', { otherAlertId: null }))).toThrow('is absent');
    expect(() => foldAlert(raised, alertEvent('EXTENDED', { alertId: 'k9' }))).toThrow('reached alert "k1"');
    expect(() => foldAlert(alerts.OPEN, alertEvent('EXTENDED', { seq: 0 }))).toThrow(
      'after sequence number 1',
    );
  });
});
