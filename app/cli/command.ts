import type { ParseArgsConfig } from 'node:util';
import type { Clock } from '../../base/clock.ts';
import type { Config } from '../../base/config.ts';
import type { Log } from '../../base/log.ts';
import type { Progress } from './progress.ts';

/** One option of a command, in the shape of node's parseArgs plus its line of help. */
export interface OptionSpec {
  readonly type: 'string' | 'boolean';
  /** True when it may be given several times; its value is then a list. */
  readonly multiple?: boolean;
  /** What stands for the value in the help, e.g. FILE. */
  readonly value?: string;
  readonly help: string;
}

export type OptionValues = Readonly<Record<string, string | boolean | readonly string[] | undefined>>;

/** What a command gets. */
export interface CommandContext {
  readonly positionals: readonly string[];
  readonly options: OptionValues;
  readonly json: boolean;
  readonly config: Config;
  /** Where each setting comes from, by key: see `loadSettings`. */
  readonly origins: ReadonlyMap<string, string>;
  readonly clock: Clock;
  readonly log: Log;
  readonly progress: Progress;
  /** Aborts on the first Ctrl-C. */
  readonly signal: AbortSignal;
  /** True when standard output is a terminal that is to have colours. */
  readonly colour: boolean;
  /** Writes a line to standard output. */
  print(line: string): void;
}

/** One command of `anel`. `run` answers the exit code; an AnelError that it throws becomes one line and exit code 1 or 2. */
export interface Command {
  readonly name: string;
  readonly summary: string;
  /** What follows the name, e.g. `FILE --format F`. */
  readonly synopsis: string;
  /** True when words beside the options are expected: the command checks them itself. */
  readonly takesArguments?: boolean;
  readonly options: Readonly<Record<string, OptionSpec>>;
  readonly examples: readonly string[];
  run(context: CommandContext): Promise<number>;
}

/** The options that every command has. */
export const commonOptions: Readonly<Record<string, OptionSpec>> = {
  data: { type: 'string', value: 'FOLDER', help: 'the data folder (ANEL_DATA, else .anel)' },
  config: { type: 'string', value: 'FILE', help: 'settings in YAML; see docs/configuration.md' },
  set: {
    type: 'string',
    multiple: true,
    value: 'KEY=VALUE',
    help: 'one setting, over file and environment; may be repeated; "anel config" lists them',
  },
  json: { type: 'boolean', help: 'print one JSON object on standard output' },
  'log-level': { type: 'string', value: 'LEVEL', help: 'silent, error, warn, info or debug (default warn)' },
  help: { type: 'boolean', help: 'print this help' },
};

/** The options of a command for parseArgs. */
export function parseOptions(command: Command): NonNullable<ParseArgsConfig['options']> {
  const all = { ...command.options, ...commonOptions };
  return Object.fromEntries(
    Object.entries(all).map(([name, { type, multiple = false }]) => [name, { type, multiple }]),
  );
}
