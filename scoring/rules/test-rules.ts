import type { Rule, RuleCase } from './rule-model.ts';
import type { RuleSet } from './rule-set.ts';

/** What one case of one rule gave. */
export interface RuleTestResult {
  readonly ruleId: string;
  readonly file: string;
  readonly caseName: string;
  readonly expected: boolean;
  readonly actual: boolean;
  readonly passed: boolean;
}

function matches(ruleSet: RuleSet, rule: Rule, { features, transaction, score }: RuleCase): boolean {
  const vector = Float64Array.from(ruleSet.featureNames, (name) => features[name] ?? 0);
  const input = { features: vector, transaction, score };
  const hits = rule.stage === 'review' ? ruleSet.review(input) : ruleSet.fastReject(input);
  return hits.some((hit) => hit.ruleId === rule.ruleId);
}

/** Runs the cases of every rule through the rule set, in the order of its rules and of their cases. */
export function testRules(ruleSet: RuleSet): RuleTestResult[] {
  return ruleSet.rules.flatMap((rule) =>
    rule.cases.map((one) => {
      const actual = matches(ruleSet, rule, one);
      const { ruleId, file } = rule;
      return {
        ruleId,
        file,
        caseName: one.name,
        expected: one.matches,
        actual,
        passed: actual === one.matches,
      };
    }),
  );
}
