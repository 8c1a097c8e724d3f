import { dayMs, hourMs } from '../../base/clock.ts';
import { type Config, parseConfig } from '../../base/config.ts';

/** A configuration in which communities are recomputed every hour of event time, over three days so that a test can wait for all of them. */
export function hourlyConfig(settings: Readonly<Record<string, unknown>> = {}): Config {
  return parseConfig({
    communities: { everyMs: hourMs, windowMs: 3 * dayMs, delayTransfers: 20 },
    ...settings,
  });
}
