import { describe, expect, it, test } from 'vitest';
import { openInThreadRunner } from '../../algorithms/worker/open-runner.ts';
import { dayMs, systemClock } from '../../base/clock.ts';
import { parseConfig } from '../../base/config.ts';
import { LabelColumns } from '../../graph/session/label-columns.ts';
import { applyEvent } from '../../graph/session/replay-session.ts';
import type { Session } from '../../graph/session/session.ts';
import { eventsFromText } from '../../test/naive/events-from-text.ts';
import { targetsOf } from '../../test/naive/streams.arbitrary.ts';
import type { Structure } from '../structure/structure.ts';
import { openFeatureState } from './feature-state.ts';
import { labelFeatures } from './label.ts';
import { LabelProximitySearch } from './label-proximity.ts';

const config = parseConfig({
  session: { structureEveryTransfers: 4, structureDelayTransfers: 0, structureDelayShare: 0 },
});

/** The label features of the last transfer of a text. */
async function valuesOf(text: string): Promise<Record<string, number>> {
  const runner = openInThreadRunner(config.algorithms);
  const { session, structure, context } = openFeatureState(config, { runner, clock: systemClock });
  const events = eventsFromText(text);
  let values: Record<string, number> = {};
  for (const item of events) {
    const arrival = applyEvent(session, item, targetsOf(events));
    if (arrival === null) continue;
    context.begin(arrival);
    values = Object.fromEntries(labelFeatures.map((one) => [one.name, one.compute(context)]));
    await structure.observeTransfer();
  }
  return values;
}

const unseen = {
  ...{ sender_fraud_hops: -1, sender_fraud_counterparties: 0, sender_fraud_counterparty_share: 0 },
  ...{ sender_fraud_exposure: 0, sender_fraud_pagerank: 0 },
  ...{ receiver_fraud_hops: -1, receiver_fraud_counterparties: 0, receiver_fraud_counterparty_share: 0 },
  ...{ receiver_fraud_exposure: 0, receiver_fraud_pagerank: 0 },
  ...{ community_fraud_share: 0, label_capped: 0 },
};

test('their names are new ones, each once', () => {
  const names = labelFeatures.map(({ name }) => name);
  expect(names).toEqual(Object.keys(unseen));
});

describe('the values of a transfer', () => {
  test.each([
    ['without any label', 'a>b 9 @1, a>b 9 @2'],
    ['far from fraud', 'x is fraud @1, x>y 9 @2, a>b 9 @3'],
    ['before the label in the sequence, though it was confirmed earlier', 'a>b 9 @3, b is fraud @1'],
    ['after the label in the sequence, but confirmed later than it happened', 'b is fraud @4, a>b 9 @3'],
    ['after the label was cleared', 'b is fraud @1, b is legitimate @2, a>b 9 @3'],
    ['after a label of legitimate alone', 'b is legitimate @2, a>b 9 @3'],
  ])('%s', async (_name, text) => {
    expect(await valuesOf(text)).toEqual(unseen);
  });

  test('to confirmed fraud', async () => {
    expect(await valuesOf('b is fraud @3, a>c 300 @1, a>b 100 @3')).toMatchObject({
      sender_fraud_hops: 1,
      sender_fraud_counterparties: 1,
      sender_fraud_counterparty_share: 0.5,
      sender_fraud_exposure: 0.25,
      receiver_fraud_hops: 0,
      receiver_fraud_counterparties: 0,
      receiver_fraud_exposure: 0,
      label_capped: 0,
    });
  });

  test('of somebody who was labelled again after being cleared', async () => {
    const text = 'b is fraud @1, b is legitimate @2, b is fraud @3, a>b 9 @4';
    expect(await valuesOf(text)).toMatchObject({ sender_fraud_hops: 1, receiver_fraud_hops: 0 });
  });

  test('from an account to itself', async () => {
    expect(await valuesOf('a is fraud @1, a>a 9 @2')).toMatchObject({
      sender_fraud_hops: 0,
      receiver_fraud_hops: 0,
      sender_fraud_pagerank: expect.closeTo(2 ** (-1 / 24 / 30), 12),
    });
  });

  test('that comes too late for the window, of accounts that are in it', async () => {
    const late = await valuesOf('b is fraud @1, a>b 9 @2, x>y 9 @100, a>b 9 @3');
    expect(late).toMatchObject({ sender_fraud_hops: 1, sender_fraud_counterparties: 1 });
    expect(await valuesOf('b is fraud @50, a>b 9 @2, x>y 9 @100, a>b 9 @3')).toEqual(unseen);
  });

  test('in a community with confirmed fraud, as the structure was last recomputed and the labels are now', async () => {
    const square = 'a>b 9 @1, b>c 9 @2, c>a 9 @3, d>e 9 @4';
    expect(await valuesOf(`${square}, c is fraud @5, a>b 9 @6`)).toMatchObject({
      community_fraud_share: expect.closeTo(1 / 3, 12),
    });
    expect(await valuesOf(`c is fraud @0, ${square}, a>b 9 @6`)).toMatchObject({
      community_fraud_share: expect.closeTo(1 / 3, 12),
    });
    expect(
      (await valuesOf(`${square}, c is fraud @5, c is legitimate @6, a>b 9 @7`)).community_fraud_share,
    ).toBe(0);
    expect((await valuesOf(`${square}, c is fraud @9, a>b 9 @7`)).community_fraud_share).toBe(0);
    expect((await valuesOf(`${square}, c is fraud @5, d>e 9 @6`)).community_fraud_share).toBe(0);
  });
});

it('looks at nothing but the number of labels before the first label of fraud', () => {
  const labels = new LabelColumns(10);
  labels.add(0, { id: 'v1', verdict: 'legitimate', at: 1 }, 1);
  // Whatever else is asked of such a session or structure is undefined and throws.
  const search = new LabelProximitySearch({ labels } as unknown as Session, {} as Structure, config.labels);
  expect(search.proximity(0, dayMs)).toMatchObject({ hops: -1, capped: false });
  expect(search.community(0, dayMs)).toEqual({ share: 0, capped: false });
});
