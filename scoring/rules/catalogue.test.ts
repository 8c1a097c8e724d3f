import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { packagePath } from '../../base/package-root.ts';
import { featureSet } from '../features/registry.ts';
import { openRuleSet } from './rule-set.ts';
import { testRules } from './test-rules.ts';

const ruleSet = openRuleSet({
  folder: packagePath('scoring', 'rules', 'catalogue'),
  featureNames: featureSet.names,
});

describe('the rules that ship with Anel', () => {
  it.each(testRules(ruleSet).map((result) => [`${result.ruleId}: ${result.caseName}`, result] as const))(
    '%s',
    (_name, { actual, expected }) => expect(actual).toBe(expected),
  );

  it('are in files of their own names', () => {
    for (const { file, ruleId } of ruleSet.rules) expect(file).toBe(`${ruleId}.yaml`);
  });

  it('let an unremarkable payment pass', () => {
    const features = new Float64Array(featureSet.names.length);
    const transaction = { amount: 5000, currency: 'EUR', format: 'CARD', channel: '', self: false };
    expect(ruleSet.fastReject({ features, transaction })).toEqual([]);
    expect(ruleSet.review({ features, transaction, score: 0.01 })).toEqual([]);
  });
});

describe('docs/rules.md', () => {
  const text = readFileSync(packagePath('docs', 'rules.md'), 'utf8');

  it('lists the rules of the catalogue', () => {
    const rows = text.split('\n').map((line) => line.split('|').map((cell) => cell.trim()));
    const listed = rows.filter((cells) => cells.length === 6 && /^`[A-Z_]+`$/.test(cells[1] ?? ''));
    const expected = ruleSet.rules.map(({ reason, stage, effect, title }) => [
      '',
      `\`${reason}\``,
      stage,
      effect,
      title,
      '',
    ]);
    expect(listed.sort()).toEqual(expected.sort());
  });

  it('has an example that is a rule', () => {
    const folder = mkdtempSync(join(tmpdir(), 'anel-rules-'));
    try {
      writeFileSync(join(folder, 'linked-pair.yaml'), /```yaml\n([\s\S]*?)```/.exec(text)?.[1] ?? '');
      const results = testRules(openRuleSet({ folder, featureNames: featureSet.names }));
      expect(results.map(({ passed }) => passed)).toEqual([true, true]);
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});
