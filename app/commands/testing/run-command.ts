import { systemClock } from '../../../base/clock.ts';
import { openLog } from '../../../base/log.ts';
import type { Command, OptionValues } from '../../cli/command.ts';
import { loadSettings } from '../../cli/load-config.ts';
import { Progress } from '../../cli/progress.ts';

/** How a command ended in this process. */
export interface CommandEnd {
  readonly code: number;
  /** The lines of standard output. */
  readonly lines: readonly string[];
}

/** Runs a command in this process, with settings that were loaded as the command line does. */
export async function runCommand(
  command: Command,
  options: OptionValues,
  {
    environment = {},
    colour = false,
    positionals = [],
  }: { environment?: NodeJS.ProcessEnv; colour?: boolean; positionals?: readonly string[] } = {},
): Promise<CommandEnd> {
  const lines: string[] = [];
  const code = await command.run({
    positionals,
    options,
    json: options['json'] === true,
    ...loadSettings(options, environment),
    clock: systemClock,
    log: openLog('silent'),
    progress: new Progress({ write: () => true }, { nowMs: () => systemClock.nowMs(), colour: false }),
    signal: new AbortController().signal,
    colour,
    print: (line) => lines.push(...line.split('\n')),
  });
  return { code, lines };
}
