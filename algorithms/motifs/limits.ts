import type { Config } from '../../base/config.ts';

/** The caps of every motif search (config motifs): they bound the work per transfer whatever the hub. */
export type MotifLimits = Config['motifs'];
