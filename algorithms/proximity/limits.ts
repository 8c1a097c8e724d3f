import type { Config } from '../../base/config.ts';

/** The caps of every search around an account (config labels): they bound the work per transfer whatever the hub. */
export type ProximityLimits = Config['labels'];
