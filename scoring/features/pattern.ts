import type { Feature, FeatureUnit } from './feature.ts';
import { patternNames } from './pattern-search.ts';

const sides: Readonly<Record<string, string>> = {
  sender_out: 'transfers that the sender sent',
  sender_in: 'transfers that the sender received',
  receiver_out: 'transfers that the receiver sent',
  receiver_in: 'transfers that the receiver received',
};

const shapes: Readonly<Record<string, string>> = {
  fan_in: 'fan-in of the receiver',
  fan_out: 'fan-out of the sender',
  degree_in: 'transfers into the receiver',
  degree_out: 'transfers out of the sender',
  scatter_gather: 'scatter-gather patterns that the transfer is part of',
  temporal_cycle: 'temporal cycles that it closes, one per sequence of accounts',
  simple_cycle: 'simple cycles that it closes, in any order of time',
};

const statisticUnits: Readonly<Record<string, FeatureUnit>> = {
  fan: 'count',
  degree: 'count',
  degree_by_fan: 'ratio',
  time_mean: 'seconds',
  time_sum: 'seconds',
  time_variance: 'square seconds',
  time_skewness: 'moment',
  time_kurtosis: 'moment',
  amount_mean: 'units',
  amount_sum: 'units',
  amount_variance: 'square units',
  amount_skewness: 'moment',
  amount_kurtosis: 'moment',
};

/** Times since 1970 say when a stream was made, not what happened: means and sums of them are left to the comparison with the yardstick. */
const isOfTheCalendar = (name: string): boolean => /_time_(mean|sum)$/.test(name);

function describe(name: string): Pick<Feature, 'unit' | 'description'> {
  const [, side = '', statistic = ''] = /^((?:sender|receiver)_(?:out|in))_(.+)$/.exec(name) ?? [];
  const unit = statisticUnits[statistic];
  if (unit !== undefined) {
    return {
      unit,
      description: `${statistic.replaceAll('_', ' ')} of the ${sides[side]}, self-transfers included.`,
    };
  }
  const [, shape = '', size = ''] = /^(.+)_(\d+)$/.exec(name) ?? [];
  const open = size === '4' ? `${size} and more` : size;
  return { unit: 'count', description: `Number of ${shapes[shape]}, of size ${open}.` };
}

/**
 * The columns of the Graph Feature Preprocessor in the window of a day (see `PatternColumns`): how many patterns of which size the transfer completes, and the
 * statistics of both accounts' transfers. Without means and sums of points in time.
 */
export const patternFeatures: readonly Feature[] = [
  ...patternNames.flatMap((name, place): Feature[] =>
    isOfTheCalendar(name)
      ? []
      : [
          {
            name: `pattern_${name}_1d`,
            window: '1d',
            ...describe(name),
            compute: ({ patterns }) => patterns.values[place]!,
          },
        ],
  ),
  {
    name: 'pattern_capped_1d',
    unit: 'flag',
    window: '1d',
    description: '1 when a search for patterns ended at its limit, so that their counts are lower bounds.',
    compute: ({ patterns }) => (patterns.capped ? 1 : 0),
  },
];
