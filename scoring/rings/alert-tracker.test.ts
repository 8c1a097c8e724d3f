import { describe, expect, test } from 'vitest';
import { parseConfig } from '../../base/config.ts';
import { AlertTracker, type FlaggedTransfer } from './alert-tracker.ts';
import { foldAlert } from './fold.ts';
import type { Alert } from './model.ts';

const config = parseConfig({ rings: { dormantAfterMs: 100 } }).rings;

interface Step extends Partial<FlaggedTransfer> {
  readonly at: number;
  readonly closed?: string;
}

/** Runs flagged transfers through a tracker; alerts are called A1, A2 … in the order in which they were raised. */
function run(steps: readonly Step[]) {
  const tracker = new AlertTracker(config, []);
  for (const [place, { closed, ...step }] of steps.entries()) {
    const flagged = { seq: place + 1, transactionId: `t${place + 1}`, from: 'a', to: 'b', score: 0.5 };
    const rest = { reasons: ['R'], referenceCents: 100, ringId: null, absorbedRings: [] };
    tracker.advance(step.at);
    tracker.observe({ ...flagged, ...rest, now: step.at, ...step });
    if (closed !== undefined) tracker.forgetRing(closed);
  }
  const events = tracker.takeEvents();
  const raised = events.filter(({ kind }) => kind === 'RAISED').map(({ alertId }) => alertId);
  const name = (id: string) => `A${raised.indexOf(id) + 1}`;
  const alerts = new Map<string, Alert>();
  for (const event of events)
    alerts.set(name(event.alertId), foldAlert(alerts.get(name(event.alertId)) ?? null, event));
  const lines = events.map(({ seq, ordinal, kind, alertId, ringId, otherAlertId }) =>
    [
      `${seq}.${ordinal}`,
      kind,
      name(alertId),
      ringId ?? '-',
      ...(otherAlertId === null ? [] : [`> ${name(otherAlertId)}`]),
    ].join(' '),
  );
  return { lines, alerts };
}

describe('AlertTracker', () => {
  test('one alert for all transfers of a ring', () => {
    const { lines, alerts } = run([
      { at: 1, ringId: 'r', score: 0.4, reasons: ['R', 'S'] },
      { at: 2, ringId: 'r', from: 'c', to: 'd', score: 0.9, reasons: ['T', 'R'] },
      { at: 900, ringId: 'r', from: 'e', to: 'f' },
    ]);
    expect(lines).toEqual(['1.0 RAISED A1 r', '2.0 EXTENDED A1 r', '3.0 EXTENDED A1 r']);
    const expected = {
      account: 'a',
      score: 0.9,
      reasons: ['R', 'S', 'T'],
      transactionCount: 3,
      referenceCents: 300,
    };
    expect(alerts.get('A1')).toMatchObject(expected);
  });

  test('one alert for an account, as sender or receiver, while news comes', () => {
    const { lines } = run([
      { at: 1 },
      { at: 50, to: 'c' },
      { at: 149, from: 'x', to: 'a' },
      { at: 249, to: 'c' },
      { at: 250, from: 'c', to: 'b' },
    ]);
    expect(lines).toEqual([
      '1.0 RAISED A1 -',
      '2.0 EXTENDED A1 -',
      '3.0 EXTENDED A1 -',
      '4.0 RAISED A2 -',
      '5.0 RAISED A3 -',
    ]);
  });

  test("an account's alert becomes the ring's", () => {
    const { lines, alerts } = run([
      { at: 1 },
      { at: 2, from: 'b', to: 'a', ringId: 'r' },
      { at: 3, from: 'x', to: 'y', ringId: 'r' },
      { at: 4 },
    ]);
    expect(lines).toEqual(['1.0 RAISED A1 -', '2.0 EXTENDED A1 r', '3.0 EXTENDED A1 r', '4.0 RAISED A2 -']);
    expect(alerts.get('A1')).toMatchObject({ ringId: 'r', account: 'a', transactionCount: 3 });
  });

  test("the ring's alert goes before the account's", () => {
    const { lines } = run([{ at: 1 }, { at: 2, from: 'x', to: 'y', ringId: 'r' }, { at: 3, ringId: 'r' }]);
    expect(lines).toEqual(['1.0 RAISED A1 -', '2.0 RAISED A2 r', '3.0 EXTENDED A2 r']);
  });

  test('alerts of merged rings merge into that of the ring that took over', () => {
    const { lines, alerts } = run([
      { at: 1, from: 'c', to: 'd', ringId: 'q' },
      { at: 2, from: 'e', to: 'f', ringId: 'r' },
      { at: 3, from: 'g', to: 'h', ringId: 'q', absorbedRings: ['r', 'unalerted'] },
    ]);
    expect(lines.slice(2)).toEqual(['3.0 EXTENDED A1 q', '3.1 MERGED A2 r > A1']);
    expect(alerts.get('A2')).toMatchObject({ status: 'MERGED', transactionCount: 1, referenceCents: 100 });
    expect(alerts.get('A1')).toMatchObject({ status: 'OPEN', transactionCount: 2 });
  });

  test('when only the merged ring had an alert, a new one takes it over', () => {
    const { lines } = run([
      { at: 1, from: 'e', to: 'f', ringId: 'r' },
      { at: 2, from: 'g', to: 'h', ringId: 'q', absorbedRings: ['r'] },
    ]);
    expect(lines).toEqual(['1.0 RAISED A1 r', '2.0 RAISED A2 q', '2.1 MERGED A1 r > A2']);
  });

  test('the alert of a closed ring gets no more news', () => {
    const { lines } = run([
      { at: 1, from: 'e', to: 'f', ringId: 'r' },
      { at: 2, from: 'x', to: 'y', ringId: 'q', closed: 'r' },
      { at: 3, from: 'e', to: 'f' },
    ]);
    expect(lines.at(-1)).toBe('3.0 RAISED A3 -');
  });
});
