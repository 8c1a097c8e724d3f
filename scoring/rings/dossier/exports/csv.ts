import { formatAmount } from '../../../../graph/model/currency.ts';
import type { RingDossier } from '../dossier.ts';
import { essentialEdges, sharesOf, timeText } from './edge-facts.ts';

/**
 * The transfers of the evidence in order of sequence number, as RFC 4180: a header, lines that end with CR LF, cells in quotes where
 * they have to be. Times in UTC, amounts as exact decimals, `reference_usd` at the reference rate, `share` of the suspicion (0 .. 1).
 */
export function writeTransfersCsv(dossier: RingDossier): string {
  const shares = sharesOf(dossier);
  const essential = essentialEdges(dossier);
  const rows = dossier.evidence.transfers.map((transfer) => [
    transfer.seq,
    transfer.transactionId,
    timeText(transfer.at),
    transfer.from,
    transfer.to,
    formatAmount(transfer.amountMinor, transfer.currency),
    transfer.currency,
    formatAmount(transfer.referenceCents, 'USD'),
    transfer.score,
    shares.ofTransfer(transfer),
    essential.hasTransfer(transfer),
  ]);
  const header = 'seq,transaction_id,at,from,to,amount,currency,reference_usd,score,share,essential'.split(
    ',',
  );
  return table([header, ...rows]);
}

/** The members in the order in which they joined, as RFC 4180, with what each did with the money in USD at the reference rates; nothing where a member moved none. */
export function writeMembersCsv({ ring, flow }: RingDossier): string {
  const flows = new Map(flow.accounts.map((each) => [each.account, each]));
  const rows = ring.members.map(({ account, role, sinceSeq, sinceAt }) => {
    const money = flows.get(account);
    const usd = (cents: number | undefined) => (cents === undefined ? '' : formatAmount(cents, 'USD'));
    return [
      account,
      role,
      sinceSeq,
      timeText(sinceAt),
      money?.place ?? '',
      usd(money?.received),
      usd(money?.sent),
      usd(money?.passedOn),
      usd(money?.kept),
    ];
  });
  const header = 'account,role,since_seq,since_at,place,received_usd,sent_usd,passed_on_usd,kept_usd'.split(
    ',',
  );
  return table([header, ...rows]);
}

function table(rows: readonly (readonly (string | number | boolean)[])[]): string {
  return rows.map((row) => `${row.map(cell).join(',')}\r\n`).join('');
}

function cell(value: string | number | boolean): string {
  const text = String(value);
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
