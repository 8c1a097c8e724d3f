import { hourMs } from '../../base/clock.ts';
import { type Config, configSchema, parseConfig } from '../../base/config.ts';

/** A configuration in which communities are recomputed every hour of event time, as `anel communities` does it. */
export function hourlyConfig(settings: Readonly<Record<string, unknown>> = {}): Config {
  const communities = 'communities' in configSchema.shape ? { communities: { everyMs: hourMs } } : {};
  return parseConfig({ ...communities, ...settings });
}
