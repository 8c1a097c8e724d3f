import { expect, test } from 'vitest';
import { parseConfig } from '../../base/config.ts';
import { accountKey, type SequencedEvent, type TransferEvent } from '../../graph/model/event.ts';
import { applyEvent } from '../../graph/session/replay-session.ts';
import { Session } from '../../graph/session/session.ts';
import { eventsFromText } from '../../test/naive/events-from-text.ts';
import { EntityResolution } from './entities/entity-resolution.ts';
import { noOpenRings, Placer } from './placer.ts';

const config = parseConfig({
  rings: { bornWeightMin: 1.5 },
  entities: { weights: { card: 1, phone: 1, email: 1, device: 0.2 } },
});

/** The ring events that transfers lead to, all of them flagged with this score. */
function placed(text: string, score = 0.5) {
  const session = new Session(config.session);
  const placer = new Placer(session, config.rings, noOpenRings);
  const entities = new EntityResolution(session, config.entities);
  for (const item of eventsFromText(text) as SequencedEvent<TransferEvent>[]) {
    const { seq, event } = item;
    const { from, to, cents } = applyEvent(session, item, new Map())!;
    const ends = { from: accountKey(event.from), to: accountKey(event.to) };
    const { at, amountMinor, currency } = event;
    const money = { amountMinor, currency, referenceCents: cents };
    const transfer = { seq, transactionId: event.id, at, ...ends, ...money, score };
    const ties = entities.tiesAround(from, to, at);
    const circumstances = { late: false, flagged: true, suppressed: false, shape: null };
    placer.place({ transfer, now: session.now, from, to, ...circumstances, ties }, () => []);
  }
  return placer.takeEvents().ringEvents;
}

test('two pairs that move suspicious money are one ring when a phone joins them', () => {
  expect(placed('a>b 9 @1, c>d 9 @2')).toEqual([]);
  const [born, ...later] = placed('a>b 9 @1 phone:1525, c>d 9 @2 phone:1525');
  expect(later).toEqual([]);
  expect(born).toMatchObject({ kind: 'BORN', cause: 'SHARED_IDENTIFIER', seq: 2 });
  expect(born?.joined.map(({ account }) => account)).toEqual(['c', 'd', 'a', 'b']);
  const shared = { kind: 'phone', identifier: '1525', accounts: ['a', 'c'], strength: 'HARD', weight: 1 };
  expect(born?.ties).toEqual([expect.objectContaining(shared)]);
});

test('a device alone makes no ring, and weighs in one that there is', () => {
  expect(placed('a>b 9 @1 device:d, c>d 9 @2 device:d')).toEqual([]);
  const [born] = placed('a>b 9 @1 device:d, c>b 9 @2 device:d, c>b 9 @3 device:d');
  expect(born).toMatchObject({ kind: 'BORN', cause: 'FLAGGED_TRANSFER' });
  expect(born?.ties).toMatchObject([{ kind: 'device', accounts: ['a', 'c'], strength: 'SOFT' }]);
});

test('who shares a phone with a suspect and moves no suspicious money stays outside', () => {
  const clean = 'e>f 9 @0 phone:1525';
  const session = placed(`${clean}, a>b 9 @200 phone:1525, a>c 9 @201 phone:1525, c>b 9 @202`);
  expect(session.flatMap(({ joined }) => joined.map(({ account }) => account)).sort()).toEqual([
    'a',
    'b',
    'c',
  ]);
});
