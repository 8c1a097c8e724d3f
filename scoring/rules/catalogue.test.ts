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
