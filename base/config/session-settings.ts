import { z } from 'zod';
import { dayMs } from '../clock.ts';
import { count, durationMs } from './terms.ts';

/** The session: the window in memory. */
export const sessionSettings = z
  .strictObject({
    windowMs: durationMs(7 * dayMs, "The week's window: motifs, pairs and communities look back this far."),
    longestWindowMs: durationMs(
      30 * dayMs,
      'The longest window: counts, sums and counterparties look back this far; at least windowMs.',
    ),
    allowedLatenessMs: durationMs(
      dayMs,
      'An event older than the newest one by more than this is late: stored and scored, not put into the window.',
    ),
    transfersMax: count(20_000_000, 'Transfers in the window that the session accepts before it refuses.'),
    accountsMax: count(10_000_000, 'Accounts that the session accepts before it refuses.'),
    pairsMax: count(20_000_000, 'Ordered pairs of accounts that the session accepts before it refuses.'),
    identifiersMax: count(
      10_000_000,
      'Identifiers (devices, addresses, phones, ...) that the session accepts before it refuses; four times as many links.',
    ),
    activitiesMax: count(
      2_000_000,
      'Authentications and sensitive changes that the session remembers; past it the first that came is dropped.',
    ),
    activitiesPerAccountMax: count(
      64,
      'Of them for one account; past it its oldest is dropped, and the feature `sender_activity_capped` says so.',
    ),
    labelsMax: count(
      10_000_000,
      'Labels of accounts that the session accepts before it refuses; they are kept for life.',
    ),
    structureEveryTransfers: count(
      4000,
      'Communities and centrality are recomputed after this many transfers, or after structureEveryShare if that is more.',
    ),
    structureEveryShare: z
      .number()
      .positive()
      .max(1)
      .default(0.25)
      .describe(
        'They are recomputed when this share of the window was added, or after structureEveryTransfers if that is more.',
      ),
    structureDelayTransfers: z
      .int()
      .nonnegative()
      .default(1000)
      .describe(
        'What was recomputed takes effect this many transfers later, or after structureDelayShare if that is more, but before the next recomputation; scoring goes on meanwhile, and waits only when it is not ready by then.',
      ),
    structureDelayShare: z
      .number()
      .nonnegative()
      .max(1)
      .default(0.0625)
      .describe(
        'It takes effect after this share of the window, or after structureDelayTransfers if that is more: a large window takes longer.',
      ),
    halfLifeMs: durationMs(
      30 * dayMs,
      'What accounts and pairs moved is remembered beyond the windows with half its weight after this time.',
    ),
    replayPage: count(5000, 'The page in which a session reads the store when it opens.'),
  })
  .prefault({});

/** The searches for motifs. */
export const motifsSettings = z
  .strictObject({
    degreeMax: count(
      64,
      'The most recent transfers of one account that a motif search looks at, per direction.',
    ),
    stepsMax: count(2000, 'Steps of one search; when spent, the result says `capped`.'),
    cycleLengthMax: z.int().min(2).max(10).default(6).describe('Transfers in a cycle.'),
    membersMax: count(300, 'Accounts in one motif.'),
  })
  .prefault({});

/** Similarity, paths and shared identifiers of two accounts. */
export const linksSettings = z
  .strictObject({
    degreeMax: count(
      64,
      'The most recently active pairs of one account that a comparison of neighbourhoods looks at, per direction.',
    ),
    stepsMax: count(
      500,
      'Steps of one search for neighbours, a path or shared identifiers; when spent, a feature says so.',
    ),
    pathLengthMax: z.int().min(1).max(10).default(4).describe('Pairs on a path between two accounts.'),
    identifiersMax: count(
      64,
      'Identifiers of one account and kind that are looked at, those that it took up last.',
    ),
    linkedAccountsMax: count(100, 'Accounts that share a phone or a card with one account.'),
    softAccountsMax: count(
      50,
      'A device, IP address, e-mail or address of more accounts than this links none of them.',
    ),
    softHalfLifeMs: durationMs(
      30 * dayMs,
      'The weight of a shared device, IP address, e-mail or address halves in this time without use.',
    ),
  })
  .prefault({});

/** The nearness of accounts to confirmed fraud. */
export const labelsSettings = z
  .strictObject({
    hopsMax: z
      .int()
      .min(2)
      .max(6)
      .default(3)
      .describe('How far from an account confirmed fraud is looked for, in steps between counterparties.'),
    degreeMax: count(
      32,
      'The most recently active counterparties of one account that are looked at, per direction.',
    ),
    stepsMax: count(
      250,
      'Pairs of accounts that one search around an account looks at; when spent, `label_capped` says so.',
    ),
    halfLifeMs: durationMs(30 * dayMs, 'The age at which a label weighs half.'),
    pagerankRestart: z
      .number()
      .gt(0)
      .max(1)
      .default(0.15)
      .describe('The chance that a random walk from an account ends at each step.'),
    pagerankEpsilon: z
      .number()
      .positive()
      .max(1)
      .default(0.003)
      .describe(
        'A walk is followed while its chance to be at an account exceeds this times the pairs of that account.',
      ),
  })
  .prefault({});

/** The histograms of patterns and the statistics of accounts. */
export const patternsSettings = z
  .strictObject({
    stepsMax: count(
      2000,
      'Steps of each of the three searches for patterns; when spent, `pattern_capped_1d` says so.',
    ),
    cycleLengthMax: z.int().min(2).max(20).default(10).describe('Transfers in a simple cycle.'),
  })
  .prefault({});

/** PageRank, core numbers and the densest group, kept up to date with every transfer. */
export const centralitySettings = z
  .strictObject({
    pagerankEpsilon: z
      .number()
      .positive()
      .max(0.02)
      .default(0.01)
      .describe('The relative error of every rank while nothing is left to be done.'),
    pagerankStepsMax: count(
      2000,
      'Pairs that PageRank follows after one transfer; the rest is followed later.',
    ),
    coreStepsMax: count(
      1000,
      'Accounts and pairs that core numbers look at after one transfer; a change that needs more is deferred.',
    ),
    denseStepsMax: count(300, 'The same of the densest group, whose changes reach further.'),
    deferredMax: count(
      1000,
      'Deferred changes that may wait; when there are as many, all of them are applied.',
    ),
  })
  .prefault({});

/** The audit of what is kept up to date event by event. */
export const auditSettings = z
  .strictObject({
    everyRecomputations: z
      .int()
      .nonnegative()
      .default(10)
      .describe('An audit comes with every so many recomputations of communities; 0 for none.'),
    accountsSampled: count(64, 'Accounts whose counters are counted anew in an audit.'),
    pagerankDifferenceMax: z
      .number()
      .min(0.05)
      .default(0.05)
      .describe(
        'The relative difference of a PageRank from the exact one past which all of it is made anew.',
      ),
  })
  .prefault({});

/** Communities and centrality. */
export const structureSettings = z
  .strictObject({
    algorithm: z
      .enum(['louvain', 'leiden'])
      .default('louvain')
      .describe('The community algorithm; communities of Leiden are connected, those of Louvain may not be.'),
    seed: z.int().nonnegative().default(1).describe('Seed of the community algorithm.'),
    resolution: z
      .number()
      .positive()
      .default(1)
      .describe('Resolution of the modularity that it optimises; higher makes smaller communities.'),
    pagerankDamping: z
      .number()
      .positive()
      .max(1)
      .default(0.85)
      .describe('Share of the rank that follows the transfers; the rest is spread over all accounts.'),
    pagerankTolerance: z
      .number()
      .positive()
      .default(1e-6)
      .describe('PageRank ends when the ranks change by less than this share of all rank.'),
    pagerankIterationsMax: count(100, 'PageRank ends after this many passes, converged or not.'),
  })
  .prefault({});

/** Algorithms on whole graphs, which run beside scoring. */
export const algorithmsSettings = z
  .strictObject({
    memoryMaxMiB: count(
      8192,
      'Memory that one run of an algorithm may need beside its graph, by its estimate; past it the run is refused.',
    ),
    waitingMax: count(16, 'Runs that wait for the one before them; past it a run is refused.'),
  })
  .prefault({});
