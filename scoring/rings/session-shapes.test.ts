import { describe, expect, test } from 'vitest';
import { openInThreadRunner } from '../../algorithms/worker/open-runner.ts';
import { systemClock } from '../../base/clock.ts';
import { parseConfig } from '../../base/config.ts';
import { applyEvent } from '../../graph/session/replay-session.ts';
import { eventsFromText } from '../../test/naive/events-from-text.ts';
import { targetsOf } from '../../test/naive/streams.arbitrary.ts';
import { openFeatureState } from '../features/feature-state.ts';
import { sessionShape } from './session-shapes.ts';

/** The shape that the last transfer of a text closes, with the names of its accounts in order. */
async function shapeOf(text: string, motifs: Readonly<Record<string, number>> = {}) {
  const config = parseConfig({ motifs });
  const runner = openInThreadRunner(config.algorithms);
  const { session, structure, context } = openFeatureState(config, { runner, clock: systemClock });
  const events = eventsFromText(text);
  let shape: ReturnType<typeof sessionShape> = null;
  for (const item of events) {
    const arrival = applyEvent(session, item, targetsOf(events));
    if (arrival === null) continue;
    context.begin(arrival);
    shape = sessionShape(context);
    await structure.observeTransfer();
  }
  if (shape === null) return null;
  const names = shape.accounts.map((account) => session.accountKeys.key(account).slice(-1));
  return { typology: shape.typology, accounts: names.sort().join(''), transfers: shape.transfers };
}

describe('sessionShape', () => {
  test.each([
    ['a cycle', 'a>b 100 @1, b>c 99 @2, c>a 98 @3', 'CYCLE', 'abc', [1, 2, 3]],
    [
      'a scatter-gather',
      'a>b 100 @1, a>c 100 @1, a>d 100 @1, b>e 99 @2, c>e 99 @2, d>e 99 @3',
      'SCATTER_GATHER',
      'abcde',
      [1, 2, 3, 4, 5, 6],
    ],
    ['a chain', 'a>b 100 @1, b>c 99 @2, c>d 98 @3, d>e 97 @4, e>f 96 @5', 'CHAIN', 'abcdef', [1, 2, 3, 4, 5]],
  ] as const)('is %s that the transfer closes', async (_name, text, typology, accounts, transfers) => {
    expect(await shapeOf(text)).toEqual({ typology, accounts, transfers });
  });

  test('is nothing when none is clear: fans name nobody, nor does a short chain', async () => {
    expect(await shapeOf('a>b 100 @1')).toBeNull();
    expect(await shapeOf('a>x 9 @1, b>x 9 @1, c>x 9 @1, d>x 9 @1, e>x 9 @2')).toBeNull();
    expect(await shapeOf('a>b 100 @1, b>c 99 @2')).toBeNull();
  });

  test('has every transfer between its accounts, also those that are no part of the shape', async () => {
    const found = await shapeOf('a>b 100 @1, a>c 5 @1, x>a 7 @1, b>c 99 @2, a>b 7 @2, c>a 98 @3');
    expect(found).toEqual({ typology: 'CYCLE', accounts: 'abc', transfers: [1, 2, 4, 5, 6] });
  });
});
