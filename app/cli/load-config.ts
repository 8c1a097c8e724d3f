import { existsSync, readFileSync } from 'node:fs';
import { parse } from 'yaml';
import { type Config, parseConfig } from '../../base/config.ts';
import { AnelError, messageOf } from '../../base/errors.ts';
import type { OptionValues } from './command.ts';

/** The settings of a run: defaults, then the file of --config, then the environment, then flags. */
export function loadConfig(options: OptionValues, environment: NodeJS.ProcessEnv): Config {
  const settings = readSettings(options['config']);
  const data = options['data'] ?? environment['ANEL_DATA'];
  if (typeof data === 'string' && data !== '') settings['data'] = data;
  const level = options['log-level'] ?? environment['ANEL_LOG_LEVEL'];
  if (typeof level === 'string') settings['log'] = { ...section(settings, 'log'), level };
  const port = options['port'] ?? environment['ANEL_PORT'];
  if (typeof port === 'string')
    settings['api'] = { ...section(settings, 'api'), port: wholeNumber('port', port) };
  return parseConfig(settings);
}

/** A whole number of at least 0 given as an option. Throws USAGE. */
export function wholeNumber(name: string, text: string): number {
  if (/^\d{1,15}$/.test(text)) return Number(text);
  throw new AnelError('USAGE', `option --${name} is "${text}": expected a whole number`);
}

function readSettings(path: string | boolean | undefined): Record<string, unknown> {
  if (typeof path !== 'string') return {};
  if (!existsSync(path))
    throw new AnelError('FILE_MISSING', `read configuration "${path}": there is no such file`);
  let settings: unknown;
  try {
    settings = parse(readFileSync(path, 'utf8'));
  } catch (error) {
    throw new AnelError(
      'CONFIG_INVALID',
      `read configuration "${path}": ${messageOf(error).split('\n', 1)[0]}`,
      { cause: error },
    );
  }
  if (settings === null || settings === undefined) return {};
  if (typeof settings !== 'object' || Array.isArray(settings)) {
    throw new AnelError(
      'CONFIG_INVALID',
      `read configuration "${path}": expected keys and values, see docs/configuration.md`,
    );
  }
  return { ...settings };
}

function section(settings: Readonly<Record<string, unknown>>, name: string): Record<string, unknown> {
  const value = settings[name];
  return typeof value === 'object' && value !== null ? { ...value } : {};
}
