import { createHash } from 'node:crypto';
import { type AccountRef, type GraphEvent, identifierKinds } from './event.ts';

/**
 * 16 hexadecimal digits over everything that an event says, except `seenAt`: a redelivery is seen later and is still
 * the same event. Two events with one id and different hashes are an id conflict.
 */
export function contentHash(event: GraphEvent): string {
  return createHash('sha256')
    .update(JSON.stringify(contentOf(event)))
    .digest('hex')
    .slice(0, 16);
}

function contentOf(event: GraphEvent): unknown[] {
  const head: unknown[] = [event.kind, event.id, event.at];
  if (event.kind === 'reversal') return [...head, event.reverses];
  if (event.kind === 'label') {
    const { account, verdict, transactionId, source, until, pattern } = event;
    const found = [...head, ...actorOf(account), verdict, transactionId ?? null, source ?? null];
    // A label without terms hashes as it did before there were any.
    return until === undefined && pattern === undefined ? found : [...found, until ?? null, pattern ?? null];
  }
  const identifiers = identifierKinds.map((kind) => event[kind] ?? null);
  if (event.kind === 'transfer') {
    const { from, to } = event;
    const ends = [
      from.account,
      from.bank ?? null,
      from.country ?? null,
      to.account,
      to.bank ?? null,
      to.country ?? null,
    ];
    const money = [event.amountMinor, event.currency, event.format, event.channel ?? null, event.geo ?? null];
    return [...head, ...ends, ...money, ...identifiers];
  }
  const act = event.kind === 'authentication' ? [event.method, event.outcome] : [event.action];
  return [...head, ...actorOf(event.account), ...act, ...identifiers];
}

const actorOf = ({ account, bank, country }: AccountRef) => [account, bank ?? null, country ?? null];
