import { formatAmount } from '../../graph/model/currency.ts';
import { type GraphEvent, type Identifiers, identifierKinds } from '../../graph/model/event.ts';
import type { Truth } from '../source.ts';
import { formatTime } from './time-text.ts';

/**
 * The canonical JSON of an event on one line without a line end: what the format `jsonl` reads, and what journals and
 * exports hold. Deterministic: fixed order of keys, `seenAt` only when it differs from `at`. The inverse of `decodeEvent`.
 */
export function encodeEvent(event: GraphEvent, truth?: Truth): string {
  return JSON.stringify({
    ...wireEvent(event),
    ...(truth === undefined ? null : { truth: { fraud: truth.fraud } }),
  });
}

function wireEvent(event: GraphEvent): Record<string, unknown> {
  const { kind, id } = event;
  const seen = event.seenAt === event.at ? null : { seenAt: formatTime(event.seenAt) };
  const head = { kind, id, at: formatTime(event.at), ...seen };
  switch (event.kind) {
    case 'transfer': {
      const { from, to, amountMinor, currency, format, channel, geo } = event;
      const money = { amount: formatAmount(amountMinor, currency), currency, format, channel, geo };
      return { ...head, from: accountRef(from), to: accountRef(to), ...money, ...identifiers(event) };
    }
    case 'reversal':
      return { ...head, reverses: event.reverses };
    case 'authentication': {
      const { account, method, outcome } = event;
      return { ...head, account: accountRef(account), method, outcome, ...identifiers(event) };
    }
    case 'log':
      return { ...head, account: accountRef(event.account), action: event.action, ...identifiers(event) };
    case 'label': {
      const { account, verdict, transactionId, source, until, pattern } = event;
      const terms = { until: until === undefined ? undefined : formatTime(until), pattern };
      return { ...head, account: accountRef(account), verdict, transactionId, source, ...terms };
    }
  }
}

function accountRef({
  bank,
  account,
  country,
}: {
  bank?: string;
  account: string;
  country?: string;
}): unknown {
  return { bank, account, country };
}

function identifiers(event: Identifiers): Record<string, string | undefined> {
  return Object.fromEntries(identifierKinds.map((kind) => [kind, event[kind]]));
}
