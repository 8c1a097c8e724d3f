import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { z } from 'zod';
import { openService } from '../../app/open-service.ts';
import { type ScoreResult, scoreSource } from '../../app/score/score-source.ts';
import { systemClock } from '../../base/clock.ts';
import { parseConfig } from '../../base/config.ts';
import { openLog } from '../../base/log.ts';
import { packagePath } from '../../base/package-root.ts';
import { formatByName } from '../../ingest/formats/registry.ts';
import { openFileSource } from '../../ingest/sources/file/file-source.ts';
import type { Decision } from '../../scoring/decision-model.ts';
import { featureSet } from '../../scoring/features/registry.ts';
import type { RingDossier } from '../../scoring/rings/dossier/dossier.ts';
import { writeJson } from '../../scoring/rings/dossier/exports/json.ts';
import { withoutEach } from '../../scoring/rings/evidence/evidence.arbitrary.ts';
import { suspicionOf } from '../../scoring/rings/evidence/suspicion.ts';
import { Places, temporaryFolder, testTimeoutMs } from '../cli/test-data.ts';
import { alertOutlines, dossiersOf, outlineOf } from './rings-of.ts';

const ringSchema = z.strictObject({
  status: z.string(),
  typology: z.string(),
  members: z.array(z.string()),
  /** Kinds of its events, repetitions once, and their causes in order of first appearance. */
  events: z.array(z.string()),
  causes: z.array(z.string()),
});

/** What expected.yml may say. Only what does not hang on the scores of one model: a verdict where a rule alone decides it. */
const expectationSchema = z.strictObject({
  about: z.string(),
  /** Scored by the rule of test/scenario-rules/ alone, so that rings and their evidence are the same whatever the model. */
  watched: z.boolean().default(false),
  /** All rings by birth, and all alerts in the order in which they were raised. */
  rings: z.array(ringSchema).optional(),
  alerts: z.array(z.strictObject({ status: z.string(), ring: z.number().nullable() })).optional(),
  /** Counts of the summary. */
  counts: z.record(z.string(), z.number()),
  transactions: z.record(
    z.string(),
    z.strictObject({
      seq: z.number().optional(),
      verdict: z.enum(['ALLOW', 'REVIEW', 'REJECT']).optional(),
      /** Reason codes that must be among those given, and that must not. */
      reasons: z.array(z.string()).default([]),
      notReasons: z.array(z.string()).default([]),
      features: z.record(z.string(), z.number()).default({}),
    }),
  ),
});

const root = packagePath('test', 'scenarios');
const watchedRules = packagePath('test', 'scenario-rules');
const names = readdirSync(root, { withFileTypes: true }).filter((entry) => entry.isDirectory());
const folder = temporaryFolder();
let places: Places;

beforeAll(async () => {
  places = await Places.open(folder);
}, testTimeoutMs);
afterAll(() => places.close(), testTimeoutMs);

interface Scored {
  readonly result: ScoreResult;
  readonly decisions: ReadonlyMap<string, Decision>;
  readonly rings: readonly RingDossier[];
  readonly alerts: readonly object[];
}

async function score(name: string, settings: object, batchMax: number): Promise<Scored> {
  const place = await places.place(`${name}-${batchMax}`);
  const config = parseConfig({ ...place.settings, ...settings, ingest: { batchMax } });
  const { signal } = new AbortController();
  const service = await openService(config, systemClock, openLog('silent'));
  const source = await openFileSource({
    path: join(root, name, 'input.jsonl'),
    format: formatByName('jsonl'),
    config: config.ingest,
    temporaryFolder: service.folder.temporary,
  });
  const decisions = new Map<string, Decision>();
  const onDecision = (decision: Decision) => void decisions.set(decision.transactionId, decision);
  const result = await scoreSource(service, source, {
    limit: null,
    signal,
    onProgress: () => {},
    onDecision,
  });
  const rings = await dossiersOf(service.ledger);
  const alerts = await alertOutlines(
    service.ledger,
    rings.map(({ ring }) => ring.id),
  );
  await source.close();
  await service.close();
  await place.close();
  return { result, decisions, rings, alerts };
}

/** Every edge of the minimal evidence is needed. */
function expectMinimal({ ring, minimal }: RingDossier): void {
  const whole = suspicionOf(minimal);
  for (const { edge, rest } of withoutEach(minimal))
    expect(suspicionOf(rest), `${ring.id} without ${JSON.stringify(edge)}`).toBeLessThan(whole);
}

function featuresOf(
  { features }: Decision,
  wanted: Readonly<Record<string, number>>,
): Record<string, number | undefined> {
  const found = Object.keys(wanted).map((name) => [name, features[featureSet.names.indexOf(name)]] as const);
  // Whole numbers are exact; ratios are written with the digits that matter.
  return Object.fromEntries(
    found.map(([name, value]) => [name, value === undefined ? value : Math.round(value * 1e4) / 1e4]),
  );
}

describe.each(names.map(({ name }) => name))('scenario %s', (name) => {
  test('is as expected.yml says', async () => {
    const expected = expectationSchema.parse(parse(readFileSync(join(root, name, 'expected.yml'), 'utf8')));
    const settings = expected.watched ? { scoring: { rules: watchedRules } } : {};
    const { result, decisions, rings, alerts } = await score(name, settings, 500);
    expect({ ...result.tally.counts, late: result.tally.late }).toMatchObject(expected.counts);
    for (const [id, { seq, verdict, reasons, notReasons, features }] of Object.entries(
      expected.transactions,
    )) {
      const decision = decisions.get(id);
      if (decision === undefined) throw new Error(`${id} was not decided`);
      expect(featuresOf(decision, features), id).toEqual(features);
      if (seq !== undefined) expect(decision.seq, id).toBe(seq);
      if (verdict !== undefined) expect(decision.verdict, id).toBe(verdict);
      expect(decision.reasons, id).toEqual(expect.arrayContaining(reasons));
      expect(
        decision.reasons.filter((reason) => notReasons.includes(reason)),
        id,
      ).toEqual([]);
    }
    if (expected.rings !== undefined) expect(rings.map(outlineOf)).toEqual(expected.rings);
    if (expected.alerts !== undefined) expect(alerts).toEqual(expected.alerts);
    if (!expected.watched) return;
    const again = await score(name, settings, 3);
    for (const [index, dossier] of rings.entries()) {
      const file = join(root, name, `ring-${index + 1}.json`);
      await expect(writeJson(dossier)).toMatchFileSnapshot(file);
      expect(writeJson(again.rings[index]!)).toBe(writeJson(dossier));
      expectMinimal(dossier);
    }
    expect(again.rings.length).toBe(rings.length);
  });
});
