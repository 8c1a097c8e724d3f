import type { Config } from '../../base/config.ts';

/** The caps and weights of everything that is asked about two accounts (config links): they bound the work per transfer whatever the hub. */
export type LinkLimits = Config['links'];
