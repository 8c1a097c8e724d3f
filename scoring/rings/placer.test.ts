import { describe, expect, test } from 'vitest';
import { type Config, parseConfig } from '../../base/config.ts';
import { accountKey } from '../../graph/model/event.ts';
import { Session } from '../../graph/session/session.ts';
import { transferOf } from './evidence.samples.ts';
import { foldAlert } from './fold.ts';
import type { Alert } from './model.ts';
import { noOpenRings, Placer } from './placer.ts';
import { foldOf } from './ring-story.samples.ts';

type Settings = Partial<Config['rings']>;

/** A placer told of transfers written as `a>b 0.9`, each at the time of its number. */
function placerOf(settings: Settings = {}) {
  const config = parseConfig({ rings: { bornWeightMin: 1, ...settings } });
  const session = new Session(config.session);
  const placer = new Placer(session, config.rings, noOpenRings);
  const taken: ReturnType<Placer['takeEvents']>[] = [];
  const key = (name: string) => accountKey({ account: name });
  let seq = 0;
  const place = (text: string, more: Partial<Parameters<Placer['place']>[0]> = {}) => {
    const [, from = '', to = '', score] = /^(\w)>(\w) ([\d.]+)$/.exec(text) ?? [];
    seq += 1;
    const transfer = transferOf(seq, key(from), key(to), Number(score));
    const ends = { from: session.accountKeys.intern(key(from)), to: session.accountKeys.intern(key(to)) };
    const scored = {
      transfer,
      now: seq,
      ...ends,
      late: false,
      flagged: Number(score) >= 0.5,
      suppressed: false,
      ties: [],
    };
    return placer.place({ ...scored, shape: null, ...more }, (typology) => [typology]);
  };
  const next = () => {
    seq += 1;
    return { seq, at: seq, now: seq };
  };
  const state = () => {
    taken.push(placer.takeEvents());
    const alerts = new Map<string, Alert>();
    for (const event of taken.flatMap(({ alertEvents }) => alertEvents))
      alerts.set(event.alertId, foldAlert(alerts.get(event.alertId) ?? null, event));
    const rings = foldOf(taken.flatMap(({ ringEvents }) => ringEvents));
    return { rings: [...rings.values()], alerts: [...alerts.values()] };
  };
  return { placer, session, place, next, state, key };
}

describe('Placer', () => {
  test('puts flagged transfers into alerts, and the group around them into a ring with the first alert', () => {
    const { place, state, placer, key } = placerOf();
    const first = place('a>b 0.6');
    const second = place('c>a 0.9');
    expect(first).toMatchObject({ ringId: null, alertId: expect.any(String) });
    expect(second).toEqual({ ringId: placer.ringOf(key('a')), alertId: first.alertId, typology: 'RANDOM' });
    const { rings, alerts } = state();
    expect(rings.map(({ evidence }) => evidence.transfers.map(({ seq }) => seq))).toEqual([[1, 2]]);
    expect(alerts).toMatchObject([{ ringId: second.ringId, transactionCount: 2, threshold: 0.7 }]);
  });

  test('looks at transfers from triggerScoreMin on, flagged or not, and remembers the others', () => {
    const { place } = placerOf({ triggerScoreMin: 0.3 });
    place('a>b 0.9');
    expect(place('b>c 0.2')).toEqual({ ringId: null, alertId: null, typology: null });
    expect(place('c>d 0.3')).toMatchObject({ ringId: expect.any(String), alertId: expect.any(String) });
  });

  test('takes nothing from suppressed transfers, and from late ones no links', () => {
    const { place, state } = placerOf();
    place('a>b 0.9', { suppressed: true });
    place('a>b 0.9', { late: true });
    expect(place('b>c 0.9').ringId).toBeNull();
    expect(state().rings).toEqual([]);
  });

  test('takes the accounts of a shape with their remembered transfers in', () => {
    const { place, session, state, key } = placerOf();
    place('a>b 0.1');
    place('b>c 0.01');
    const accounts = ['a', 'b', 'c'].map((name) => session.accountKeys.intern(key(name)));
    const shape = { typology: 'CYCLE' as const, clarity: 1, accounts, transfers: [1, 2, 3] };
    expect(place('c>a 0.9', { shape })).toMatchObject({ ringId: expect.any(String), typology: 'CYCLE' });
    const [ring] = state().rings;
    expect(ring?.ring).toMatchObject({ typology: 'CYCLE', transferCount: 3 });
  });

  test('forgets what was reversed or labelled legitimate, for rings that are and that will be', () => {
    const { place, placer, next, state, key } = placerOf();
    place('a>b 0.9');
    place('a>c 0.9');
    placer.reverse({ seq: 1, from: key('a'), to: key('b') }, next());
    const { rings, alerts } = state();
    expect(rings.map(({ ring }) => ring.status)).toEqual(['CLOSED']);
    expect(alerts.map(({ status }) => status)).toEqual(['CLOSED']);
    expect(place('b>x 0.9').ringId).toBeNull();
    const label = {
      kind: 'label',
      id: 'v',
      at: 1,
      seenAt: 1,
      account: { account: 'b' },
      verdict: 'legitimate',
    } as const;
    placer.clear(label, next());
    expect(place('x>y 0.9').ringId).toBeNull();
  });

  test('finds rings in communities: each has one alert, also when their transaction raised another one', () => {
    const { place, placer, next, state } = placerOf({ dormantAfterMs: 2 });
    place('a>b 0.9');
    place('x>y 0.04');
    place('b>c 0.05');
    place('x>y 0.04');
    placer.foldGroups(() => 0, next(), 'COMMUNITY');
    placer.foldGroups(() => 0, next(), 'COMMUNITY');
    const { rings, alerts } = state();
    expect(rings).toHaveLength(1);
    expect(rings[0]?.ring.members).toHaveLength(3);
    expect(alerts.map(({ ringId, status }) => [ringId, status])).toEqual([
      [null, 'OPEN'],
      [rings[0]?.ring.id, 'OPEN'],
    ]);
  });

  test('reopens the alert of a ring that a community reopens', () => {
    const { place, placer, next, state } = placerOf({ openMax: 1 });
    place('a>b 0.9');
    place('a>c 0.9');
    place('x>y 0.9');
    place('x>z 0.9');
    expect(state().alerts.map(({ status }) => status)).toEqual(['CLOSED', 'OPEN']);
    placer.foldGroups((account) => (account < 3 ? 0 : -1), next(), 'COMMUNITY');
    const { rings, alerts } = state();
    expect(rings.map(({ ring }) => ring.status)).toEqual(['OPEN', 'CLOSED']);
    expect(alerts.map(({ status }) => status)).toEqual(['OPEN', 'CLOSED']);
  });
});
