import { type Setting, settingAt } from '../../base/config/setting.ts';
import { shownValue } from '../../base/config/shown-value.ts';
import { settings } from '../../base/config.ts';
import type { Command, CommandContext } from '../cli/command.ts';

const dim = (text: string) => `\u001b[2m${text}\u001b[0m`;
const bold = (text: string) => `\u001b[1m${text}\u001b[0m`;

/** One setting as it is printed: nothing in it is secret. */
interface Shown {
  readonly setting: Setting;
  readonly value: unknown;
  readonly origin: string;
}

/** `anel config`: every setting with its value and where that comes from. */
export const configCommand: Command = {
  name: 'config',
  summary: 'Print every setting with its value and where that comes from, secrets hidden',
  synopsis: '[--changed]',
  options: { changed: { type: 'boolean', help: 'only the settings that something sets' } },
  examples: [
    'anel config',
    'anel config --changed --config anel.yaml',
    'anel config --json | jq \'.settings["graph.store"]\'',
  ],
  run: async (context) => {
    const all = settings.map((setting) => shown(setting, context));
    const changed = all.filter(({ origin }) => origin !== 'default');
    const listed = context.options['changed'] === true ? changed : all;
    if (context.json) context.print(JSON.stringify({ settings: Object.fromEntries(listed.map(jsonEntry)) }));
    else {
      for (const line of linesOf(listed, listed === all, context.colour)) context.print(line);
      context.print(summaryLine(all.length, changed.length, listed.length));
    }
    return 0;
  },
};

function shown(setting: Setting, { config, origins }: CommandContext): Shown {
  return {
    setting,
    value: shownValue(setting, settingAt(config, setting.key)),
    origin: origins.get(setting.key) ?? 'default',
  };
}

function jsonEntry({ setting, value, origin }: Shown): [string, object] {
  return [setting.key, { value, origin, default: setting.default, variable: setting.variable }];
}

/** Three aligned columns, with a blank line between sections when they are many; what is a default stands back. */
function linesOf(listed: readonly Shown[], spaced: boolean, colour: boolean): string[] {
  const rows = listed.map(({ setting, value, origin }) => ({
    key: setting.key,
    text: textOf(value),
    origin,
  }));
  const keyWidth = Math.max(0, ...rows.map(({ key }) => key.length));
  const valueWidth = Math.min(40, Math.max(0, ...rows.map(({ text }) => text.length)));
  const lines: string[] = [];
  let section = rows[0]?.key.split('.', 1)[0];
  for (const { key, text, origin } of rows) {
    const [name] = key.split('.', 1);
    if (spaced && name !== section) lines.push('');
    section = name;
    const line = `${key.padEnd(keyWidth)}  ${text.padEnd(valueWidth)}  ${origin}`;
    lines.push(colour ? (origin === 'default' ? dim(line) : bold(line)) : line);
  }
  return lines;
}

function textOf(value: unknown): string {
  if (value === null) return 'none';
  if (Array.isArray(value)) return value.length === 0 ? 'none' : value.join(',');
  return String(value);
}

function summaryLine(all: number, changed: number, listed: number): string {
  if (listed === all)
    return `\n${changed} of ${all} settings are not the default; --changed prints only those`;
  return `${listed === 0 ? '' : '\n'}the other ${all - listed} of ${all} settings are the default`;
}
