import { AnelError } from '../../base/errors.ts';
import type { ActivityOptions } from '../../simulator/activities/options.ts';
import { type LabelOptions, labelDefaults } from '../../simulator/labels/options.ts';
import { type SimulationOptions, simulationDefaults } from '../../simulator/options.ts';
import { writeSimulation } from '../../simulator/write.ts';
import type { Command, CommandContext, OptionValues } from '../cli/command.ts';
import { wholeNumber } from '../cli/load-config.ts';
import { simulateIntoKafka } from '../simulate-into-kafka.ts';
import { requiredOption } from './score.ts';

/** `anel simulate`: labelled traffic with rings. */
export const simulateCommand: Command = {
  name: 'simulate',
  summary: 'Write labelled traffic with planted rings; one seed gives the same bytes',
  synopsis: '--out FOLDER|--kafka [--format F] [--accounts N] [--transactions N] [--rings N] [--seed S]',
  options: {
    out: { type: 'string', value: 'FOLDER', help: 'where the files are written' },
    kafka: {
      type: 'boolean',
      help: 'send the transfers to the brokers of the settings instead of writing files',
    },
    format: { type: 'string', value: 'F', help: 'jsonl (default), amlworld, ibm-numeric, amlsim or paysim' },
    accounts: { type: 'string', value: 'N', help: `accounts (default ${simulationDefaults.accounts})` },
    transactions: {
      type: 'string',
      value: 'N',
      help: `transfers (default ${simulationDefaults.transactions})`,
    },
    rings: { type: 'string', value: 'N', help: `fraud rings (default ${simulationDefaults.rings})` },
    days: { type: 'string', value: 'N', help: `days of traffic (default ${simulationDefaults.days})` },
    seed: { type: 'string', value: 'S', help: `the seed (default ${simulationDefaults.seed})` },
    'look-alikes': {
      type: 'string',
      value: 'R',
      help: `benign groups per ring (default ${simulationDefaults.lookAlikeRatio})`,
    },
    activities: {
      type: 'string',
      value: 'SHARE',
      help: 'share of accounts whose authentications and logs are told, jsonl only (default 0)',
    },
    takeovers: { type: 'string', value: 'N', help: 'accounts among them that are taken over (default 0)' },
    labels: {
      type: 'string',
      value: 'SHARE',
      help: 'share of the accounts of rings whose fraud is confirmed afterwards, jsonl only (default 0)',
    },
    'label-delay-days': {
      type: 'string',
      value: 'D',
      help: `mean of the days from the end of a ring until then (default ${labelDefaults.labelDelayDays})`,
    },
  },
  examples: [
    'anel simulate --accounts 5000 --transactions 100000 --rings 60 --seed 7 --out sample',
    'anel simulate --kafka',
  ],
  run: async (context) => {
    const { options } = context;
    if (options['kafka'] === true) return intoKafka(context);
    const format = typeof options['format'] === 'string' ? options['format'] : 'jsonl';
    const written = await writeSimulation(
      { ...simulationOptions(options), ...activityOptions(options), ...labelOptions(options) },
      format,
      requiredOption(context, 'out'),
      (done, total) => context.progress.update('simulating', done, total),
      context.signal,
    );
    context.progress.clear();
    const { transactions, fraud, rings, activities, labels, folder, files } = written;
    const also = [
      activities === 0 ? '' : ` and ${activities} authentications and logs`,
      labels === 0 ? '' : ` and ${labels} labels`,
    ].join('');
    context.print(
      context.json
        ? JSON.stringify(written)
        : `${transactions} transfers (${fraud} of ${rings} rings)${also} are in ${folder}: ${files.join(', ')}`,
    );
    return 0;
  },
};

async function intoKafka(context: CommandContext): Promise<number> {
  const { options, config, log, signal, progress } = context;
  const other = ['out', 'format', 'activities', 'takeovers', 'labels', 'label-delay-days'].find(
    (name) => options[name] !== undefined,
  );
  if (other !== undefined)
    throw new AnelError(
      'USAGE',
      `option --${other} does not go with --kafka: transfers are sent as JSON; leave one of them out`,
    );
  if (config.kafka.brokers.length === 0)
    throw new AnelError(
      'USAGE',
      'option --kafka needs brokers: set kafka.brokers, for example with ANEL_KAFKA_BROKERS',
    );
  const sent = await simulateIntoKafka({
    config: config.kafka,
    log,
    options: simulationOptions(options),
    signal,
    onProgress: (done, total) => progress.update('sending', done, total),
  });
  progress.clear();
  const { transactions } = config.kafka.topics;
  context.print(
    context.json
      ? JSON.stringify({ sent, topic: transactions })
      : `${sent} transfers are in topic "${transactions}"`,
  );
  return signal.aborted ? 1 : 0;
}

/** The simulation that options ask for; what they leave out keeps its default. Throws USAGE. */
export function simulationOptions(options: OptionValues): Partial<SimulationOptions> {
  const given: Partial<Record<keyof SimulationOptions, number>> = {};
  for (const name of ['accounts', 'transactions', 'rings', 'days', 'seed'] as const) {
    const text = options[name];
    if (typeof text === 'string') given[name] = wholeNumber(name, text);
  }
  const ratio = options['look-alikes'];
  if (typeof ratio === 'string') {
    given.lookAlikeRatio = Number(ratio);
    if (!Number.isFinite(given.lookAlikeRatio)) {
      throw new AnelError('USAGE', `option --look-alikes is "${ratio}": expected a number`);
    }
  }
  return given;
}

function activityOptions(options: OptionValues): Partial<ActivityOptions> {
  const { activities, takeovers } = options;
  return {
    ...(typeof activities === 'string' ? { activities: share('activities', activities) } : {}),
    ...(typeof takeovers === 'string' ? { takeovers: wholeNumber('takeovers', takeovers) } : {}),
  };
}

function labelOptions(options: OptionValues): Partial<LabelOptions> {
  const { labels, 'label-delay-days': days } = options;
  return {
    ...(typeof labels === 'string' ? { labels: share('labels', labels) } : {}),
    ...(typeof days === 'string' ? { labelDelayDays: delayDays(days) } : {}),
  };
}

function delayDays(text: string): number {
  const value = Number(text);
  if (text.trim() !== '' && Number.isFinite(value) && value >= 0) return value;
  throw new AnelError('USAGE', `option --label-delay-days is "${text}": expected a number of days`);
}

function share(name: string, text: string): number {
  const value = Number(text);
  if (text.trim() !== '' && value >= 0 && value <= 1) return value;
  throw new AnelError('USAGE', `option --${name} is "${text}": expected a number from 0 to 1`);
}
