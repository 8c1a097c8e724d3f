import type { Ledger } from '../../ledger/model.ts';
import { openDossier, type RingDossier } from '../../scoring/rings/dossier/dossier.ts';
import type { Alert, RingEvent } from '../../scoring/rings/model.ts';

/** A page that is large enough for every scenario. */
const page = { cursor: null, limit: 100 };

/** The dossiers of all rings of a ledger, by birth. */
export async function dossiersOf(ledger: Ledger): Promise<readonly RingDossier[]> {
  const rings = (await ledger.rings(page)).items.map(({ value }) => value);
  const evidence = await ledger.ringEvidence(rings.map(({ id }) => id));
  const dossiers: RingDossier[] = [];
  for (const ring of rings.sort((a, b) => a.bornSeq - b.bornSeq)) {
    const events = await ledger.ringEvents(ring.id);
    dossiers.push(openDossier(ring, events, evidence.get(ring.id) ?? { transfers: [], ties: [] }));
  }
  return dossiers;
}

/** What expected.yml says of a ring. */
export function outlineOf({ ring, events }: RingDossier): object {
  return {
    status: ring.status,
    typology: ring.typology,
    members: ring.members.map(({ account }) => account).sort(),
    events: runsOf(events.map(({ kind }) => kind)),
    causes: [...new Set(events.map(({ cause }: RingEvent) => cause))],
  };
}

/** What expected.yml says of the alerts, in the order in which they were raised: the place of the ring from 1, null for one on an account. */
export async function alertOutlines(ledger: Ledger, rings: readonly string[]): Promise<readonly object[]> {
  const alerts = (await ledger.alerts(page)).items.map(({ value }) => value);
  alerts.sort((a: Alert, b: Alert) => a.raisedSeq - b.raisedSeq);
  return alerts.map(({ status, ringId }) => ({
    status,
    ring: ringId === null ? null : rings.indexOf(ringId) + 1,
  }));
}

/** Repetitions are written once. */
function runsOf<T>(items: readonly T[]): readonly T[] {
  return items.filter((item, place) => item !== items[place - 1]);
}
