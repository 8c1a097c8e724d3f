const alertLine = `
  fragment AlertLine on Alert {
    alertId score raisedAt raisedSeq transactionCount status
    account { accountId }
    reasons { code text }
    ring { ringId typology }
  }`;

const transfer = `
  fragment Transfer on Transaction {
    transactionId seq at format reversedAt
    from { accountId } to { accountId }
    money { amount currency }
    decision { verdict score }
  }`;

const ringPicture = `
  fragment RingPicture on Ring {
    ringId status typology suspicion bornAt lastAt transactionCount memberCount
    members { role sinceAt account { accountId country lastSeenAt } }
  }`;

export const statusQuery = `query Status {
  status { version ready lastSeq parts { name state } counts { transactions accounts decisions review reject alerts rings deadLetters } }
}`;

export const alertsQuery = `query Alerts { alerts(first: 40) { edges { node { ...AlertLine } } } } ${alertLine}`;

export const alertRaised = `subscription AlertRaised($afterSeq: Long) {
  alertRaised(afterSeq: $afterSeq) { seq alert { ...AlertLine } }
} ${alertLine}`;

export const ringsQuery = `query Rings {
  rings(first: 12) { edges { node { ...RingPicture transactions(first: 40) { ...Transfer } } } }
} ${ringPicture} ${transfer}`;

export const ringQuery = `query Ring($id: ID!) {
  ring(id: $id) {
    ...RingPicture
    transactions(first: 100) { ...Transfer }
    events(first: 50) {
      edges { node { kind cause seq at suspicion joined { role account { accountId } } left transactionsAdded transactionsRetracted otherRing { ringId } } }
      pageInfo { hasNextPage }
    }
    alerts(first: 10) { edges { node { ...AlertLine } } }
    mergedInto { ringId }
  }
} ${ringPicture} ${transfer} ${alertLine}`;

export const accountQuery = `query Account($id: ID!, $hops: Int!) {
  account(id: $id) {
    accountId bank country firstSeenAt lastSeenAt
    ring { ringId typology }
    rings(first: 10) { edges { node { ringId typology status suspicion memberCount members { role account { accountId } } } } }
    identifiers(first: 20) { kind value firstAt lastAt count sharedBy(first: 20) { account { accountId } } }
    neighbourhood(hops: $hops, nodesMax: 40, degreeMax: 25) {
      truncated accounts { accountId ring { ringId } } transactions { ...Transfer }
    }
    latestTransactions(first: 50) { ...Transfer }
  }
} ${transfer}`;

export const alertQuery = `query Alert($id: ID!) {
  alert(id: $id) {
    ...AlertLine
    lastAt referenceMoney { amount currency }
    ring { ...RingPicture transactions(first: 60) { ...Transfer } }
    transactions(first: 100) { edges { node { ...Transfer } } }
    mergedInto { alertId }
  }
} ${alertLine} ${ringPicture} ${transfer}`;

export const decisionQuery = `query Decision($id: ID!) {
  decision(transactionId: $id) {
    transactionId seq at seenAt verdict score late latencyUs
    from { accountId } to { accountId } money { amount currency }
    reasons { code text }
    features { name value unit window description }
    versions { featureSetHash modelHash ruleSetHash }
    ring { ringId typology } alert { alertId }
    transaction { format channel device ip phone email card address reversedAt }
  }
}`;

export const searchQuery = `query Search($id: ID!) {
  ring(id: $id) { ringId } alert(id: $id) { alertId } account(id: $id) { accountId } decision(transactionId: $id) { transactionId }
}`;
