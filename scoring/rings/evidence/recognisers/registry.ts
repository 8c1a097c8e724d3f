import type { Typology } from '../../model.ts';
import type { ShapeRecogniser } from '../recogniser.ts';
import { bipartite } from './bipartite.ts';
import { bustOut } from './bust-out.ts';
import { chain } from './chain.ts';
import { cycle } from './cycle.ts';
import { fanIn } from './fan-in.ts';
import { fanOut } from './fan-out.ts';
import { gatherScatter } from './gather-scatter.ts';
import { random } from './random.ts';
import { scatterGather } from './scatter-gather.ts';
import { stack } from './stack.ts';

/** The recogniser of every typology. */
export const recognisers: Readonly<Record<Typology, ShapeRecogniser>> = {
  FAN_OUT: fanOut,
  FAN_IN: fanIn,
  GATHER_SCATTER: gatherScatter,
  SCATTER_GATHER: scatterGather,
  CYCLE: cycle,
  RANDOM: random,
  BIPARTITE: bipartite,
  STACK: stack,
  CHAIN: chain,
  BUST_OUT: bustOut,
};
