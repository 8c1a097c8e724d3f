import { existsSync, readFileSync } from 'node:fs';
import { parse } from 'yaml';
import { AnelError, messageOf } from '../../base/errors.ts';

/** Settings as they are nested in a file, before the schema has seen them. */
export type SettingsTree = Record<string, unknown>;

/** Reads the YAML of `--config`. Throws FILE_MISSING, FILE_UNREADABLE, or CONFIG_INVALID for what is no tree of keys. */
export function readSettingsFile(path: string): SettingsTree {
  const settings = parsed(path, readText(path, 'read configuration'));
  if (settings === null || settings === undefined) return {};
  if (isTree(settings)) return settings;
  throw new AnelError(
    'CONFIG_INVALID',
    `read configuration "${path}": expected keys and values, see docs/configuration.md`,
  );
}

/** The text of a file that settings name. `doing` begins the message: what was attempted. Throws FILE_MISSING or FILE_UNREADABLE. */
export function readText(path: string, doing: string): string {
  if (!existsSync(path)) throw new AnelError('FILE_MISSING', `${doing} "${path}": there is no such file`);
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    throw new AnelError(
      'FILE_UNREADABLE',
      `${doing} "${path}": ${messageOf(error)}; name a file that you may read`,
      { cause: error },
    );
  }
}

/** True for an object with keys. */
export function isTree(value: unknown): value is SettingsTree {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Only the first line of the parser's message is kept: the others quote the file, which may hold secrets. */
function parsed(path: string, text: string): unknown {
  try {
    return parse(text);
  } catch (error) {
    const [problem] = messageOf(error).split('\n', 1);
    throw new AnelError('CONFIG_INVALID', `read configuration "${path}": ${problem}`, { cause: error });
  }
}
