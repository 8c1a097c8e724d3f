import type { StoredEvent } from '../views/graph-view.ts';
import type { DeadLetterRow, LedgerView } from '../views/ledger-view.ts';
import { type Arrival, placeOf } from './arrivals.ts';
import { checkLetters, type FoundLetter } from './check-letters.ts';
import type { Expected } from './expected.ts';
import type { Findings } from './findings.ts';

/** Every valid event is in the graph once, the sequence numbers have neither gap nor repeat, and exactly what was taken back is marked. */
export function checkGraph(events: readonly StoredEvent[], expected: Expected, findings: Findings): void {
  const idsOf = (some: readonly StoredEvent[]) => some.map(({ id }) => id);
  findings.expectOnce('TRANSFERRED', expected.transfers, idsOf(events.filter((event) => event.isTransfer)));
  findings.expectOnce('Event', expected.others, idsOf(events.filter((event) => !event.isTransfer)));
  findings.expectOnce('reversedAt', expected.reversed, idsOf(events.filter((event) => event.isReversed)));
  const seqs = events.map(({ seq }) => seq).sort((a, b) => a - b);
  const gap = seqs.findIndex((seq, place) => seq !== place + 1);
  findings.expect(gap < 0, `the graph has sequence number ${seqs[gap]} where ${gap + 1} is expected`);
}

/** Every transfer has one decision with its sequence number, and the dead letters are the malformed messages with all their bytes. */
export async function checkLedger(
  ledger: LedgerView,
  events: readonly StoredEvent[],
  expected: Expected,
  arrivals: readonly Arrival[],
  findings: Findings,
): Promise<{ readonly deadLetters: number }> {
  const decisions = await ledger.decisions();
  findings.expectOnce(
    'decision',
    expected.transfers,
    decisions.map(({ id }) => id),
  );
  const seqs = new Map(events.map(({ id, seq }) => [id, seq]));
  for (const { id, seq } of decisions) {
    findings.expect(
      seqs.get(id) === seq,
      `decision "${id}" has sequence number ${seq}, its transfer ${seqs.get(id)}`,
    );
  }
  const letters = await ledger.deadLetters();
  checkLetters('dead_letter', letters.map(foundLetter), arrivals, findings);
  return { deadLetters: letters.length };
}

function foundLetter(letter: DeadLetterRow): FoundLetter {
  const headers = (letter.headers ?? []).map(
    ([name, base64]) => [name, Buffer.from(base64, 'base64')] as const,
  );
  return {
    place: placeOfLetter(letter),
    key: letter.key,
    value: letter.raw,
    headers: Object.fromEntries(headers),
  };
}

function placeOfLetter({ source, position }: DeadLetterRow): string {
  const [topic = '', partition = ''] = source.split('/').slice(-2);
  return placeOf(topic, Number(partition), position);
}
