import { AnelError } from '../../base/errors.ts';
import { testRules } from '../../scoring/rules/test-rules.ts';
import type { Command } from '../cli/command.ts';
import { openRules } from '../engine/open-engine.ts';

/** `anel rules test`: runs the cases that every rule carries. */
export const rulesCommand: Command = {
  name: 'rules',
  summary: 'Test the rules against the cases in their files',
  synopsis: 'test',
  takesArguments: true,
  options: {},
  examples: ['anel rules test', 'anel rules test --json'],
  run: async ({ positionals, config, json, print }) => {
    if (positionals.length !== 1 || positionals[0] !== 'test') {
      throw new AnelError('USAGE', `anel rules: expected "test", got "${positionals.join(' ')}"`);
    }
    const ruleSet = openRules(config);
    const results = testRules(ruleSet);
    const failed = results.filter(({ passed }) => !passed);
    if (json) print(JSON.stringify({ rules: ruleSet.rules.length, cases: results.length, failed }));
    else {
      for (const { file, caseName, expected, actual } of failed)
        print(`${file}: case "${caseName}" is ${actual}, expected ${expected}`);
      print(`${ruleSet.rules.length} rules, ${results.length} cases, ${failed.length} failed`);
    }
    return failed.length === 0 ? 0 : 1;
  },
};
