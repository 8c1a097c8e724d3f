import { parseArgs } from 'node:util';
import { systemClock } from '../../base/clock.ts';
import { AnelError, messageOf } from '../../base/errors.ts';
import { openLog } from '../../base/log.ts';
import { commands } from '../commands/registry.ts';
import { version } from '../version.ts';
import { type Command, type OptionValues, parseOptions } from './command.ts';
import { failureOf, logDefect } from './failure.ts';
import { commandHelp, programHelp } from './help.ts';
import { loadSettings } from './load-config.ts';
import { Progress } from './progress.ts';

const exitOk = 0;
const exitFailed = 1;
const exitUsage = 2;

/** Runs `anel` with the arguments after the program's name. Answers the exit code; errors are one line on standard error. */
export async function run(args: readonly string[], environment: NodeJS.ProcessEnv): Promise<number> {
  const [name, ...rest] = args;
  try {
    if (name === undefined || name === '--help' || name === 'help')
      return printed(programHelp(commands, version()));
    if (name === '--version') return printed(version());
    return await runCommand(commandNamed(name), rest, environment);
  } catch (error) {
    return report(error);
  }
}

async function runCommand(
  command: Command,
  args: readonly string[],
  environment: NodeJS.ProcessEnv,
): Promise<number> {
  const { values, positionals } = parse(command, args);
  if (values['help'] === true) return printed(commandHelp(command));
  refuseArguments(command, positionals);
  const { config, origins } = loadSettings(values, environment);
  const interruption = listenForInterruption();
  const log = openLog(config.log.level);
  const colour = !environment['NO_COLOR'];
  const progress = new Progress(process.stderr, { nowMs: () => systemClock.nowMs(), colour });
  try {
    return await command.run({
      positionals,
      options: values,
      json: values['json'] === true,
      config,
      origins,
      clock: systemClock,
      log,
      progress,
      signal: interruption.signal,
      colour: colour && process.stdout.isTTY === true,
      print: (line) => process.stdout.write(`${line}\n`),
    });
  } catch (error) {
    logDefect(error, log);
    throw error;
  } finally {
    progress.clear();
    interruption.stop();
  }
}

function parse(command: Command, args: readonly string[]): { values: OptionValues; positionals: string[] } {
  try {
    const parsed = parseArgs({ args: [...args], options: parseOptions(command), allowPositionals: true });
    return { values: parsed.values as OptionValues, positionals: parsed.positionals };
  } catch (error) {
    const problem = messageOf(error).split('. ', 1)[0];
    throw new AnelError('USAGE', `${problem}; "anel ${command.name} --help" lists the options`, {
      cause: error,
    });
  }
}

function refuseArguments(command: Command, positionals: readonly string[]): void {
  if (positionals.length === 0 || command.takesArguments === true) return;
  throw new AnelError(
    'USAGE',
    `"${positionals[0]}" is not expected here; "anel ${command.name} --help" lists the options`,
  );
}

/** The first Ctrl-C (or a request to end) aborts the signal, so that work ends cleanly; a second one ends the process. */
function listenForInterruption(): { signal: AbortSignal; stop: () => void } {
  const controller = new AbortController();
  const interrupt = () => {
    if (controller.signal.aborted) process.exit(exitFailed);
    controller.abort();
  };
  process.on('SIGINT', interrupt).on('SIGTERM', interrupt);
  return {
    signal: controller.signal,
    stop: () => process.off('SIGINT', interrupt).off('SIGTERM', interrupt),
  };
}

function commandNamed(name: string): Command {
  const found = commands.find((command) => command.name === name);
  if (found !== undefined) return found;
  throw new AnelError('USAGE', `there is no command "${name}"; "anel --help" lists them`);
}

function printed(text: string): number {
  process.stdout.write(`${text}\n`);
  return exitOk;
}

function report(error: unknown): number {
  const { line, isUsage } = failureOf(error);
  process.stderr.write(`${line}\n`);
  return isUsage ? exitUsage : exitFailed;
}
