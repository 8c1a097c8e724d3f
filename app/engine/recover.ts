import type { Config } from '../../base/config.ts';
import { AnelError } from '../../base/errors.ts';
import type { Log } from '../../base/log.ts';
import type { GraphStore } from '../../graph/store.ts';
import type { Ledger } from '../../ledger/model.ts';
import type { Scorer } from '../../scoring/scorer.ts';
import { annotationsOf } from './annotations.ts';
import type { Engine } from './engine.ts';

/**
 * Brings a graph store whose last moments were lost (a power cut) up to the ledger: puts back every event of the journal
 * that it misses, with its sequence number. Answers how many. Throws GRAPH_BEHIND_LEDGER when the journal does not reach back
 * far enough, which means that the two do not belong together.
 */
export async function healGraph(
  graph: GraphStore,
  ledger: Ledger,
  config: Config,
  log: Log,
): Promise<number> {
  const inGraph = await graph.lastSeq();
  const inLedger = await ledger.lastSeq();
  if (inGraph >= inLedger) return 0;
  const start = await ledger.journalStart();
  if (start === null || start > inGraph + 1) {
    const gap = `the graph ends at ${inGraph}, the ledger at ${inLedger} and its journal starts at ${start ?? 'nothing'}`;
    throw new AnelError(
      'GRAPH_BEHIND_LEDGER',
      `heal the graph: ${gap}; restore the graph folder and the ledger folder from one backup, or start with an empty data folder`,
    );
  }
  let restored = 0;
  for await (const page of ledger.journalAfter(inGraph, config.session.replayPage)) {
    await graph.restore(page);
    restored += page.length;
  }
  log.warn({ restored, from: inGraph, through: inLedger }, 'graph healed from the ledger journal');
  return restored;
}

/**
 * Writes into the graph what decisions and ring events say that it may not have: those since its last checkpoint, which is where
 * the journal begins. A crash between commit and annotation, or a healed tail, leaves nothing behind.
 */
export async function annotateAgain(
  graph: GraphStore,
  ledger: Ledger,
  scorer: Scorer,
  config: Config,
): Promise<void> {
  const start = await ledger.journalStart();
  if (start === null) return;
  const ringOf = (account: string) => scorer.ringOf(account);
  for await (const page of ledger.decisionsAfter(start - 1, config.session.replayPage)) {
    await graph.annotate(
      annotationsOf(
        page.filter(({ verdict }) => verdict !== 'ALLOW'),
        [],
        ringOf,
      ),
    );
  }
  for await (const events of ledger.ringEventsAfter(start - 1, config.session.replayPage)) {
    await graph.annotate(annotationsOf([], events, ringOf));
  }
}

/** Decides what was stored but not decided when Anel last ended. Answers how many events. */
export async function finishUndecided(
  graph: GraphStore,
  engine: Engine,
  afterSeq: number,
  config: Config,
): Promise<number> {
  let finished = 0;
  for await (const page of graph.eventsAfter(afterSeq, config.ingest.batchMax)) {
    await engine.finish(page);
    finished += page.length;
  }
  return finished;
}
