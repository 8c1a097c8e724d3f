import { readFileSync, statSync } from 'node:fs';
import { basename } from 'node:path';
import { parse } from 'yaml';
import { z } from 'zod';
import { ruleLimits } from '../../base/config.ts';
import { messageOf } from '../../base/errors.ts';
import { ruleInvalid } from './rule-invalid.ts';
import type { Rule } from './rule-model.ts';

const text = (max: number) => z.string().trim().min(1).max(max);

const caseSchema = z.strictObject({
  name: text(200),
  features: z.record(z.string(), z.number()).default({}),
  transaction: z
    .strictObject({
      amount: z.number().nonnegative().default(0),
      currency: z.string().default('USD'),
      format: z.string().default(''),
      channel: z.string().default(''),
      self: z.boolean().default(false),
    })
    .prefault({}),
  score: z.number().min(0).max(1).default(0),
  matches: z.boolean(),
});

const ruleSchema = z
  .strictObject({
    id: z.string().regex(/^[a-z][a-z0-9]*(-[a-z0-9]+)*$/, 'write it in kebab-case, for example closed-cycle'),
    version: z.int().positive(),
    title: text(200),
    stage: z.enum(['fast-reject', 'review']),
    reason: z
      .string()
      .regex(/^[A-Z][A-Z0-9]*(_[A-Z0-9]+)*$/, 'write it in UPPER_SNAKE, for example CLOSED_CYCLE'),
    effect: z.enum(['REVIEW', 'REJECT']),
    scoreFloor: z.number().min(0).max(1).nullable().default(null),
    when: text(ruleLimits.expressionCharactersMax),
    cases: z
      .array(caseSchema)
      .max(ruleLimits.casesMax)
      .refine((cases) => cases.some((one) => one.matches), 'add a case with matches: true')
      .refine((cases) => cases.some((one) => !one.matches), 'add a case with matches: false'),
  })
  .refine((rule) => rule.stage === 'review' || rule.effect === 'REJECT', {
    path: ['effect'],
    message: 'a fast-reject rule runs before the model: its effect must be REJECT, else set stage: review',
  });

function readYaml(path: string, file: string): unknown {
  if (statSync(path).size > ruleLimits.fileBytesMax) {
    throw ruleInvalid(file, '(file)', `it is larger than ${ruleLimits.fileBytesMax} bytes; split it`);
  }
  try {
    return parse(readFileSync(path, 'utf8'), { maxAliasCount: 0 });
  } catch (error) {
    const firstLine = messageOf(error).split('\n', 1)[0]?.replace(/:$/, '');
    throw ruleInvalid(file, '(file)', `it is no YAML: ${firstLine}; correct the line`, error);
  }
}

/** Reads one rule file. Throws RULE_INVALID that names the file, the key and what was expected there. */
export function readRuleFile(path: string): Rule {
  const file = basename(path);
  const parsed = ruleSchema.safeParse(readYaml(path, file));
  if (!parsed.success) {
    const issue = parsed.error.issues[0];
    throw ruleInvalid(file, issue?.path.join('.') || '(top level)', issue?.message ?? 'invalid value');
  }
  const { id, ...rest } = parsed.data;
  return { file, ruleId: id, ...rest };
}
