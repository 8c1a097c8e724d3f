import type { Setting } from '../../base/config/setting.ts';
import { unknownKey } from '../../base/config/setting-problem.ts';
import { settings } from '../../base/config.ts';
import { AnelError } from '../../base/errors.ts';
import type { OptionValues } from './command.ts';
import type { Assignment } from './environment-settings.ts';

/** Options that are short for a key. */
const shortOptions: Readonly<Record<string, string>> = {
  data: 'data',
  port: 'api.port',
  'log-level': 'log.level',
};

/**
 * What the options of the command line set: those with a name of their own, then every `--set key=value`, of which a later one
 * wins. Throws USAGE for a `--set` that has no key or that contradicts an option, CONFIG_INVALID for a key that is not there.
 */
export function flagSettings(options: OptionValues): Assignment[] {
  const assignments: Assignment[] = [];
  for (const [option, key] of Object.entries(shortOptions)) {
    const text = options[option];
    if (typeof text === 'string') assignments.push({ setting: named(key), text, origin: `flag --${option}` });
  }
  const texts = options['set'];
  const sets = (Array.isArray(texts) ? texts : []).map((text) => setOption(text, assignments));
  return [...assignments, ...sets];
}

function setOption(option: string, others: readonly Assignment[]): Assignment {
  const end = option.indexOf('=');
  if (end < 1) {
    // What follows is not repeated: it may be a secret.
    const shown = end === -1 ? option : option.slice(0, end + 1);
    throw new AnelError('USAGE', `option --set is "${shown}": expected KEY=VALUE, for example api.port=8080`);
  }
  const setting = named(option.slice(0, end));
  const other = others.find((each) => each.setting === setting);
  if (other === undefined) return { setting, text: option.slice(end + 1), origin: 'flag --set' };
  throw new AnelError(
    'USAGE',
    `options ${other.origin.slice('flag '.length)} and --set both set "${setting.key}": leave one of them out`,
  );
}

function named(key: string): Setting {
  const setting = settings.find((each) => each.key === key);
  if (setting !== undefined) return setting;
  throw new AnelError('CONFIG_INVALID', unknownKey(settings, key, 'option --set', null));
}
