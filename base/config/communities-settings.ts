import { z } from 'zod';
import { dayMs, hourMs } from '../clock.ts';
import { count, durationMs } from './terms.ts';

/** The recomputation of communities on the graph store: beside the stream, and by `anel communities`. */
export const communitiesSettings = z
  .strictObject({
    enabled: z
      .boolean()
      .default(true)
      .describe(
        'Whether communities of the store are recomputed beside the stream and folded into the rings.',
      ),
    everyMs: durationMs(
      6 * hourMs,
      'They are recomputed with the first transfer past each multiple of this, by the time of the transfers.',
    ),
    windowMs: durationMs(30 * dayMs, 'Transfers that are older than this at that moment are left out.'),
    delayTransfers: count(
      500,
      'What was recomputed takes effect this many transfers later, at the latest with the next recomputation; scoring waits only when it is not ready by then.',
    ),
    algorithm: z
      .enum(['leiden', 'louvain', 'components'])
      .default('leiden')
      .describe(
        'Communities of Leiden are connected, those of Louvain may not be; components are the coarsest.',
      ),
    engine: z
      .enum(['in-process', 'gds'])
      .default('in-process')
      .describe(
        'Where `anel communities` computes: in a thread of its own, or in Neo4j with its Graph Data Science library. What is folded into the rings is always computed in a thread of its own.',
      ),
    seed: z.int().nonnegative().max(0xff_ff_ff_ff).default(1).describe('Seed of the algorithm.'),
    resolution: z
      .number()
      .positive()
      .default(1)
      .describe('Resolution of the modularity that it optimises; higher makes smaller communities.'),
    pageEvents: count(5000, 'Events that are read from the store at a time; at most graph.readMax.'),
    transfersMax: count(
      20_000_000,
      'Transfers of the window that a recomputation accepts before it refuses.',
    ),
    accountsMax: count(10_000_000, 'Accounts that `anel communities` accepts before it refuses.'),
    annotateBatch: count(
      5000,
      'Accounts whose community is read and written at a time; at most graph.readMax.',
    ),
    listMax: count(20, 'Suspicious communities that `anel communities` lists.'),
  })
  .prefault({});
