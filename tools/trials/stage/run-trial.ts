import { parseArgs } from 'node:util';
import { messageOf } from '../../../base/errors.ts';
import { Findings } from '../checks/findings.ts';
import { Stage } from './stage.ts';

/** A trial: what it is called with beside the common options, and what it does on its stage. */
export interface Trial {
  readonly name: string;
  /** Whole numbers by the name of their option, with their defaults. */
  readonly numbers: Readonly<Record<string, number>>;
  /** Options that are there or not. */
  readonly flags: readonly string[];
  readonly batchMax: number;
  /** Answers what is printed. The findings decide whether the trial has succeeded. */
  run(context: TrialContext): Promise<object>;
}

/** What a trial works with. */
export interface TrialContext {
  readonly stage: Stage;
  readonly seed: number;
  readonly findings: Findings;
  readonly signal: AbortSignal;
  number(name: string): number;
  flag(name: string): boolean;
  /** Tells the user how far it is. */
  say(line: string): void;
}

const seedDefault = 20_261_124;

type Values = Readonly<Record<string, string | boolean | undefined>>;

/**
 * Runs a trial with the arguments of the command line: `--seed S`, `--keep`, `--json` (it always prints JSON) and its own. Prints progress on
 * standard error and one JSON object on standard output. Answers the exit code: 0 when everything holds, 2 for arguments that are not understood.
 */
export async function runTrial(trial: Trial, args: readonly string[]): Promise<number> {
  const values = parse(trial, args);
  if (values === null) return 2;
  const ending = new AbortController();
  for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const)
    process.on(name, () => ending.abort(new Error(`ended by ${name}`)));
  const startMs = performance.now();
  const seconds = () => Math.round((performance.now() - startMs) / 1000);
  const say = (line: string) => void process.stderr.write(`${trial.name} ${seconds()} s: ${line}\n`);
  const findings = new Findings();
  const seed = Number(values['seed'] ?? seedDefault);
  let printed: object = {};
  try {
    printed = await onStage(trial, values, { seed, findings, signal: ending.signal, say });
  } catch (error) {
    findings.add(messageOf(ending.signal.aborted ? ending.signal.reason : error));
    if (error instanceof Error && !ending.signal.aborted) say(error.stack ?? error.message);
  } finally {
    ending.abort(new Error('the trial is over'));
  }
  const { lost, doubled, problems } = findings;
  const isOk = problems.length === 0;
  process.stdout.write(
    `${JSON.stringify({ ok: isOk, seed, ...printed, lost, doubled, problems, seconds: seconds() })}\n`,
  );
  return isOk ? 0 : 1;
}

async function onStage(
  trial: Trial,
  values: Values,
  common: Pick<TrialContext, 'seed' | 'findings' | 'signal' | 'say'>,
): Promise<object> {
  const { signal, say } = common;
  const stage = await Stage.open({ batchMax: trial.batchMax, keep: values['keep'] === true, signal, say });
  try {
    return await trial.run({
      ...common,
      stage,
      number: (name) => Number(values[name] ?? trial.numbers[name]),
      flag: (name) => values[name] === true,
    });
  } finally {
    await stage.close();
  }
}

/** Null, after telling why, when an argument is unknown or no whole number. */
function parse({ name, numbers, flags }: Trial, args: readonly string[]): Values | null {
  const numberNames = ['seed', ...Object.keys(numbers)];
  const flagNames = ['keep', 'json', ...flags];
  try {
    const parsed = parseArgs({
      args: [...args],
      options: Object.fromEntries([
        ...numberNames.map((option) => [option, { type: 'string' as const }]),
        ...flagNames.map((option) => [option, { type: 'boolean' as const }]),
      ]),
    });
    const values = parsed.values as Values;
    const wrong = numberNames.find((option) => !/^\d{1,15}$/.test(String(values[option] ?? '0')));
    if (wrong !== undefined) throw new Error(`--${wrong} is "${values[wrong]}": expected a whole number`);
    return values;
  } catch (error) {
    const usage = [
      ...numberNames.map((option) => `[--${option} N]`),
      ...flagNames.map((option) => `[--${option}]`),
    ];
    process.stderr.write(`${name}: ${messageOf(error)}\nusage: npm run test:${name} -- ${usage.join(' ')}\n`);
    return null;
  }
}
