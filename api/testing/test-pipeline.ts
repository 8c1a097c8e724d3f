import type { TransferEvent } from '../../graph/model/event.ts';
import { accountKey } from '../../graph/model/event.ts';
import type { AlertEvent } from '../../scoring/rings/model.ts';
import type { LedgerAlertFeed } from '../feed/ledger-alert-feed.ts';
import type { Submission, Submitted } from '../services.ts';
import type { TestStores } from './open-test-stores.ts';
import { commit, testDecision } from './seed.ts';

/** From this amount on, in minor units, the test pipeline raises an alert. */
export const suspiciousAmount = 1_000_000;

/** The shortest pipeline on the real stores: graph first, then one rule instead of a model, then the ledger, then the feed. */
export async function submitToStores(
  stores: TestStores,
  feed: Pick<LedgerAlertFeed, 'publish'>,
  event: Submitted,
): Promise<Submission> {
  const [outcome] = await stores.graph.append([event]);
  if (outcome === undefined || outcome.status === 'refused') {
    return { outcome: 'REFUSED', code: outcome?.code ?? 'INTERNAL', message: outcome?.message ?? '' };
  }
  if (outcome.status === 'duplicate') {
    const decision = await stores.ledger.decision(event.id);
    return decision === null ? { outcome: 'DUPLICATE' } : { outcome: 'DUPLICATE', decision };
  }
  if (event.kind !== 'transfer') {
    await commit(stores.ledger, {
      events: [{ seq: outcome.seq, event }],
      decisions: [],
      ringEvents: [],
      alertEvents: [],
    });
    return { outcome: 'DECIDED' };
  }
  return decide(stores, feed, outcome.seq, event);
}

async function decide(
  stores: TestStores,
  feed: Pick<LedgerAlertFeed, 'publish'>,
  seq: number,
  event: TransferEvent,
): Promise<Submission> {
  const flagged = event.amountMinor >= suspiciousAmount;
  const alertId = `alert-${event.id}`;
  const change = flagged
    ? ({ verdict: 'REVIEW', score: 0.9, reasons: ['HIGH_AMOUNT'], alertId } as const)
    : {};
  const decision = testDecision({ seq, event }, change);
  const raised: AlertEvent = {
    seq,
    ordinal: 0,
    alertId,
    kind: 'RAISED',
    at: event.at,
    ringId: null,
    account: accountKey(event.from),
    transactionId: event.id,
    score: 0.9,
    reasons: ['HIGH_AMOUNT'],
    referenceCents: event.amountMinor,
    otherAlertId: null,
    threshold: 0,
    cause: null,
  };
  const alertEvents = flagged ? [raised] : [];
  await commit(stores.ledger, {
    events: [{ seq, event }],
    decisions: [decision],
    ringEvents: [],
    alertEvents,
  });
  const alert = flagged ? await stores.ledger.alert(alertId) : null;
  if (alert !== null) feed.publish(alert);
  return { outcome: 'DECIDED', decision };
}
