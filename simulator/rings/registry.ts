import type { Typology } from '../../scoring/rings/model.ts';
import type { Shape } from '../flow.ts';
import { bipartite } from './bipartite.ts';
import { bustOut } from './bust-out.ts';
import { chain } from './chain.ts';
import { cycle } from './cycle.ts';
import { fanIn } from './fan-in.ts';
import { fanOut } from './fan-out.ts';
import { gatherScatter } from './gather-scatter.ts';
import { randomWalks } from './random.ts';
import { scatterGather } from './scatter-gather.ts';
import { stack } from './stack.ts';

/** Every shape that the simulator can make, one a typology. */
export const shapes: Readonly<Record<Typology, Shape>> = {
  FAN_OUT: fanOut,
  FAN_IN: fanIn,
  GATHER_SCATTER: gatherScatter,
  SCATTER_GATHER: scatterGather,
  CYCLE: cycle,
  RANDOM: randomWalks,
  BIPARTITE: bipartite,
  STACK: stack,
  CHAIN: chain,
  BUST_OUT: bustOut,
};
