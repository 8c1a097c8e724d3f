import { describe, expect, test } from 'vitest';
import { parseConfig } from '../../base/config.ts';
import { type AlertingTransfer, AlertTracker } from './alert-tracker.ts';
import { foldAlert } from './fold.ts';
import type { Alert, RingEvent } from './model.ts';

const config = parseConfig({ rings: { dormantAfterMs: 100, alertThresholds: [0.7, 0.9, 0.97] } }).rings;

type Transfer = Partial<AlertingTransfer> & { readonly at: number };
interface Step {
  /** A flagged transfer from a to b, unless it says otherwise. */
  readonly flag?: Transfer;
  /** What happened to a ring, afterwards; the suspicion of the ring is 0.5, unless it says otherwise. */
  readonly rings?: readonly (Pick<RingEvent, 'ringId' | 'kind'> & Partial<RingEvent>)[];
  readonly forget?: string;
}

const ringEvent = (
  seq: number,
  event: Pick<RingEvent, 'ringId' | 'kind'> & Partial<RingEvent>,
): RingEvent => ({
  ...{ seq, ordinal: 0, cause: 'REVERSAL', at: seq, typology: 'CYCLE', suspicion: 0.5, joined: [], left: [] },
  ...{ otherRingId: null, transfersAdded: 0, transfers: [], ties: [], retracted: [] },
  ...event,
});

/** Tells a tracker; alerts are called A1, A2 … in the order in which they were raised. */
function run(steps: readonly Step[]) {
  const tracker = new AlertTracker(config, []);
  const answers: string[] = [];
  let now = 0;
  for (const [place, { flag, rings = [], forget }] of steps.entries()) {
    const seq = place + 1;
    const transfer = { seq, transactionId: `t${seq}`, from: 'a', to: 'b', score: 0.5, ring: null };
    if (flag !== undefined) {
      tracker.advance(flag.at);
      const rest = { reasons: ['R'], referenceCents: 100, now: flag.at };
      answers.push(tracker.observe({ ...transfer, ...rest, ...flag }));
    }
    now = flag?.at ?? now;
    for (const event of rings) tracker.follow(ringEvent(seq, event), now);
    if (forget !== undefined) tracker.forgetRing(forget);
  }
  const events = tracker.takeEvents();
  const raised = events.filter(({ kind }) => kind === 'RAISED').map(({ alertId }) => alertId);
  const name = (id: string) => `A${raised.indexOf(id) + 1}`;
  const alerts = new Map<string, Alert>();
  for (const event of events)
    alerts.set(name(event.alertId), foldAlert(alerts.get(name(event.alertId)) ?? null, event));
  const lines = events.map(({ seq, ordinal, kind, alertId, ringId, threshold, otherAlertId }) =>
    [
      ...[`${seq}.${ordinal}`, kind, name(alertId), ringId ?? '-'],
      ...(threshold === 0 ? [] : [`${threshold}`]),
      ...(otherAlertId === null ? [] : [`> ${name(otherAlertId)}`]),
    ].join(' '),
  );
  return { lines, events, alerts, answers: answers.map(name), tracker };
}

/** The ring `r`, or that of the given name. */
const ring = (suspicion = 0.5, id = 'r') => ({ id, suspicion });

describe('AlertTracker', () => {
  test('one alert for all transfers of a ring', () => {
    const { lines, alerts, answers } = run([
      { flag: { at: 1, ring: ring(), score: 0.4, reasons: ['R', 'S'] } },
      { flag: { at: 2, ring: ring(), from: 'c', to: 'd', score: 0.9, reasons: ['T', 'R'] } },
      { flag: { at: 900, ring: ring(), from: 'e', to: 'f' } },
    ]);
    expect(lines).toEqual(['1.0 RAISED A1 r', '2.0 EXTENDED A1 r', '3.0 EXTENDED A1 r']);
    expect(answers).toEqual(['A1', 'A1', 'A1']);
    const sums = {
      account: 'a',
      score: 0.9,
      reasons: ['R', 'S', 'T'],
      transactionCount: 3,
      referenceCents: 300,
    };
    expect(alerts.get('A1')).toMatchObject(sums);
  });

  test('one alert for an account, as sender or receiver, while news comes', () => {
    const { lines } = run([
      { flag: { at: 1 } },
      { flag: { at: 50, to: 'c' } },
      { flag: { at: 149, from: 'x', to: 'a' } },
      { flag: { at: 249, to: 'c' } },
      { flag: { at: 250, from: 'c', to: 'b' } },
    ]);
    expect(lines).toEqual([
      '1.0 RAISED A1 -',
      '2.0 EXTENDED A1 -',
      '3.0 EXTENDED A1 -',
      '4.0 RAISED A2 -',
      '5.0 RAISED A3 -',
    ]);
  });

  test("an account's alert becomes the ring's, and is escalated when the ring is that suspicious", () => {
    const { lines, alerts } = run([
      { flag: { at: 1 } },
      {
        flag: { at: 2, from: 'b', to: 'a', ring: ring(0.8) },
        rings: [{ kind: 'BORN', ringId: 'r', suspicion: 0.8 }],
      },
      { flag: { at: 3, from: 'x', to: 'y', ring: ring(0.8) } },
      { flag: { at: 4 } },
    ]);
    expect(lines).toEqual([
      '1.0 RAISED A1 -',
      '2.0 EXTENDED A1 r',
      '2.1 ESCALATED A1 r 0.7',
      '3.0 EXTENDED A1 r',
      '4.0 RAISED A2 -',
    ]);
    expect(alerts.get('A1')).toMatchObject({
      ringId: 'r',
      account: 'a',
      transactionCount: 3,
      threshold: 0.7,
    });
  });

  test("the ring's alert goes before the account's", () => {
    const { lines } = run([
      { flag: { at: 1 } },
      { flag: { at: 2, from: 'x', to: 'y', ring: ring() } },
      { flag: { at: 3, ring: ring() } },
    ]);
    expect(lines).toEqual(['1.0 RAISED A1 -', '2.0 RAISED A2 r', '3.0 EXTENDED A2 r']);
  });
});

describe('an alert is escalated', () => {
  const grew = (suspicion: number) => ({ rings: [{ kind: 'GREW' as const, ringId: 'r', suspicion }] });

  test('at each threshold that its ring reaches, beyond the one that it was raised at', () => {
    const { lines, alerts } = run([
      { flag: { at: 1, ring: ring(0.7) }, ...{ rings: [{ kind: 'BORN', ringId: 'r', suspicion: 0.7 }] } },
      grew(0.8),
      grew(0.9),
      grew(0.98),
    ]);
    expect(lines).toEqual(['1.0 RAISED A1 r 0.7', '3.0 ESCALATED A1 r 0.9', '4.0 ESCALATED A1 r 0.97']);
    expect(alerts.get('A1')).toMatchObject({
      threshold: 0.97,
      transactionCount: 1,
      referenceCents: 100,
      score: 0.5,
    });
  });

  test('once for two thresholds that are crossed together', () => {
    const { lines } = run([{ flag: { at: 1, ring: ring() } }, grew(0.95)]);
    expect(lines[1]).toBe('2.0 ESCALATED A1 r 0.9');
  });

  test('once for each, also when the suspicion fell in between', () => {
    const { lines } = run([
      { flag: { at: 1, ring: ring(0.92) } },
      grew(0.6),
      grew(0.95),
      grew(0.5),
      grew(0.98),
    ]);
    expect(lines).toEqual(['1.0 RAISED A1 r 0.9', '5.0 ESCALATED A1 r 0.97']);
  });
});

describe('an alert follows its ring', () => {
  test('into the alert of the ring that took over', () => {
    const { lines, alerts } = run([
      { flag: { at: 1, from: 'c', to: 'd', ring: ring(0.5, 'q') } },
      { flag: { at: 2, from: 'e', to: 'f', ring: ring() } },
      {
        flag: { at: 3, from: 'g', to: 'h', ring: ring(0.5, 'q') },
        rings: [
          { kind: 'GREW', ringId: 'q', otherRingId: 'r' },
          { kind: 'MERGED', ringId: 'r', otherRingId: 'q' },
          { kind: 'MERGED', ringId: 'unalerted', otherRingId: 'q' },
        ],
      },
    ]);
    expect(lines.slice(2)).toEqual(['3.0 EXTENDED A1 q', '3.1 MERGED A2 r > A1']);
    expect(alerts.get('A2')).toMatchObject({ status: 'MERGED', transactionCount: 1, referenceCents: 100 });
    expect(alerts.get('A1')).toMatchObject({ status: 'OPEN', transactionCount: 2 });
  });

  test('into a new alert when only the ring that was merged in had one', () => {
    const { lines } = run([
      { flag: { at: 1, from: 'e', to: 'f', ring: ring() } },
      {
        flag: { at: 2, from: 'g', to: 'h', ring: ring(0.5, 'q') },
        rings: [{ kind: 'MERGED', ringId: 'r', otherRingId: 'q' }],
      },
    ]);
    expect(lines).toEqual(['1.0 RAISED A1 r', '2.0 RAISED A2 q', '2.1 MERGED A1 r > A2']);
  });

  test('through its sleep without an event', () => {
    const { lines } = run([
      { flag: { at: 1, ring: ring() }, rings: [{ kind: 'DORMANT', ringId: 'r' }] },
      { rings: [{ kind: 'REOPENED', ringId: 'r' }] },
    ]);
    expect(lines).toEqual(['1.0 RAISED A1 r']);
  });

  const closed = {
    rings: [{ kind: 'CLOSED' as const, ringId: 'r', suspicion: 0.1, cause: 'LABEL' as const }],
  };

  test('to its end, with the cause', () => {
    const { lines, events, alerts } = run([{ flag: { at: 1, ring: ring() } }, closed, { flag: { at: 3 } }]);
    expect(lines).toEqual(['1.0 RAISED A1 r', '2.0 CLOSED A1 r', '3.0 RAISED A2 -']);
    expect(events.map(({ cause }) => cause)).toEqual([null, 'LABEL', null]);
    expect(alerts.get('A1')).toMatchObject({ status: 'CLOSED', transactionCount: 1 });
  });

  test('when it is reopened by a transfer, without the thresholds that it had', () => {
    const reopened = { rings: [{ kind: 'REOPENED' as const, ringId: 'r', suspicion: 0.95 }] };
    const { lines, alerts, answers } = run([
      { flag: { at: 1, ring: ring(0.8) } },
      closed,
      { flag: { at: 3, from: 'x', ring: ring(0.95) }, ...reopened },
      { flag: { at: 4, ring: ring(0.95) } },
    ]);
    expect(lines.slice(2)).toEqual(['3.0 REOPENED A1 r', '3.1 ESCALATED A1 r 0.9', '4.0 EXTENDED A1 r']);
    expect(answers).toEqual(['A1', 'A1', 'A1']);
    expect(alerts.get('A1')).toMatchObject({ status: 'OPEN', transactionCount: 3, referenceCents: 300 });
  });

  test('when it is reopened without a transfer', () => {
    const { lines, events } = run([
      { flag: { at: 1, ring: ring(0.8) } },
      closed,
      { rings: [{ kind: 'REOPENED', ringId: 'r', suspicion: 0.92 }] },
    ]);
    expect(lines.slice(2)).toEqual(['3.0 REOPENED A1 r', '3.1 ESCALATED A1 r 0.9']);
    expect(events[2]).toMatchObject({ transactionId: null, referenceCents: 0 });
  });

  test('no more once it is forgotten', () => {
    const { lines, tracker } = run([
      { flag: { at: 1, ring: ring() } },
      { ...closed, forget: 'r' },
      { flag: { at: 3, ring: ring() } },
    ]);
    expect(lines.at(-1)).toBe('3.0 RAISED A2 r');
    expect([tracker.has('r'), tracker.has('q')]).toEqual([true, false]);
  });

  test('and a ring that is split off has an alert of its own, of its latest transfer', () => {
    const latest = { seq: 7, transactionId: 'old', at: 1, from: 'd', to: 'e', score: 0.6 };
    const transfer = { ...latest, amountMinor: 5, currency: 'USD', referenceCents: 5 };
    const first = { ...transfer, seq: 6, transactionId: 'older', from: 'c' };
    const born = { kind: 'BORN' as const, ringId: 's', otherRingId: 'r', suspicion: 0.8 };
    const { lines, events, alerts } = run([
      { flag: { at: 1, ring: ring(0.9) } },
      {
        rings: [
          { kind: 'SPLIT', ringId: 'r', otherRingId: 's' },
          { ...born, transfers: [first, transfer] },
        ],
      },
      { flag: { at: 3, ring: ring(0.8, 's') } },
    ]);
    expect(lines).toEqual(['1.0 RAISED A1 r 0.9', '2.0 RAISED A2 s 0.7', '3.0 EXTENDED A2 s']);
    expect(events[1]).toMatchObject({ transactionId: 'old', account: 'd', score: 0.6, referenceCents: 5 });
    expect(alerts.get('A2')?.reasons[0]).toMatch(/CYCLE/);
  });
});
