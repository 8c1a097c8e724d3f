import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { ruleLimits } from '../../base/config.ts';
import { AnelError, messageOf } from '../../base/errors.ts';
import { digestId } from '../../base/ids.ts';
import { readRuleFile } from './rule-file.ts';
import { ruleInvalid } from './rule-invalid.ts';
import { type Condition, ExpressionError, openRuleLanguage, type RuleLanguage } from './rule-language.ts';
import type { ReviewInput, Rule, RuleHit, RuleInput, RuleStage } from './rule-model.ts';

/** The rules of one folder, compiled. Pure: the same input gives the same hits. */
export interface RuleSet {
  /** Over everything that can change a decision: title and cases do not count. */
  readonly hash: string;
  readonly featureNames: readonly string[];
  /** In the order of the hits: REJECT first, then the higher score floor, then file name. */
  readonly rules: readonly Rule[];
  /** The fast-reject rules that match, most important first. About 0.5 µs a rule. */
  fastReject(input: RuleInput): readonly RuleHit[];
  /** The review rules that match, most important first. About 0.5 µs a rule. */
  review(input: ReviewInput): readonly RuleHit[];
}

/** Where the rules are, and the names that they may use. */
export interface RuleSetOptions {
  readonly folder: string;
  /** In the order of the vectors that will be given. */
  readonly featureNames: readonly string[];
}

interface CompiledRule {
  readonly file: string;
  readonly hit: RuleHit;
  readonly condition: Condition;
}

const noHits: readonly RuleHit[] = Object.freeze([]);

function ruleFiles(folder: string): string[] {
  try {
    const names = readdirSync(folder).filter((name) => name.endsWith('.yaml'));
    return names.sort().map((name) => join(folder, name));
  } catch (error) {
    throw new AnelError(
      'RULE_INVALID',
      `rule folder "${folder}" cannot be read; correct scoring.rules in the configuration`,
      {
        cause: error,
      },
    );
  }
}

function refuseRepeats(rules: readonly Rule[]): void {
  const seen = new Map<string, string>();
  for (const { file, ruleId, reason } of rules) {
    for (const [key, value] of [
      ['id', ruleId],
      ['reason', reason],
    ] as const) {
      const other = seen.get(`${key} ${value}`);
      if (other !== undefined) {
        throw ruleInvalid(
          file,
          key,
          `"${value}" is already used by "${other}"; give each rule its own ${key}`,
        );
      }
      seen.set(`${key} ${value}`, file);
    }
  }
}

function refuseUnknownCaseFeatures(rule: Rule, known: ReadonlySet<string>): void {
  rule.cases.forEach((one, index) => {
    for (const name of Object.keys(one.features)) {
      if (!known.has(name)) {
        throw ruleInvalid(
          rule.file,
          `cases.${index}.features.${name}`,
          'unknown feature; docs/features.md lists the names',
        );
      }
    }
  });
}

function byImportance(left: Rule, right: Rule): number {
  if (left.effect !== right.effect) return left.effect === 'REJECT' ? -1 : 1;
  return (right.scoreFloor ?? 0) - (left.scoreFloor ?? 0);
}

function compileRule(rule: Rule, language: RuleLanguage): CompiledRule {
  const { file, ruleId, version, reason, effect, scoreFloor } = rule;
  try {
    const condition = language.compile(rule.when, rule.stage);
    return { file, hit: Object.freeze({ ruleId, version, reason, effect, scoreFloor }), condition };
  } catch (error) {
    if (!(error instanceof ExpressionError)) throw error;
    throw ruleInvalid(file, 'when', error.message, error);
  }
}

function evaluate({ file, condition }: CompiledRule): boolean {
  try {
    return condition();
  } catch (error) {
    throw ruleInvalid(
      file,
      'when',
      `it failed: ${messageOf(error).split('\n', 1)[0]}; correct the expression`,
      error,
    );
  }
}

function hitsOf(rules: readonly CompiledRule[]): readonly RuleHit[] {
  let hits: RuleHit[] | undefined;
  for (const rule of rules) {
    if (!evaluate(rule)) continue;
    hits ??= [];
    hits.push(rule.hit);
  }
  return hits ?? noHits;
}

function hashOf(rules: readonly Rule[]): string {
  const relevant = rules.map(({ ruleId, version, stage, reason, effect, scoreFloor, when }) =>
    JSON.stringify([ruleId, version, stage, reason, effect, scoreFloor, when]),
  );
  return digestId(relevant);
}

function loadRules(folder: string, featureNames: readonly string[]): Rule[] {
  const files = ruleFiles(folder);
  if (files.length > ruleLimits.rulesMax) {
    throw new AnelError(
      'RULE_INVALID',
      `rule folder "${folder}" has ${files.length} files; keep at most ${ruleLimits.rulesMax}`,
    );
  }
  const rules = files.map(readRuleFile);
  refuseRepeats(rules);
  const known = new Set(featureNames);
  for (const rule of rules) refuseUnknownCaseFeatures(rule, known);
  return rules.sort(byImportance);
}

/**
 * Reads and compiles every *.yaml file of a folder, in name order. A folder without rules is a rule set without hits.
 * Throws RULE_INVALID with the file, the key and what to do. Cases are checked for their form only: see `testRules`.
 */
export function openRuleSet({ folder, featureNames }: RuleSetOptions): RuleSet {
  const rules = loadRules(folder, featureNames);
  const language = openRuleLanguage(featureNames);
  const compiled = (stage: RuleStage) =>
    rules.filter((rule) => rule.stage === stage).map((rule) => compileRule(rule, language));
  const fastRejectRules = compiled('fast-reject');
  const reviewRules = compiled('review');
  return {
    hash: hashOf(rules),
    featureNames,
    rules,
    fastReject: ({ features, transaction }) => {
      language.see({ features, transaction, score: 0 });
      return hitsOf(fastRejectRules);
    },
    review: (input) => {
      language.see(input);
      return hitsOf(reviewRules);
    },
  };
}
