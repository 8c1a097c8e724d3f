import { AnelError } from '../../base/errors.ts';
import { packagePath } from '../../base/package-root.ts';
import { benchAlgorithms } from '../../bench/algorithms/bench-algorithms.ts';
import { figuresTable } from '../../bench/algorithms/figures-table.ts';
import { benchDrawing } from '../../bench/drawing/bench-drawing.ts';
import { benchFeatures } from '../../bench/features/bench-features.ts';
import { featuresPage } from '../../bench/features/features-page.ts';
import { benchIngest } from '../../bench/ingest/bench-ingest.ts';
import { benchRings } from '../../bench/rings.ts';
import { benchWindow } from '../../bench/window/bench-window.ts';
import { writeSection, writeTable } from '../../bench/write-table.ts';
import { findYardstickPython } from '../../bench/yardsticks/find-python.ts';
import type { Command, CommandContext, OptionValues } from '../cli/command.ts';
import { wholeNumber } from '../cli/load-config.ts';

/** The page that has the figures, between marks. */
const performancePage = packagePath('docs', 'performance.md');

/** What is measured, by name. A new benchmark is a file in bench/ and a line here. */
const benches: Readonly<Record<string, (context: CommandContext) => Promise<object>>> = {
  ingest: ({ progress, log, options }) =>
    benchIngest({
      store: oneOf('store', options['store'], ['embedded', 'neo4j']),
      source: oneOf('source', options['source'], ['memory', 'kafka']),
      transactions: numberOf(options['transactions'], 120_000),
      seed: numberOf(options['seed'], 1),
      identifiers: options['identifiers'] === true,
      log,
      print: (line) => progress.say(line),
    }),
  algorithms: async ({ progress, options }) => {
    const figures = await benchAlgorithms({
      seed: numberOf(options['seed'], 1),
      yardstickPython: findYardstickPython(process.env['ANEL_YARDSTICK_PYTHON']),
      print: (line) => progress.say(line),
    });
    if (options['write-docs'] === true) writeTable(performancePage, 'algorithms', figuresTable(figures));
    return figures;
  },
  features: async ({ progress, config, options }) => {
    const figures = await benchFeatures(
      {
        transactions: numberOf(options['transactions'], 100_000),
        growthTransactions: numberOf(options['growth-transactions'], 2_000_000),
        seed: numberOf(options['seed'], 1),
        repeats: 3,
        secondsMax: 25,
        python: findYardstickPython(process.env['ANEL_YARDSTICK_PYTHON']),
        print: (line) => progress.say(line),
      },
      config,
    );
    if (options['write-docs'] === true) writeSection(performancePage, 'features', featuresPage(figures));
    return figures;
  },
  window: async ({ progress, options }) =>
    benchWindow({
      transfers: numberOf(options['transactions'], 10_000_000),
      seed: numberOf(options['seed'], 1),
      print: (line) => progress.say(line),
    }),
  drawing: async ({ progress, options }) =>
    benchDrawing({
      rings: numberOf(options['rings'], 100),
      seed: numberOf(options['seed'], 1),
      print: (line) => progress.say(line),
    }),
  rings: ({ progress, config, options }) => {
    const first = numberOf(options['seed'], 7001);
    const seeds = Array.from({ length: numberOf(options['streams'], 5) }, (_, index) => first + index);
    const transactions = numberOf(options['transactions'], 50_000);
    const size = {
      transactions,
      accounts: Math.round(transactions / 16),
      rings: Math.round(transactions / 1250),
    };
    const lookAlikeRatio = numberOf(options['look-alikes'], 2);
    return benchRings({ seeds, ...size, lookAlikeRatio, print: (line) => progress.say(line) }, config);
  },
};

/** `anel bench NAME`: the benchmarks of bench/. */
export const benchCommand: Command = {
  name: 'bench',
  summary: `Run a benchmark: ${Object.keys(benches).join(', ')}`,
  synopsis: 'NAME',
  takesArguments: true,
  options: {
    seed: { type: 'string', value: 'S', help: 'the (first) seed' },
    streams: { type: 'string', value: 'N', help: 'rings: simulated streams (default 5)' },
    rings: { type: 'string', value: 'N', help: 'drawing: rings of 5 to 300 members (default 100)' },
    transactions: {
      type: 'string',
      value: 'N',
      help: 'transfers of each stream of rings (default 50000) and features (100000); in all of ingest (120000) and window (10000000)',
    },
    'growth-transactions': {
      type: 'string',
      value: 'N',
      help: 'features: transfers of the stream on which growth is measured (default 2000000)',
    },
    store: { type: 'string', value: 'S', help: 'ingest: embedded (the default) or neo4j' },
    source: { type: 'string', value: 'S', help: 'ingest: memory (the default) or kafka' },
    identifiers: {
      type: 'boolean',
      help: 'ingest: transfers with devices, addresses and the like, which the bare driver does not write',
    },
    'write-docs': {
      type: 'boolean',
      help: 'algorithms, features: writes the figures into docs/performance.md of this package',
    },
    'look-alikes': { type: 'string', value: 'R', help: 'rings: benign groups per ring (default 2)' },
  },
  examples: [
    'anel bench algorithms',
    'anel bench drawing --json',
    'anel bench features --json',
    'anel bench window --json',
    'anel bench ingest --store neo4j --json',
    'anel bench rings --streams 3 --json',
  ],
  run: async (context) => {
    const [name, ...more] = context.positionals;
    const bench = name === undefined ? undefined : benches[name];
    if (bench === undefined || more.length > 0) {
      throw new AnelError('USAGE', `anel bench: expected one of ${Object.keys(benches).join(', ')}`);
    }
    const figures = await bench(context);
    context.print(JSON.stringify(figures, null, context.json ? undefined : 2));
    return 0;
  },
};

/** One of a few words, the first when none is given. Throws USAGE. */
function oneOf<T extends string>(name: string, option: OptionValues[string], words: readonly [T, ...T[]]): T {
  if (option === undefined) return words[0];
  const word = words.find((each) => each === option);
  if (word !== undefined) return word;
  throw new AnelError('USAGE', `option --${name} is "${option}": expected ${words.join(' or ')}`);
}

function numberOf(option: OptionValues[string], fallback: number): number {
  return typeof option === 'string' ? wholeNumber('option', option) : fallback;
}
