import { h } from './dom.js';
import { exactMoney, percent, time, words } from './text.js';

/** A link to the page of a thing. */
export const link = (kind, id, text = id) => h('a', { href: `#/${kind}/${encodeURIComponent(id)}` }, text);

export const chip = (text, tone) => h('span', { class: 'chip', 'data-tone': tone ?? false }, text);

/** Facts as a definition list; a fact without a value is left out. */
export function facts(entries) {
  const known = Object.entries(entries).filter(
    ([, value]) => value !== null && value !== undefined && value !== '',
  );
  return h(
    'dl',
    { class: 'facts' },
    known.map(([name, value]) => h('div', {}, h('dt', {}, name), h('dd', {}, value))),
  );
}

/** A table; columns are [title, cell of a row, class]. */
export function table(label, columns, rows) {
  if (rows.length === 0) return h('p', { class: 'quiet' }, 'None.');
  const head = h(
    'tr',
    {},
    columns.map(([title, , className]) => h('th', { scope: 'col', class: className ?? false }, title)),
  );
  const line = (row) =>
    h(
      'tr',
      {},
      columns.map(([, cell, className]) => h('td', { class: className ?? false }, cell(row))),
    );
  const body = h('tbody', {}, rows.map(line));
  const scroll = h(
    'div',
    { class: 'scroll', tabindex: '0', role: 'region', 'aria-label': label },
    h('table', {}, h('thead', {}, head), body),
  );
  return h('div', { class: 'panel' }, scroll);
}

/** Transactions with their decisions, newest first. */
export function transferTable(transactions) {
  const verdict = ({ decision }) =>
    decision === null ? '' : chip(words(decision.verdict), decision.verdict);
  return table(
    'Transfers',
    [
      ['Time, UTC', (row) => time(row.at)],
      ['From', (row) => link('account', row.from.accountId)],
      ['To', (row) => link('account', row.to.accountId)],
      ['Amount', (row) => exactMoney(row.money), 'number'],
      ['Format', (row) => (row.reversedAt === null ? row.format : `${row.format}, reversed`)],
      ['Score', (row) => (row.decision === null ? '' : percent(row.decision.score)), 'number'],
      ['Decision', verdict],
      ['', (row) => link('decision', row.transactionId, 'why')],
    ],
    transactions,
  );
}

export function reasonList(reasons) {
  if (reasons.length === 0) return h('p', { class: 'quiet' }, 'None: nothing spoke against it.');
  return h(
    'ul',
    { class: 'reasons' },
    reasons.map(({ code, text }) => h('li', {}, text, h('code', {}, code))),
  );
}

/** A score as a number and a bar. */
export function meter(score) {
  const bar = h('i', {});
  bar.style.width = percent(score).replace(' ', '');
  return h('span', {}, percent(score), h('div', { class: 'meter', 'aria-hidden': 'true' }, bar));
}

/** A picture with its legend. */
export function picturePanel(drawing, legend) {
  return h('div', { class: 'panel picture' }, h('div', { class: 'drawing' }, drawing), legend);
}

export const title = (text, ...chips) =>
  h(
    'h1',
    {},
    text,
    chips.flatMap((item) => [' ', item]),
  );
export const heading = (text) => h('h2', {}, text);
