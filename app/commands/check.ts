import type { CheckResult } from '../../base/check.ts';
import { runChecks } from '../check/run-checks.ts';
import type { Command } from '../cli/command.ts';

const green = 32;
const yellow = 33;
const red = 31;
const colours = { ok: green, warn: yellow, failed: red } as const;

/** `anel check`: tries every part that the settings name. */
export const checkCommand: Command = {
  name: 'check',
  summary: 'Try every connection that the settings name, and say what to do',
  synopsis: '',
  options: {},
  examples: ['anel check', 'anel check --config anel.yaml --json'],
  run: async ({ config, json, colour, print }) => {
    const checks = await runChecks(config);
    const ok = checks.every(({ state }) => state !== 'failed');
    if (json) print(JSON.stringify({ ok, checks }));
    else for (const line of linesOf(checks, colour)) print(line);
    return ok ? 0 : 1;
  },
};

/** State, part and what was found, a line each; below it what to do. */
function linesOf(checks: readonly CheckResult[], colour: boolean): string[] {
  const partWidth = Math.max(...checks.map(({ part }) => part.length));
  const stateWidth = Math.max(...checks.map(({ state }) => state.length));
  return checks.flatMap(({ part, state, detail, advice }) => {
    const padded = state.padEnd(stateWidth);
    const shown = colour ? `\u001b[${colours[state]}m${padded}\u001b[0m` : padded;
    const found = `${shown}  ${part.padEnd(partWidth)}  ${detail}`;
    return advice === null ? [found] : [found, `${''.padEnd(stateWidth + partWidth + 4)}→ ${advice}`];
  });
}
