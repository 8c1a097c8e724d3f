import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Config } from '../../base/config.ts';
import { rolesOf } from './evidence/roles.ts';
import { recogniseShapes } from './evidence/shapes.ts';
import { suspicionOf } from './evidence/suspicion.ts';
import {
  draws,
  type Emitted,
  foldAll,
  JoinedTrackers,
  settings,
  stored,
  type Told,
  toldFrom,
} from './joined-trackers.samples.ts';
import type { Ring, RingEvent } from './model.ts';
import { noOpenRings } from './placer.ts';

/** Tells everything to trackers of their own, and calls `check` after each step. */
function eachStep(
  check: (emitted: readonly Emitted[], told: Told, trackers: JoinedTrackers, config: Config['rings']) => void,
  numRuns = 100,
) {
  fc.assert(
    fc.property(draws, settings, (drawn, config) => {
      const trackers = new JoinedTrackers(config, noOpenRings);
      const emitted: Emitted[] = [];
      for (const told of toldFrom(drawn)) {
        emitted.push(trackers.take(told));
        check(emitted, told, trackers, config);
      }
    }),
    { numRuns },
  );
}

const isAlive = ({ status }: Ring) => status === 'OPEN' || status === 'DORMANT';
const alive = (emitted: readonly Emitted[]) =>
  [...foldAll(emitted).rings.values()].filter(({ ring }) => isAlive(ring));
const accountsOf = ({ members }: Ring) => members.map(({ account }) => account);

describe('ring and alert tracker', () => {
  it('number the events of each step from 0 without a gap', () => {
    eachStep((emitted, { seq }) => {
      const { rings, alerts } = emitted.at(-1)!;
      for (const events of [rings, alerts]) {
        const expected = events.map((_, ordinal) => ({ seq, ordinal }));
        expect(events.map((event) => ({ seq: event.seq, ordinal: event.ordinal }))).toEqual(expected);
      }
    });
  });

  it('hold the members that the fold of the events has, each account in the oldest of its rings', () => {
    eachStep((emitted, _, { rings }) => {
      const found = alive(emitted).map(({ ring }) => ring);
      found.sort((a, b) => a.bornSeq - b.bornSeq || (a.id < b.id ? -1 : 1));
      for (const account of 'abcdefghijk') {
        const oldest = found.find((ring) => accountsOf(ring).includes(account));
        expect(rings.ringOf(account)).toBe(oldest?.id ?? null);
      }
      for (const { id, suspicion } of found) expect(rings.suspicionOf(id)).toBe(suspicion);
    });
  });

  it('say of each ring what its evidence shows: suspicion, typology and roles', () => {
    eachStep((emitted) => {
      for (const { ring, evidence } of alive(emitted)) {
        expect(ring.suspicion).toBe(suspicionOf(evidence));
        expect(ring.typology).toBe(recogniseShapes(evidence.transfers)[0]?.typology ?? 'RANDOM');
        const roles = rolesOf(evidence.transfers);
        for (const { account, role } of ring.members) expect(role).toBe(roles.get(account) ?? 'MEMBER');
      }
    });
  });

  it('keep the limits, and count at least the transfers that are held', () => {
    eachStep((emitted, _, __, config) => {
      const found = alive(emitted);
      for (const { ring, evidence } of found) {
        expect(ring.members.length).toBeLessThanOrEqual(config.membersMax);
        expect(evidence.transfers.length).toBeLessThanOrEqual(config.evidenceTransfersMax);
        expect(evidence.ties.length).toBeLessThanOrEqual(config.evidenceTiesMax);
        expect(ring.transferCount).toBeGreaterThanOrEqual(evidence.transfers.length);
        expect(ring.members.length).toBeGreaterThanOrEqual(3);
      }
      const isBirth = emitted.at(-1)!.rings.some(({ kind, cause }) => kind === 'BORN' && cause !== 'RING');
      if (isBirth) expect(found.length).toBeLessThanOrEqual(config.openMax);
    });
  });

  it('have evidence only between accounts that are or were members, of the ring or of those that it was split from', () => {
    eachStep((emitted) => {
      const everMembers = membersEver(emitted.flatMap(({ rings }) => rings));
      for (const [id, { evidence }] of foldAll(emitted).rings) {
        const accounts = evidence.transfers.flatMap(({ from, to }) => [from, to]);
        for (const account of [...accounts, ...evidence.ties.flatMap((tie) => tie.accounts)])
          expect(everMembers.get(id)).toContain(account);
      }
    });
  });

  it('have no evidence of a reversed transfer in a ring of its accounts, and none of a cleared account', () => {
    eachStep((emitted, { reversed, cleared }) => {
      for (const { ring, evidence } of alive(emitted)) {
        const members = accountsOf(ring);
        const concerns =
          reversed !== undefined && [reversed.from, reversed.to].some((each) => members.includes(each));
        if (concerns) expect(evidence.transfers.map(({ seq }) => seq)).not.toContain(reversed.seq);
        const ends = evidence.transfers.flatMap(({ from, to }) => [from, to]);
        if (cleared !== undefined && members.includes(cleared)) expect(ends).not.toContain(cleared);
      }
    });
  });

  it('answer a ring that is alive, and give no id to a second ring or alert', () => {
    eachStep((emitted) => {
      const { ringId } = emitted.at(-1)!;
      if (ringId !== null) expect(alive(emitted).map(({ ring }) => ring.id)).toContain(ringId);
      const born = emitted.flatMap(({ rings }) => rings).filter(({ kind }) => kind === 'BORN');
      expect(new Set(born.map((event) => event.ringId)).size).toBe(born.length);
      const raised = emitted.flatMap(({ alerts }) => alerts).filter(({ kind }) => kind === 'RAISED');
      expect(new Set(raised.map(({ alertId }) => alertId)).size).toBe(raised.length);
    });
  });

  it('have one alert for every ring, open, closed or merged with it, at its highest threshold', () => {
    eachStep((emitted, _, __, config) => {
      const { rings, alerts } = foldAll(emitted);
      const events = emitted.flatMap((one) => one.rings);
      const crossed = (suspicion: number) =>
        config.alertThresholds.filter((each) => each <= suspicion).at(-1) ?? 0;
      for (const { ring } of rings.values()) {
        const own = [...alerts.values()].filter(({ ringId }) => ringId === ring.id);
        const birth = events.find(({ ringId, kind }) => ringId === ring.id && kind === 'BORN')!;
        const isBare = birth.cause === 'RING' && birth.transfers.length === 0;
        if (!isBare) expect(own).toHaveLength(1);
        for (const { status, threshold } of own) {
          expect(status).toBe(ring.status === 'DORMANT' ? 'OPEN' : ring.status);
          if (status === 'OPEN') expect(threshold).toBeGreaterThanOrEqual(crossed(ring.suspicion));
        }
      }
    });
  });

  it('escalate an alert at most once for each threshold, and count each transaction of a step once', () => {
    eachStep((emitted, { candidate }) => {
      const events = emitted.flatMap(({ alerts }) => alerts);
      const escalations = events.filter(({ kind }) => kind === 'ESCALATED');
      const names = escalations.map(({ alertId, threshold }) => `${alertId} ${threshold}`);
      expect(new Set(names).size).toBe(names.length);
      const isFlagged = candidate !== undefined && candidate.cause !== 'COMMUNITY';
      const told = emitted
        .at(-1)!
        .alerts.filter(({ transactionId }) => transactionId === candidate?.transactionId);
      if (isFlagged) expect(told).toHaveLength(1);
    });
  });

  it('go on after a restart at any point as if there had been none', () => {
    fc.assert(
      fc.property(draws, settings, fc.nat(), (drawn, config, turn) => {
        const all = toldFrom(drawn);
        const trackers = new JoinedTrackers(config, noOpenRings);
        const emitted = all.map((told) => trackers.take(told));
        for (let cut = 1; cut < all.length; cut += 1) {
          if (hasForgottenEarly(emitted.slice(0, cut), all, config)) return;
          const resumed = new JoinedTrackers(
            config,
            stored(emitted.slice(0, cut), all[cut - 1]!.now, config, turn),
          );
          for (let place = cut; place < all.length; place += 1) {
            const { rings, alerts, ringId } = resumed.take(all[place]!);
            expect({ rings, alerts, ringId }).toEqual({
              rings: emitted[place]!.rings,
              alerts: emitted[place]!.alerts,
              ringId: emitted[place]!.ringId,
            });
          }
        }
      }),
      { numRuns: 25 },
    );
  });
});

/** The accounts that were ever members of each ring, or of one that it was split from before that. */
function membersEver(events: readonly RingEvent[]): Map<string, Set<string>> {
  const ever = new Map<string, Set<string>>();
  for (const { ringId, kind, cause, joined, otherRingId } of events) {
    const parents = kind === 'BORN' && cause === 'RING' ? (ever.get(otherRingId ?? '') ?? []) : [];
    const known = ever.get(ringId) ?? new Set(parents);
    for (const { account } of joined) known.add(account);
    ever.set(ringId, known);
  }
  return ever;
}

/** Whether a closed ring was forgotten because there were too many: a restart does not know that. */
function hasForgottenEarly(
  emitted: readonly Emitted[],
  all: readonly Told[],
  config: Config['rings'],
): boolean {
  return emitted.some(({ forgotten }, place) => {
    const { rings } = foldAll(emitted.slice(0, place));
    return forgotten.some((id) => rings.get(id)!.ring.lastAt > all[place]!.now - config.closedKeptMs);
  });
}
