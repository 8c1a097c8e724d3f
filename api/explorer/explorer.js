import { createClient } from '/vendor/graphql-ws/client.js';

const { React, ReactDOM, GraphiQL } = globalThis;

const firstQuery = `# Anel: fraud rings in a property graph. Press the play button, or Ctrl-Enter.
query Newest {
  status {
    version
    lastSeq
    counts { transactions accounts decisions review reject alerts rings }
  }
  alerts(first: 5) {
    edges {
      node {
        alertId
        score
        raisedAt
        reasons { code text }
        ring { ringId typology memberCount }
      }
    }
  }
}

# Every alert since the beginning, then new ones as they come.
subscription Alerts {
  alertRaised(afterSeq: 0) {
    seq
    alert { alertId score account { accountId } }
  }
}
`;

const sockets = createClient({ url: `${location.protocol.replace('http', 'ws')}//${location.host}/graphql` });

async function overHttp(request) {
  const response = await fetch('/graphql', {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      accept: 'application/graphql-response+json, application/json',
    },
    body: JSON.stringify(request),
  });
  return response.json();
}

/** True when the operation that was chosen, or the only one, is a subscription. */
function isSubscription({ query, operationName }) {
  const operations = [...query.replace(/#.*$/gm, '').matchAll(/\b(query|mutation|subscription)\b\s*(\w*)/g)];
  const chosen = operations.find((match) => match[2] === (operationName ?? '')) ?? operations[0];
  return chosen?.[1] === 'subscription';
}

function fetcher(request) {
  return isSubscription(request) ? sockets.iterate(request) : overHttp(request);
}

const root = ReactDOM.createRoot(document.getElementById('explorer'));
root.render(
  React.createElement(GraphiQL, { fetcher, defaultQuery: firstQuery, defaultEditorToolsVisibility: false }),
);
