import { expect, test } from 'vitest';
import { hourMs } from '../../base/clock.ts';
import { parseConfig } from '../../base/config.ts';
import { textStart } from '../../test/naive/events-from-text.ts';
import { sessionFromText } from '../../test/naive/session-from-text.ts';
import { FraudExposureSearch } from './fraud-exposure.ts';
import type { ProximityLimits } from './limits.ts';

function exposureOf(text: string, of: string, caps: Partial<ProximityLimits> = {}) {
  const { session, account } = sessionFromText(text);
  const limits = parseConfig({ labels: { halfLifeMs: 10 * hourMs, ...caps } }).labels;
  return new FraudExposureSearch().measure(session, account(of), textStart + 20 * hourMs, limits);
}

test('a counterparty counts by its share of the money, both ways together, and by the age of its label', () => {
  const text = 'b is fraud @10, a>b 100 @11, b>a 200 @12, a>c 700 @13';
  expect(exposureOf(text, 'a')).toEqual({
    counterparties: 2,
    fraudulent: 1,
    exposure: 0.3 * 0.5,
    capped: false,
  });
});

test('the counterparties of a counterparty count by both shares; the account itself does not', () => {
  const text = 'd is fraud @20, a is fraud @20, a>b 400 @11, a>c 600 @12, b>d 100 @13';
  const { exposure, fraudulent } = exposureOf(text, 'a');
  expect(fraudulent).toBe(0);
  expect(exposure).toBeCloseTo(0.4 * 0.2, 12);
});

test('whoever is reached by two ways counts by both', () => {
  const text = 'c is fraud @20, a>b 500 @11, a>c 500 @12, b>c 500 @13';
  expect(exposureOf(text, 'a').exposure).toBeCloseTo(0.5 + 0.5 * 0.5, 12);
});

test('an account without counterparties has none', () => {
  const nothing = { counterparties: 0, fraudulent: 0, exposure: 0, capped: false };
  expect(exposureOf('a is fraud @1, b>c 9 @2', 'a')).toEqual(nothing);
});

test('caps hide the oldest pairs and the last counterparties, and the answer says so', () => {
  const text = 'x is fraud @20, z is fraud @20, a>x 100 @11, a>b 100 @12, a>c 100 @13, b>z 100 @14';
  expect(exposureOf(text, 'a', { degreeMax: 3 })).toMatchObject({
    counterparties: 3,
    fraudulent: 1,
    capped: false,
  });
  expect(exposureOf(text, 'a', { degreeMax: 2 })).toMatchObject({
    counterparties: 2,
    fraudulent: 0,
    capped: true,
  });
  // The counterparties of a take 3 pairs, those of c one, those of b two, those of x one.
  const all = exposureOf(text, 'a', { stepsMax: 7 });
  expect(all).toMatchObject({ capped: false });
  const some = exposureOf(text, 'a', { stepsMax: 5 });
  expect(some).toMatchObject({ counterparties: 3, fraudulent: 1, capped: true });
  expect(some.exposure).toBeCloseTo(1 / 3, 12);
  expect(all.exposure).toBeCloseTo(1 / 3 + (1 / 3) * (1 / 2), 12);
});
