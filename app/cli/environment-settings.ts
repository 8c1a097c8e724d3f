import type { Setting } from '../../base/config/setting.ts';
import { unknownKey } from '../../base/config/setting-problem.ts';
import { settings } from '../../base/config.ts';
import { AnelError } from '../../base/errors.ts';
import { nearest } from '../../base/nearest.ts';
import { readText } from './settings-file.ts';

/** A text that sets a setting, and where it comes from. */
export interface Assignment {
  readonly setting: Setting;
  readonly text: string;
  /** For example `environment ANEL_DATA`. */
  readonly origin: string;
}

/** Names that are kept although the rule gives the key another one. */
export const shortVariables: Readonly<Record<string, string>> = { ANEL_PORT: 'api.port' };

/** Variables that are no settings: they are for the project's own tests and tools. */
const foreign = /^ANEL_(TEST_\w*|README_TEST|SERVERS_CACHE|SCREENSHOTS|YARDSTICK_PYTHON)$/;

/** What Kubernetes tells every container about a service whose name begins with "anel": names, and the value of the shortest. */
const serviceName = /^ANEL_(\w+_)?(SERVICE_(HOST|PORT(_\w+)?)|PORT_\d+_(TCP|UDP|SCTP)(_(PROTO|PORT|ADDR))?)$/;
const serviceAddress = /^(tcp|udp|sctp):\/\//;

const byVariable = new Map(settings.map((setting) => [setting.variable, setting]));
for (const [variable, key] of Object.entries(shortVariables)) {
  const setting = settings.find((each) => each.key === key);
  if (setting !== undefined) byVariable.set(variable, setting);
}

/**
 * What the environment sets: `ANEL_<KEY>` has the value itself, `ANEL_<KEY>_FILE` the path of a file with it, whose white space at
 * the end is dropped. In the order of the names. Throws CONFIG_INVALID for a variable that is no setting and for two that set the
 * same one, FILE_MISSING or FILE_UNREADABLE for a file.
 */
export function environmentSettings(environment: NodeJS.ProcessEnv): Assignment[] {
  const assignments = new Map<string, Assignment & { readonly name: string }>();
  for (const name of Object.keys(environment).sort()) {
    const value = environment[name];
    if (!name.startsWith('ANEL_') || value === undefined || isForeign(name, value)) continue;
    const assignment = { ...assigned(name, value), name };
    const { key } = assignment.setting;
    const other = assignments.get(key);
    if (other !== undefined) throw setTwice(key, other.name, name);
    assignments.set(key, assignment);
  }
  return [...assignments.values()];
}

function isForeign(name: string, value: string): boolean {
  return foreign.test(name) || serviceName.test(name) || (/_PORT$/.test(name) && serviceAddress.test(value));
}

function assigned(name: string, value: string): Assignment {
  const origin = `environment ${name}`;
  const direct = byVariable.get(name);
  if (direct !== undefined) return { setting: direct, text: value, origin };
  const setting = name.endsWith('_FILE') ? byVariable.get(name.slice(0, -'_FILE'.length)) : undefined;
  if (setting === undefined) {
    const near = nearest(name, byVariable.keys());
    throw new AnelError('CONFIG_INVALID', unknownKey(settings, name, 'environment variable', near));
  }
  return {
    setting,
    text: readText(value, `read the file of environment variable "${name}"`).trimEnd(),
    origin,
  };
}

function setTwice(key: string, first: string, second: string): AnelError {
  return new AnelError(
    'CONFIG_INVALID',
    `environment variables "${first}" and "${second}" both set "${key}": leave one of them out`,
  );
}
