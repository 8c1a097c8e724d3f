import type { ApiServices, Submitted } from '../services.ts';

/** What is submitted, in the words of a message: `label "l-1"`; a reversal is a transaction too. */
export function submittedName({ kind, id }: Submitted): string {
  return `${kind === 'label' ? 'label' : 'transaction'} "${id}"`;
}

/**
 * The `submit` of a process that does not score: it refuses everything with UNAVAILABLE and says who takes it. `topics` are the Kafka
 * topics of transactions and of labels, null without Kafka. Nothing is stored.
 */
export function submitElsewhere(
  topics: { readonly transactions: string; readonly logs: string } | null,
): ApiServices['submit'] {
  const placesOf = ({ kind }: Submitted) =>
    topics === null
      ? ''
      : `, or to the Kafka topic "${kind === 'label' ? topics.logs : topics.transactions}"`;
  return async (event) => ({
    outcome: 'REFUSED',
    code: 'UNAVAILABLE',
    message: `submit ${submittedName(event)}: this process answers queries only; send it to the active scorer${placesOf(event)}`,
  });
}
