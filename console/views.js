import { query } from './api.js';
import { h } from './dom.js';
import {
  chip,
  facts,
  heading,
  link,
  meter,
  picturePanel,
  reasonList,
  table,
  title,
  transferTable,
} from './parts.js';
import { legend, neighbourhoodDrawing, ringDrawing } from './picture.js';
import { accountQuery, alertQuery, decisionQuery, ringQuery, ringsQuery } from './queries.js';
import { count, exactMoney, percent, time, words } from './text.js';

/** The pages of the console: each takes the id of its address and answers the nodes to show, null when there is no such thing. */
export const views = { '': overview, ring, account, alert, decision };

async function overview() {
  const { rings } = await query(ringsQuery);
  const cards = rings.edges.map(({ node }) => ringCard(node));
  const empty = h('p', { class: 'quiet' }, 'No ring yet. Rings appear here as soon as one is found.');
  return [title('Newest rings'), cards.length === 0 ? empty : h('div', { class: 'cards' }, cards)];
}

function ringCard(found) {
  const head = h(
    'div',
    { class: 'head' },
    h('b', {}, words(found.typology)),
    chip(percent(found.suspicion), 'REVIEW'),
  );
  const line = `${count(found.memberCount)} accounts · ${count(found.transactionCount)} flagged · ${time(found.lastAt).slice(0, 16)}`;
  const href = `#/ring/${encodeURIComponent(found.ringId)}`;
  return h(
    'a',
    { class: 'card', href },
    head,
    h('div', { class: 'soft' }, line),
    ringDrawing(found, { small: true }),
  );
}

async function ring(id) {
  const found = (await query(ringQuery, { id })).ring;
  if (found === null) return null;
  const alerts = found.alerts.edges.map(({ node }) => link('alert', node.alertId));
  return [
    title(
      `${words(found.typology)} of ${found.memberCount} accounts`,
      chip(words(found.status), found.status),
    ),
    h('div', { class: 'soft' }, `Ring ${found.ringId}`),
    facts({
      Suspicion: meter(found.suspicion),
      Born: time(found.bornAt),
      'Last news': time(found.lastAt),
      'Flagged transfers': count(found.transactionCount),
      Alert:
        alerts.length === 0
          ? null
          : h(
              'span',
              {},
              alerts.flatMap((item) => [item, ' ']),
            ),
      'Merged into': found.mergedInto === null ? null : link('ring', found.mergedInto.ringId),
    }),
    ringPanel(found),
    heading('Members'),
    table(
      'Members',
      [
        ['Account', (row) => link('account', row.account.accountId)],
        ['Role', (row) => words(row.role)],
        ['Country', (row) => row.account.country ?? ''],
        ['Member since', (row) => time(row.sinceAt)],
        ['Last seen', (row) => time(row.account.lastSeenAt)],
      ],
      found.members,
    ),
    heading('Transfers between members'),
    transferTable(found.transactions),
    heading('History'),
    history(found.events.edges.map(({ node }) => node)),
    ...(found.events.pageInfo.hasNextPage ? [h('p', { class: 'soft' }, 'Older events are left out.')] : []),
  ];
}

function ringPanel(found) {
  return picturePanel(ringDrawing(found), legend(found.members.map((member) => member.role)));
}

function history(events) {
  const what = ({ joined, left, otherRing, transactionsAdded, transactionsRetracted }) =>
    [
      joined.length > 0 ? `${count(joined.length)} joined` : '',
      left.length > 0 ? `${count(left.length)} left` : '',
      transactionsAdded > 0 ? `${count(transactionsAdded)} transfers` : '',
      transactionsRetracted > 0 ? `${count(transactionsRetracted)} transfers retracted` : '',
      otherRing === null ? '' : `ring ${otherRing.ringId}`,
    ]
      .filter((part) => part !== '')
      .join(', ');
  return table(
    'History',
    [
      ['Time, UTC', (row) => time(row.at)],
      ['Event', (row) => words(row.kind)],
      ['Cause', (row) => words(row.cause)],
      ['What', what, 'wide'],
      ['Suspicion', (row) => percent(row.suspicion), 'number'],
      ['Sequence', (row) => count(row.seq), 'number'],
    ],
    events,
  );
}

async function account(id, settings) {
  const hops = Number(settings.get('hops') ?? 1);
  const found = (await query(accountQuery, { id, hops })).account;
  if (found === null) return null;
  const around = found.neighbourhood;
  return [
    title(`Account ${found.accountId}`, found.ring === null ? '' : chip('In a ring', 'REJECT')),
    facts({
      Bank: found.bank,
      Country: found.country,
      'First seen': time(found.firstSeenAt),
      'Last seen': time(found.lastSeenAt),
      Ring: found.ring === null ? null : link('ring', found.ring.ringId, words(found.ring.typology)),
    }),
    hopsChoice(found.accountId, hops, around.truncated),
    picturePanel(
      neighbourhoodDrawing(found.accountId, around.accounts, around.transactions),
      legend(['CENTRE', 'RING', 'OTHER']),
    ),
    heading('Rings'),
    ringTable(found),
    heading('Devices, addresses and other identifiers'),
    identifierTable(found),
    heading('Latest transfers'),
    transferTable(found.latestTransactions),
  ];
}

function hopsChoice(id, hops, truncated) {
  const option = (value, text) => h('option', { value, selected: hops === value }, text);
  const select = h('select', { id: 'hops' }, option(1, '1 step'), option(2, '2 steps'), option(3, '3 steps'));
  select.addEventListener('change', () => {
    location.hash = `#/account/${encodeURIComponent(id)}?hops=${select.value}`;
  });
  const note = truncated ? h('span', { class: 'soft' }, 'There is more than the picture shows.') : null;
  return h('div', { class: 'controls' }, h('label', { for: 'hops' }, 'Surroundings within'), select, note);
}

function ringTable(found) {
  const role = ({ members }) => members.find((member) => member.account.accountId === found.accountId)?.role;
  return table(
    'Rings',
    [
      ['Ring', (row) => link('ring', row.ringId)],
      ['Shape', (row) => words(row.typology)],
      ['Status', (row) => words(row.status)],
      ['Role here', (row) => words(role(row) ?? 'left')],
      ['Accounts', (row) => count(row.memberCount), 'number'],
      ['Suspicion', (row) => percent(row.suspicion), 'number'],
    ],
    found.rings.edges.map(({ node }) => node),
  );
}

function identifierTable(found) {
  const others = ({ sharedBy }) => {
    const ids = sharedBy.map((use) => use.account.accountId).filter((id) => id !== found.accountId);
    return ids.length === 0
      ? 'nobody else'
      : h(
          'span',
          {},
          ids.flatMap((id) => [link('account', id), ' ']),
        );
  };
  return table(
    'Identifiers',
    [
      ['Kind', (row) => words(row.kind)],
      ['Value', (row) => row.value],
      ['Times', (row) => count(row.count), 'number'],
      ['Last used', (row) => time(row.lastAt)],
      ['Also used by', others, 'wide'],
    ],
    found.identifiers,
  );
}

async function alert(id) {
  const found = (await query(alertQuery, { id })).alert;
  if (found === null) return null;
  const about =
    found.ring === null
      ? `account ${found.account.accountId}`
      : `a ${words(found.ring.typology).toLowerCase()}`;
  return [
    title(`Alert on ${about}`, chip(words(found.status), found.status)),
    h('div', { class: 'soft' }, `Alert ${found.alertId}`),
    facts({
      Score: meter(found.score),
      Raised: time(found.raisedAt),
      'Last news': time(found.lastAt),
      Transfers: count(found.transactionCount),
      Money: exactMoney(found.referenceMoney),
      Account: link('account', found.account.accountId),
      Ring: found.ring === null ? null : link('ring', found.ring.ringId),
      'Merged into': found.mergedInto === null ? null : link('alert', found.mergedInto.alertId),
    }),
    heading('Why'),
    reasonList(found.reasons),
    ...(found.ring === null ? [] : [heading('The ring'), ringPanel(found.ring)]),
    heading('Flagged transfers'),
    transferTable(found.transactions.edges.map(({ node }) => node)),
  ];
}

async function decision(id) {
  const found = (await query(decisionQuery, { id })).decision;
  if (found === null) return null;
  const { versions, transaction } = found;
  const used = ['format', 'channel', 'device', 'ip', 'phone', 'email', 'card', 'address'];
  return [
    title(
      `Transaction ${found.transactionId}`,
      chip(words(found.verdict), found.verdict),
      found.late ? chip('Late') : '',
    ),
    facts({
      Score: meter(found.score),
      Amount: exactMoney(found.money),
      From: link('account', found.from.accountId),
      To: link('account', found.to.accountId),
      Happened: time(found.at),
      Learned: time(found.seenAt),
      Ring: found.ring === null ? null : link('ring', found.ring.ringId, words(found.ring.typology)),
      Alert: found.alert === null ? null : link('alert', found.alert.alertId),
      Sequence: count(found.seq),
      Latency: `${count(Math.round(found.latencyUs))} µs`,
    }),
    heading('Why'),
    reasonList(found.reasons),
    heading('What it came with'),
    facts(Object.fromEntries(used.map((name) => [words(name), transaction?.[name]]))),
    heading('Features at that moment'),
    featureTable(found.features),
    heading('Versions'),
    facts({ Features: versions.featureSetHash, Model: versions.modelHash, Rules: versions.ruleSetHash }),
  ];
}

function featureTable(features) {
  if (features === null)
    return h('p', { class: 'quiet' }, 'Made with another feature set than the one that runs now.');
  const shown = features.filter((feature) => feature.value !== null && feature.value !== 0);
  const value = ({ value: number }) => (Number.isInteger(number) ? count(number) : number.toPrecision(4));
  const found = table(
    'Features',
    [
      ['Feature', (row) => row.name],
      ['Value', value, 'number'],
      ['Unit', (row) => row.unit],
      ['Window', (row) => row.window],
      ['Meaning', (row) => row.description, 'wide'],
    ],
    shown,
  );
  const rest = features.length - shown.length;
  return h(
    'div',
    {},
    found,
    h('p', { class: 'quiet' }, rest === 1 ? 'One more is zero.' : `${count(rest)} more are zero.`),
  );
}
