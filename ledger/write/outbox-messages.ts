import type { Decision } from '../../scoring/decision-model.ts';
import type { Facts } from '../facts/encode-facts.ts';
import { headerTuples } from '../facts/record-rows.ts';
import type { DeadLetter, OutboxMessage } from '../model.ts';
import type { AlertChange } from './project-alerts.ts';

/**
 * The messages that announce facts, in the order decisions, alert events, dead letters. Payloads are JSON with fixed
 * keys in a fixed order: a decision without its features; `{ event, alert }` with the alert as it is after the event, so
 * that the last message of a key holds its last state; a dead letter with its bytes, key and header values in base64.
 */
export function outboxMessages(
  { decisions, deadLetters }: Facts,
  alertChanges: readonly AlertChange[],
): OutboxMessage[] {
  return [
    ...decisions.map(decisionMessage),
    ...alertChanges.map(alertMessage),
    ...deadLetters.map(deadLetterMessage),
  ];
}

function alertMessage({ event, alert }: AlertChange): OutboxMessage {
  return { topic: 'alerts', key: alert.id, payload: JSON.stringify({ event, alert }) };
}

function decisionMessage(decision: Decision): OutboxMessage {
  const { transactionId, seq, at, seenAt, from, to, amountMinor, currency, verdict, score, reasons } =
    decision;
  const { late, ringId, alertId, latencyUs, featureSetHash, modelHash, ruleSetHash } = decision;
  const what = { transactionId, seq, at, seenAt, from, to, amountMinor, currency, verdict, score, reasons };
  const how = { late, ringId, alertId, latencyUs, featureSetHash, modelHash, ruleSetHash };
  return { topic: 'decisions', key: transactionId, payload: JSON.stringify({ ...what, ...how }) };
}

function deadLetterMessage({ source, position, code, message, raw, envelope }: DeadLetter): OutboxMessage {
  const key = envelope === null || envelope.key === null ? null : base64(envelope.key);
  const headers = envelope === null ? [] : headerTuples(envelope);
  const letter = { source, position, code, message, raw: base64(raw), key, headers };
  return { topic: 'dead-letters', key: `${source}/${position}`, payload: JSON.stringify(letter) };
}

function base64(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('base64');
}
