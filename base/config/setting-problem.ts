import type { z } from 'zod';
import { nearest } from '../nearest.ts';
import { expectedOf, type Setting, settingAt } from './setting.ts';
import { shownValue } from './shown-value.ts';

/** What zod says about one value. */
type Issue = z.core.$ZodIssue;

/** What is wrong with settings, from the first issue of their schema, as one sentence with what to do. Never has a secret. Pure. */
export function settingProblem(
  settings: readonly Setting[],
  input: unknown,
  issue: Issue | undefined,
  originOf: (key: string) => string | null,
): string {
  const path = (issue?.path ?? []).map(String);
  if (issue?.code === 'unrecognized_keys') {
    const key = [...path, issue.keys[0] ?? ''].join('.');
    return unknownKey(settings, key, 'configuration key', null);
  }
  const setting = settings.find(({ key }) => path.join('.') === key || path.join('.').startsWith(`${key}.`));
  if (setting === undefined) {
    const name = path.length === 0 ? '(top level)' : path.join('.');
    // Rules over a whole section say themselves what is wrong.
    const problem = issue?.code === 'custom' ? issue.message : 'expected keys and values';
    return `configuration key "${name}": ${problem}; see docs/configuration.md`;
  }
  return wrongValue(setting, settingAt(input, setting.key), originOf(setting.key));
}

/** The sentence about a value that its setting does not take. */
export function wrongValue(setting: Setting, value: unknown, origin: string | null): string {
  const from = origin === null ? '' : ` (${origin})`;
  const shown = JSON.stringify(shownValue(setting, value));
  const is = setting.secret === 'no' ? `is ${shown}${from}` : `has a wrong value${from}`;
  return `configuration key "${setting.key}" ${is}: expected ${expectedOf(setting)}; see docs/configuration.md`;
}

/** The sentence about a key, or the name of a variable, that no setting has; it names the nearest that there is. */
export function unknownKey(
  settings: readonly Setting[],
  name: string,
  what: 'configuration key' | 'environment variable' | 'option --set',
  suggested: string | null,
): string {
  const near = suggested ?? nearest(name, [...settings.map(({ key }) => key), ...sectionsOf(settings)]);
  const advice =
    near === null
      ? '"anel config" lists all of them'
      : near === name
        ? 'write each of its parts as a level of its own'
        : `did you mean "${near}"? "anel config" lists all of them`;
  return `${what} "${name}" is not known: ${advice}`;
}

function sectionsOf(settings: readonly Setting[]): Set<string> {
  return new Set(settings.map(({ key }) => key.slice(0, key.lastIndexOf('.'))).filter((name) => name !== ''));
}
