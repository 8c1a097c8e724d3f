import { createClient } from '/vendor/graphql-ws/client.js';

const retryMs = 3000;
const sockets = createClient({
  url: `${location.protocol.replace('http', 'ws')}//${location.host}/graphql`,
  retryAttempts: 0,
});

/** The data of a query; an Error with the message of the first error when there is none. */
export async function query(text, variables = {}) {
  const response = await fetch('/graphql', {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ query: text, variables }),
  });
  const { data, errors } = await response.json();
  if (data === undefined || data === null)
    throw new Error(errors?.[0]?.message ?? `status ${response.status}`);
  return data;
}

/**
 * Calls `onEvent` with every event of a subscription, for ever: a connection that breaks is taken up again after the last
 * sequence number that arrived. `onState` hears 'live' or 'down'; while it is down, poll.
 */
export async function follow(text, afterSeq, onEvent, onState) {
  let lastSeq = afterSeq;
  for (;;) {
    try {
      const events = sockets.iterate({ query: text, variables: { afterSeq: lastSeq } });
      onState('live');
      for await (const { data } of events) {
        if (!data?.alertRaised) break;
        lastSeq = data.alertRaised.seq;
        onEvent(data.alertRaised);
      }
    } catch {
      // Retried below: the browser tells no reason for a socket that closed.
    }
    onState('down');
    await new Promise((resolve) => setTimeout(resolve, retryMs));
  }
}
