import { contributionsOf, minimalEvidence } from '../evidence/minimal-evidence.ts';
import { recogniseShapes } from '../evidence/shapes.ts';
import type { Ring, RingEvent, RingEvidence } from '../model.ts';
import { traceMoney } from './flow.ts';
import type { RingFacts } from './ring-facts.ts';
import { explainRing } from './texts/explain.ts';
import { type Language, languages } from './texts/languages.ts';
import { timelineOf } from './timeline.ts';

/** Why a ring is one: its facts, and a text in each language. */
export interface RingDossier extends RingFacts {
  readonly text: Readonly<Record<Language, string>>;
}

/**
 * Computes everything that explains a ring. `events` are all of its events in the order of the log and `evidence` is their fold: the same
 * three give the same dossier, to the byte. Pure. Costs what its parts cost, most of it the contributions: O(edges) measures of the suspicion.
 */
export function openDossier(ring: Ring, events: readonly RingEvent[], evidence: RingEvidence): RingDossier {
  const facts: RingFacts = {
    ring,
    events,
    evidence,
    minimal: minimalEvidence(evidence),
    contributions: contributionsOf(evidence),
    typologies: recogniseShapes(evidence.transfers),
    flow: traceMoney(evidence.transfers, new Set(ring.members.map(({ account }) => account))),
    timeline: timelineOf(events, evidence),
  };
  const codes = Object.keys(languages) as Language[];
  const texts = codes.map((language) => [language, explainRing(facts, language)]);
  return { ...facts, text: Object.fromEntries(texts) as Record<Language, string> };
}
