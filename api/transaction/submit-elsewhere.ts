import type { ApiServices } from '../services.ts';

/**
 * The `submit` of a process that does not score: it refuses every transaction with UNAVAILABLE and says who takes it. `topic` is the
 * Kafka topic of transactions, null without Kafka. Nothing is stored.
 */
export function submitElsewhere(topic: string | null): ApiServices['submit'] {
  const places = topic === null ? '' : `, or to the Kafka topic "${topic}"`;
  return async ({ id }) => ({
    outcome: 'REFUSED',
    code: 'UNAVAILABLE',
    message: `submit transaction "${id}": this process answers queries only; send it to the active scorer${places}`,
  });
}
