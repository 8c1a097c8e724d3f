import type { Config } from '../base/config.ts';
import type { GraphStore } from '../graph/store.ts';
import type { Ledger } from '../ledger/model.ts';
import { NewestLabels } from './compare-label.ts';
import { ReversalMarks, transferDifference } from './compare-transfer.ts';

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

/** Notes a problem; a message of null is none. */
type Report = (kind: string, subject: string, message: string | null) => void;

/**
 * Compares the ledger with itself (audit chain, projections) and with the graph store: every transfer of the log is one
 * relationship between the accounts that it names and has exactly one decision with the same id, sequence number, accounts,
 * times, amount and currency, and the other way round; exactly the reversed transfers are marked as reversed, and labelled accounts carry their newest label. Reads everything,
 * in pages; holds the ids of reversed transfers until their reversal comes, and the accounts that were labelled.
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
  const marks = new ReversalMarks();
  const labels = new NewestLabels();
  const report: Report = (kind, subject, message) => {
    if (message !== null && problems.length < config.ledger.problemsMax * 2)
      problems.push({ kind, subject, message });
  };
  let events = 0;
  let transfers = 0;
  for await (const page of graph.eventsAfter(0, config.session.replayPage)) {
    const ids: string[] = [];
    const targets = new Set<string>();
    for (const { event } of page) {
      if (event.kind === 'transfer') ids.push(event.id);
      if (event.kind === 'reversal') targets.add(event.reverses);
      if (event.kind === 'label') labels.add(event);
    }
    const [decisions, stored] = [
      await ledger.decisions(ids),
      await graph.transfers([...new Set([...ids, ...targets])]),
    ];
    for (const { seq, event } of page) {
      if (event.kind === 'reversal') {
        report('REVERSAL', event.reverses, marks.reversal(stored.get(event.reverses)));
      } else if (event.kind === 'transfer') {
        const relationship = stored.get(event.id);
        report(
          'DECISION',
          event.id,
          transferDifference({ seq, event }, relationship, decisions.get(event.id)),
        );
        if (relationship !== undefined) marks.transfer(event.id, relationship);
      }
    }
    events += page.length;
    transfers += ids.length;
    onProgress(events, inGraph);
  }
  for (const id of marks.unexplained())
    report('REVERSAL', id, 'the transfer is marked as reversed and never was');
  await compareLabels(graph, labels, config.session.replayPage, report);
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

async function compareLabels(
  graph: GraphStore,
  labels: NewestLabels,
  pageSize: number,
  report: Report,
): Promise<void> {
  const labelled = labels.accounts();
  for (let start = 0; start < labelled.length; start += pageSize) {
    const keys = labelled.slice(start, start + pageSize);
    const accounts = await graph.accounts(keys);
    for (const key of keys) report('LABEL', key, labels.difference(key, accounts.get(key)));
  }
}
