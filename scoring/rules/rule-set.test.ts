import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { ruleLimits } from '../../base/config.ts';
import type { ReviewInput, RuleTransaction } from './rule-model.ts';
import { openRuleSet } from './rule-set.ts';
import { testRules } from './test-rules.ts';

const featureNames = ['out_count_1h', 'cycle_count', 'self_count'];
let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'anel-rules-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

interface Fields {
  id?: string;
  reason?: string;
  stage?: string;
  effect?: string;
  scoreFloor?: number;
  when?: string;
  title?: string;
  extra?: string;
}

function ruleText(fields: Fields): string {
  const { id = 'burst', reason = 'BURST', stage = 'review', effect = 'REVIEW', title = 'A burst' } = fields;
  const floor = fields.scoreFloor === undefined ? '' : `scoreFloor: ${fields.scoreFloor}\n`;
  return `id: ${id}
version: 1
title: ${title}
stage: ${stage}
reason: ${reason}
effect: ${effect}
${floor}${fields.extra ?? ''}when: ${JSON.stringify(fields.when ?? 'features.out_count_1h >= 5')}
cases:
  - { name: many, features: { out_count_1h: 5 }, matches: true }
  - { name: few, features: { out_count_1h: 4 }, matches: false }
`;
}

const write = (name: string, content: string) => writeFileSync(join(folder, name), content);
const writeRule = (name: string, fields: Fields = {}) => write(name, ruleText(fields));
const open = () => openRuleSet({ folder, featureNames });
const failure = (fields: Fields) => {
  writeRule('bad.yaml', fields);
  return open;
};

const plain: RuleTransaction = { amount: 5000, currency: 'EUR', format: 'ACH', channel: '', self: false };
const input = (features: number[], changes: Partial<ReviewInput> = {}): ReviewInput => ({
  features: Float64Array.from(features),
  transaction: plain,
  score: 0.5,
  ...changes,
});

describe('a rule set', () => {
  it('gives the hits of the stage that was asked, none when nothing matches', () => {
    writeRule('a.yaml');
    writeRule('b.yaml', {
      id: 'cycle',
      reason: 'CYCLE',
      stage: 'fast-reject',
      effect: 'REJECT',
      when: 'features.cycle_count > 0.0',
    });
    const rules = open();
    expect(rules.review(input([5, 0, 0])).map((hit) => hit.reason)).toEqual(['BURST']);
    expect(rules.review(input([4, 9, 0]))).toEqual([]);
    expect(rules.fastReject(input([9, 1, 0]))).toEqual([
      { ruleId: 'cycle', version: 1, reason: 'CYCLE', effect: 'REJECT', scoreFloor: null },
    ]);
    expect(rules.fastReject(input([9, 0, 0]))).toEqual([]);
  });

  it('puts REJECT before REVIEW, then the higher floor, then the file name', () => {
    const always = 'true';
    writeRule('a.yaml', { id: 'a', reason: 'A', when: always });
    writeRule('b.yaml', { id: 'b', reason: 'B', when: always, scoreFloor: 0.7 });
    writeRule('c.yaml', { id: 'c', reason: 'C', when: always, effect: 'REJECT' });
    writeRule('d.yaml', { id: 'd', reason: 'D', when: always, scoreFloor: 0.7 });
    expect(
      open()
        .review(input([0, 0, 0]))
        .map((hit) => hit.reason),
    ).toEqual(['C', 'B', 'D', 'A']);
  });

  it('shows a condition the transaction and the score', () => {
    const when =
      'transaction.amount >= 5000 && transaction.currency == "EUR" && transaction.format in ["ACH", "WIRE"] && ' +
      'transaction.channel == "" && !transaction.self && score > 0.4 && (score < 0.2 ? false : -score < 1.0 - score)';
    writeRule('a.yaml', { when });
    const rules = open();
    expect(rules.review(input([0, 0, 0]))).toHaveLength(1);
    expect(rules.review(input([0, 0, 0], { transaction: { ...plain, self: true } }))).toEqual([]);
    expect(rules.review(input([0, 0, 0], { transaction: { ...plain, format: 'CARD' } }))).toEqual([]);
    expect(rules.review(input([0, 0, 0], { score: 0.3 }))).toEqual([]);
  });

  it('forgets the input before', () => {
    writeRule('a.yaml', { when: 'features.cycle_count >= 1 && transaction.channel == "app"' });
    const rules = open();
    const app = { transaction: { ...plain, channel: 'app' } };
    expect(rules.review(input([0, 1, 0], app))).toHaveLength(1);
    expect(rules.review(input([0, 1, 0]))).toEqual([]);
    expect(rules.review(input([0, 0, 0], app))).toEqual([]);
  });

  it('has a hash over what decides and nothing else', () => {
    writeRule('a.yaml');
    const { hash } = open();
    writeRule('a.yaml', { title: 'Another title' });
    expect(open().hash).toBe(hash);
    writeRule('a.yaml', { when: 'features.out_count_1h >= 6' });
    expect(open().hash).not.toBe(hash);
    writeRule('a.yaml', { scoreFloor: 0.5 });
    expect(open().hash).not.toBe(hash);
  });

  it('is empty for an empty folder and passes over other files', () => {
    write('README.md', 'no rule');
    expect(open().rules).toEqual([]);
    expect(open().review(input([9, 9, 9]))).toEqual([]);
  });

  it('runs the cases, also those that fail', () => {
    writeRule('a.yaml', { when: 'features.out_count_1h >= 4' });
    expect(testRules(open())).toEqual([
      { ruleId: 'burst', file: 'a.yaml', caseName: 'many', expected: true, actual: true, passed: true },
      { ruleId: 'burst', file: 'a.yaml', caseName: 'few', expected: false, actual: true, passed: false },
    ]);
  });
});

describe('a rule that is refused', () => {
  it.each<[string, Fields, RegExp]>([
    ['syntax', { when: 'features.out_count_1h >=' }, /"bad.yaml", key "when": column 25: unexpected token/i],
    [
      'an unknown feature',
      { when: 'features.nope > 1' },
      /column 10: unknown feature or field nope; docs\/features.md/,
    ],
    ['an unknown field', { when: 'transaction.iban == ""' }, /unknown feature or field iban/],
    ['an unknown variable', { when: 'account > 1' }, /column 1: unknown variable account; use features/],
    [
      'the score too early',
      { stage: 'fast-reject', effect: 'REJECT', when: 'score > 0.5' },
      /in stage review only/,
    ],
    ['a whole number beside ==', { when: 'features.cycle_count == 3' }, /write 3.0 for 3/],
    ['no comparison', { when: 'features.cycle_count' }, /has type double, not bool/],
    ['a function', { when: 'size("a") > 0' }, /no functions, macros/],
    ['a method', { when: 'transaction.format.startsWith("A")' }, /no functions, macros/],
    ['a macro', { when: '[1, 2].all(x, x > 0)' }, /no functions, macros/],
    ['a computed key', { when: 'features["cycle_count"] > 1' }, /no functions, macros/],
    ['an unknown key', { extra: 'severity: 3\n' }, /key "\(top level\)": .*severity/],
    ['a wrong reason', { reason: 'burst' }, /key "reason": write it in UPPER_SNAKE/],
    ['a wrong id', { id: 'Burst' }, /key "id": write it in kebab-case/],
    ['a floor over 1', { scoreFloor: 2 }, /key "scoreFloor"/],
    ['a fast review', { stage: 'fast-reject' }, /key "effect": a fast-reject rule runs before the model/],
    [
      'an expression of too many parts',
      { when: 'true || '.repeat(ruleLimits.expressionNodesMax) },
      /key "when"/,
    ],
    [
      'an expression that is too deep',
      {
        when: `${'('.repeat(ruleLimits.expressionDepthMax)}true${')'.repeat(ruleLimits.expressionDepthMax)}`,
      },
      /key "when"/,
    ],
    [
      'a list that is too long',
      { when: `features.cycle_count in [${'1.0,'.repeat(ruleLimits.listElementsMax)}1.0]` },
      /key "when"/,
    ],
  ])('%s', (_name, fields, message) => {
    expect(failure(fields)).toThrow(
      expect.objectContaining({ code: 'RULE_INVALID', message: expect.stringMatching(message) }),
    );
  });

  it.each<[string, string, RegExp]>([
    ['no YAML', 'id: [', /key "\(file\)": it is no YAML/],
    ['no mapping', '- 1', /"bad.yaml", key "\(top level\)"/],
    ['a missing key', 'id: a\n', /"bad.yaml", key "version"/],
    [
      'no case that matches',
      ruleText({}).replace('matches: true', 'matches: false'),
      /key "cases": add a case with matches: true/,
    ],
    [
      'no case that does not',
      ruleText({}).replace('matches: false', 'matches: true'),
      /add a case with matches: false/,
    ],
    [
      'a case with an unknown feature',
      ruleText({}).replace('out_count_1h: 4', 'nope: 4'),
      /"cases.1.features.nope"/,
    ],
    ['too large a file', `# ${'x'.repeat(ruleLimits.fileBytesMax)}`, /larger than/],
    ['aliases', 'id: &a x\ntitle: *a\n', /no YAML/],
  ])('%s', (_name, content, message) => {
    write('bad.yaml', content);
    expect(open).toThrow(
      expect.objectContaining({ code: 'RULE_INVALID', message: expect.stringMatching(message) }),
    );
  });

  it('one that repeats an id or a reason', () => {
    writeRule('a.yaml');
    writeRule('b.yaml', { reason: 'OTHER' });
    expect(open).toThrow('rule file "b.yaml", key "id": "burst" is already used by "a.yaml"');
    writeRule('b.yaml', { id: 'other' });
    expect(open).toThrow('key "reason": "BURST" is already used by "a.yaml"');
  });

  it('a folder that does not exist, and one with too many', () => {
    expect(() => openRuleSet({ folder: join(folder, 'none'), featureNames })).toThrow(
      /cannot be read; correct scoring.rules/,
    );
    const many = join(folder, 'many');
    mkdirSync(many);
    for (let index = 0; index <= ruleLimits.rulesMax; index += 1)
      writeFileSync(join(many, `${index}.yaml`), '');
    expect(() => openRuleSet({ folder: many, featureNames })).toThrow(/keep at most 200/);
  });

  it('arithmetic of literals that fails is an error of the rule, not a crash without a name', () => {
    writeRule('a.yaml', { when: '1 / 0 > 1' });
    const rules = open();
    expect(() => rules.review(input([0, 0, 0]))).toThrow(/rule file "a.yaml", key "when": it failed/);
  });

  it('has a message of one line', () => {
    writeRule('bad.yaml', { when: 'features.out_count_1h >=' });
    expect(open).toThrow(expect.objectContaining({ message: expect.not.stringContaining('\n') }));
    write('bad.yaml', 'a: b: c');
    expect(open).toThrow(expect.objectContaining({ message: expect.not.stringContaining('\n') }));
  });
});
