import { z } from 'zod';
import { dayMs } from '../clock.ts';
import { count, durationMs } from './terms.ts';

/** Model, rules and thresholds. */
export const scoringSettings = z
  .strictObject({
    model: z
      .string()
      .default('scoring/models/onnx/champion')
      .describe('The folder of the model, relative to the package unless absolute.'),
    rules: z
      .string()
      .default('scoring/rules/catalogue')
      .describe('The folder of the rules, relative to the package unless absolute.'),
    modelBatchMax: count(32, 'Rows in one evaluation of the model.'),
    reviewScore: z
      .number()
      .min(0)
      .max(1)
      .nullable()
      .default(null)
      .describe("Score from which a transaction is reviewed; null takes the model manifest's."),
    rejectScore: z
      .number()
      .min(0)
      .max(1)
      .nullable()
      .default(null)
      .describe("Score from which a transaction is rejected; null takes the model manifest's."),
  })
  .prefault({});

/** Rings and alerts. */
export const ringsSettings = z
  .strictObject({
    membersMax: count(50, 'Accounts in one ring.'),
    openMax: count(
      50_000,
      'Rings that are tracked at once; when there are more, the one that was quiet for longest is closed.',
    ),
    dormantAfterMs: durationMs(
      7 * dayMs,
      'A ring without news for this long is dormant and is reopened when it gets news; an alert without news for this long is not extended.',
    ),
    dormantPerTransferMax: count(8, 'Rings that fall asleep at one transfer; the others at the next.'),
    evidenceTransfersMax: count(
      500,
      'Transfers that are kept as evidence of one ring; further ones are counted.',
    ),
    evidenceTiesMax: count(200, 'Shared identifiers that are kept as evidence of one ring.'),
    alertThresholds: z
      .array(z.number().positive().max(1))
      .min(1)
      .max(8)
      .refine((values) => values.every((value, place) => place === 0 || value > values[place - 1]!), {
        error: 'expected ascending numbers',
      })
      .default([0.7, 0.9, 0.97])
      .describe(
        'Suspicions of a ring, ascending: its alert is escalated once at each that it crosses. From the first on, a part that was split off is a ring.',
      ),
    closedKeptMs: durationMs(
      30 * dayMs,
      'For this long a ring that was closed because of a reversal or a label is reopened, with its alert, when it gets news.',
    ),
    suppressionMs: durationMs(
      90 * dayMs,
      'For this long after an account was labelled legitimate its transfers lead to no ring and no alert, unless the label says until when.',
    ),
    triggerScoreMin: z
      .number()
      .positive()
      .max(1)
      .default(0.06)
      .describe('Score from which the group around a transfer is looked at, flagged or not.'),
    linkScoreMin: z
      .number()
      .positive()
      .max(1)
      .default(0.03)
      .describe('Score from which a transfer counts as a suspicious link between its accounts.'),
    linksMax: count(1_000_000, 'Suspicious links that are remembered.'),
    linkDegreeMax: count(64, 'Suspicious links that are followed from one account.'),
    groupMembersMax: count(20, 'Accounts in the group around one transfer.'),
    shapeMembersMax: count(12, 'Accounts that a shape which a transfer closes may add to its group.'),
    memberCost: z
      .number()
      .nonnegative()
      .default(0.1)
      .describe(
        'Evidence that each further account of a group has to bring, on the scale of -ln(1 - score): keeps groups from spreading along weak links.',
      ),
    bornWeightMin: z
      .number()
      .nonnegative()
      .default(1)
      .describe('Evidence of a group, less what its accounts cost, from which it is a ring.'),
    joinShareMin: z
      .number()
      .min(0)
      .max(1)
      .default(0.08)
      .describe(
        'Share of the evidence of the fifth strongest member that an account must have to join a ring: keeps bystanders out.',
      ),
    mergeShareMin: z
      .number()
      .positive()
      .max(1)
      .default(0.9)
      .describe('Share of the smaller of two rings that has to be in the larger one for them to be merged.'),
    closeSuspicionMin: z
      .number()
      .min(0)
      .max(1)
      .default(0.5)
      .describe('A ring that lost evidence by a reversal or a label is closed below this suspicion.'),
    communityCandidatesMax: count(
      500,
      'Communities, the most suspicious ones first, that are looked at after one recomputation.',
    ),
    recentTransfersMax: count(
      100_000,
      'Latest transfers that are remembered whole, so that a shape which a later one closes has its evidence.',
    ),
  })
  .prefault({});
