import { convertText } from '../../base/config/convert-text.ts';
import { settingAt } from '../../base/config/setting.ts';
import { wrongValue } from '../../base/config/setting-problem.ts';
import { type Config, parseConfig, settings } from '../../base/config.ts';
import { AnelError } from '../../base/errors.ts';
import type { OptionValues } from './command.ts';
import { type Assignment, environmentSettings } from './environment-settings.ts';
import { flagSettings } from './flag-settings.ts';
import { isTree, readSettingsFile, type SettingsTree } from './settings-file.ts';

/** The settings of a run, and where each of them comes from. */
export interface LoadedSettings {
  readonly config: Config;
  /** By key, for every setting: `default`, `file PATH`, `environment NAME` or `flag --NAME`. */
  readonly origins: ReadonlyMap<string, string>;
}

/**
 * The settings of a run: defaults, then the file of --config, then the environment, then flags. Throws CONFIG_INVALID that names
 * origin, key, value (never a secret) and what was expected, USAGE, FILE_MISSING or FILE_UNREADABLE.
 */
export function loadSettings(options: OptionValues, environment: NodeJS.ProcessEnv): LoadedSettings {
  const path = options['config'];
  const tree = typeof path === 'string' ? readSettingsFile(path) : {};
  const origins = new Map(
    settings.map(({ key }) => [key, settingAt(tree, key) === undefined ? 'default' : `file ${path}`]),
  );
  for (const { setting, text, origin } of [...environmentSettings(environment), ...flagSettings(options)]) {
    assign(tree, setting.key.split('.'), convertedValue({ setting, text, origin }));
    origins.set(setting.key, origin);
  }
  const originOf = (key: string) => {
    const origin = origins.get(key);
    return origin === undefined || origin === 'default' ? null : origin;
  };
  return { config: parseConfig(tree, originOf), origins };
}

/** A whole number of at least 0 given as an option. Throws USAGE. */
export function wholeNumber(name: string, text: string): number {
  if (/^\d{1,15}$/.test(text)) return Number(text);
  throw new AnelError('USAGE', `option --${name} is "${text}": expected a whole number`);
}

function convertedValue({ setting, text, origin }: Assignment): unknown {
  const converted = convertText(setting, text);
  if (converted.ok) return converted.value;
  throw new AnelError('CONFIG_INVALID', wrongValue(setting, text, origin));
}

/** Sets one leaf. Where the file has something else than keys, that stays: the schema then says so. */
function assign(tree: SettingsTree, path: readonly string[], value: unknown): void {
  const [name = '', ...rest] = path;
  if (rest.length === 0) {
    tree[name] = value;
    return;
  }
  tree[name] ??= {};
  const child = tree[name];
  if (isTree(child)) assign(child, rest, value);
}
