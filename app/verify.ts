import type { Config } from '../base/config.ts';
import type { GraphStore } from '../graph/store.ts';
import type { Ledger } from '../ledger/model.ts';
import type { Decision } from '../scoring/decision-model.ts';

export interface Verification {
  readonly checked: {
    readonly graphEvents: number;
    readonly decisions: number;
    readonly ringEvents: number;
    readonly alertEvents: number;
    readonly auditEntries: number;
  };
  /** At most ledger.problemsMax of each side. */
  readonly problems: readonly { readonly kind: string; readonly subject: string; readonly message: string }[];
}

type Problem = Verification['problems'][number];

/**
 * Compares the ledger with itself (audit chain, projections) and with the graph store: every transfer has exactly one decision
 * with the same id, accounts, amount and times, and the other way round. Reads everything, in pages.
 */
export async function verify(
  stores: { readonly graph: GraphStore; readonly ledger: Ledger },
  config: Config,
  onProgress: (title: string, done: number, total: number | null) => void,
): Promise<Verification> {
  const { ledger } = stores;
  const own = await ledger.verify((done, total) => onProgress('ledger', done, total));
  const problems: Problem[] = [...own.problems];
  const graphEvents = await compareWithGraph(stores, config, problems, (done, total) =>
    onProgress('graph', done, total),
  );
  return { checked: { graphEvents, ...own.checked }, problems };
}

async function compareWithGraph(
  { graph, ledger }: { readonly graph: GraphStore; readonly ledger: Ledger },
  config: Config,
  problems: Problem[],
  onProgress: (done: number, total: number) => void,
): Promise<number> {
  const [inGraph, inLedger] = [await graph.lastSeq(), await ledger.lastSeq()];
  if (inGraph !== inLedger) {
    problems.push({
      kind: 'SEQUENCE',
      subject: 'graph',
      message: `the graph ends at ${inGraph}, the ledger at ${inLedger}`,
    });
  }
  let events = 0;
  let transfers = 0;
  for await (const page of graph.eventsAfter(0, config.session.replayPage)) {
    const ids: string[] = [];
    for (const { event } of page) if (event.kind === 'transfer') ids.push(event.id);
    const decisions = await ledger.decisions(ids);
    for (const { seq, event } of page) {
      if (event.kind !== 'transfer') continue;
      const difference = differenceOf(decisions.get(event.id), seq, event);
      if (difference !== null && problems.length < config.ledger.problemsMax * 2) {
        problems.push({ kind: 'DECISION', subject: event.id, message: difference });
      }
    }
    events += page.length;
    transfers += ids.length;
    onProgress(events, inGraph);
  }
  const { decisions } = await ledger.counts();
  if (decisions !== transfers) {
    problems.push({
      kind: 'DECISION',
      subject: 'count',
      message: `${transfers} transfers in the graph, ${decisions} decisions in the ledger`,
    });
  }
  return events;
}

function differenceOf(
  decision: Decision | undefined,
  seq: number,
  event: { readonly at: number; readonly amountMinor: number; readonly currency: string },
): string | null {
  if (decision === undefined) return 'the transfer has no decision';
  if (decision.seq !== seq) return `the transfer has sequence number ${seq}, its decision ${decision.seq}`;
  if (decision.at !== event.at) return 'the times of transfer and decision differ';
  if (decision.amountMinor !== event.amountMinor || decision.currency !== event.currency) {
    return 'the amounts of transfer and decision differ';
  }
  return null;
}
