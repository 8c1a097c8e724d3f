import type { Stage } from '../stage/stage.ts';
import type { PlannedMessage } from '../traffic/planned-message.ts';
import { readArrivals } from './arrivals.ts';
import { checkOutputs } from './check-outputs.ts';
import { checkGraph, checkLedger } from './check-stores.ts';
import { expectedOf } from './expected.ts';
import type { Findings } from './findings.ts';
import { runVerify } from './run-verify.ts';

/** What the checks of every trial count. */
export interface Counts {
  readonly valid: number;
  readonly malformed: number;
  /** Messages that held an event which had come before, those that the producer repeated included. */
  readonly duplicates: number;
  readonly deadLetters: number;
  readonly repeatsPublished: number;
  readonly verify: boolean;
}

/** Compares everything that a plan led to, in graph, ledger and topics, with what it should have. The services must have ended. */
export async function checkAll(
  stage: Stage,
  plan: readonly PlannedMessage[],
  data: string,
  findings: Findings,
): Promise<Counts> {
  const { graph, ledger, stream, config, configFile } = stage;
  const { topics } = config.kafka;
  const expected = expectedOf(plan);
  const arrivals = await readArrivals(stream, topics, plan, findings);
  const events = await graph.events();
  checkGraph(events, expected, findings);
  const { deadLetters } = await checkLedger(ledger, events, expected, arrivals, findings);
  const { repeatsPublished } = await checkOutputs(stream, topics, events, expected, arrivals, findings);
  const verify = await runVerify(configFile, data, findings);
  const malformed = arrivals.filter(({ planned }) => planned.truth.is === 'malformed').length;
  const valid = expected.transfers.size + expected.others.size;
  return {
    valid,
    malformed,
    duplicates: arrivals.length - malformed - valid,
    deadLetters,
    repeatsPublished,
    verify,
  };
}
