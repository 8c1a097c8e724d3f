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
import { Places, temporaryFolder, testTimeoutMs } from '../cli/test-data.ts';

/** What expected.yml may say. Only what does not hang on the scores of one model: a verdict where a rule alone decides it. */
const expectationSchema = z.strictObject({
  about: z.string(),
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
const names = readdirSync(root, { withFileTypes: true }).filter((entry) => entry.isDirectory());
const folder = temporaryFolder();
let places: Places;

beforeAll(async () => {
  places = await Places.open(folder);
}, testTimeoutMs);
afterAll(() => places.close(), testTimeoutMs);

async function score(
  name: string,
): Promise<{ result: ScoreResult; decisions: ReadonlyMap<string, Decision> }> {
  const place = await places.place(name);
  const config = parseConfig(place.settings);
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
  await source.close();
  await service.close();
  return { result, decisions };
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
    const { result, decisions } = await score(name);
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
  });
});
