import type { Decision } from '../../scoring/decision-model.ts';
import type { Facts } from '../facts/encode-facts.ts';
import type { DeadLetter, OutboxMessage } from '../model.ts';

/**
 * The messages that announce facts, in the order decisions, alert events, dead letters. Payloads are JSON with fixed
 * keys in a fixed order; a decision goes without its features, a dead letter without its bytes.
 */
export function outboxMessages({ decisions, alertEvents, deadLetters }: Facts): OutboxMessage[] {
  return [
    ...decisions.map(decisionMessage),
    ...alertEvents.map(
      (event): OutboxMessage => ({ topic: 'alerts', key: event.alertId, payload: JSON.stringify(event) }),
    ),
    ...deadLetters.map(deadLetterMessage),
  ];
}

function decisionMessage(decision: Decision): OutboxMessage {
  const { transactionId, seq, at, seenAt, from, to, amountMinor, currency, verdict, score, reasons } =
    decision;
  const { late, ringId, alertId, latencyUs, featureSetHash, modelHash, ruleSetHash } = decision;
  const what = { transactionId, seq, at, seenAt, from, to, amountMinor, currency, verdict, score, reasons };
  const how = { late, ringId, alertId, latencyUs, featureSetHash, modelHash, ruleSetHash };
  return { topic: 'decisions', key: transactionId, payload: JSON.stringify({ ...what, ...how }) };
}

function deadLetterMessage({ source, position, code, message }: DeadLetter): OutboxMessage {
  const payload = JSON.stringify({ source, position, code, message });
  return { topic: 'dead-letters', key: `${source}/${position}`, payload };
}
