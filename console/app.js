import { follow, query } from './api.js';
import { h } from './dom.js';
import { alertRaised, alertsQuery, searchQuery, statusQuery } from './queries.js';
import { count, percent, time, words } from './text.js';
import { views } from './views.js';

const refreshMs = 4000;
const alertsShown = 40;
const place = (id) => document.getElementById(id);
let alerts = [];
let shown = 0;

/** The page that the address names: `#/ring/ID`, `#/account/ID?hops=2`, or the overview. */
function route() {
  const [path, settings] = location.hash.slice(2).split('?');
  const slash = path.indexOf('/');
  const kind = slash < 0 ? path : path.slice(0, slash);
  return {
    kind,
    id: slash < 0 ? '' : decodeURIComponent(path.slice(slash + 1)),
    settings: new URLSearchParams(settings),
  };
}

async function show({ keepPlace = false } = {}) {
  shown += 1;
  const turn = shown;
  const { kind, id, settings } = route();
  const nodes = await content(kind, id, settings);
  if (turn !== shown) return;
  place('main').replaceChildren(...nodes);
  document.title = `${place('main').querySelector('h1')?.textContent ?? ''} · Anel`;
  if (!keepPlace) window.scrollTo(0, 0);
  markCurrent();
}

async function content(kind, id, settings) {
  try {
    const view = views[kind];
    const nodes = view === undefined ? null : await view(id, settings);
    return nodes ?? [h('h1', {}, 'Not found'), h('p', { class: 'quiet' }, `There is no ${kind} "${id}".`)];
  } catch (error) {
    return [h('h1', {}, 'That did not work'), h('p', { class: 'quiet' }, error.message)];
  }
}

function markCurrent() {
  for (const item of place('alerts').querySelectorAll('a')) {
    if (item.getAttribute('href') === location.hash) item.setAttribute('aria-current', 'true');
    else item.removeAttribute('aria-current');
  }
}

function alertItem(alert, fresh) {
  const name = alert.ring === null ? alert.account.accountId : words(alert.ring.typology);
  const link = h(
    'a',
    { href: `#/alert/${encodeURIComponent(alert.alertId)}`, 'data-high': alert.score >= 0.9 },
    h('b', {}, name),
    h('span', {}, percent(alert.score)),
    h(
      'small',
      {},
      `${time(alert.raisedAt)} · ${alert.transactionCount} transfer${alert.transactionCount === 1 ? '' : 's'}`,
    ),
    h('span', { class: 'why' }, alert.reasons[0]?.text ?? ''),
  );
  return h('li', { class: fresh ? 'fresh' : false }, link);
}

function showAlerts(fresh = new Set()) {
  const items = alerts.map((alert) => alertItem(alert, fresh.has(alert.alertId)));
  const empty = h('li', { class: 'quiet' }, 'No alert yet.');
  place('alerts').replaceChildren(...(items.length === 0 ? [empty] : items));
  markCurrent();
}

/** Redraws the list only when something changed: a link that has the keyboard's focus stays. */
async function readAlerts() {
  const next = (await query(alertsQuery)).alerts.edges.map(({ node }) => node);
  if (JSON.stringify(next) === JSON.stringify(alerts) && alerts.length > 0) return;
  const known = new Set(alerts.map((alert) => alert.alertId));
  const fresh = alerts.length === 0 ? [] : next.filter((alert) => !known.has(alert.alertId));
  const focused = document.activeElement?.getAttribute('href');
  alerts = next;
  showAlerts(new Set(fresh.map((alert) => alert.alertId)));
  if (focused)
    place('alerts')
      .querySelector(`a[href="${CSS.escape(focused)}"]`)
      ?.focus();
}

async function readStatus() {
  const { status } = await query(statusQuery);
  const { counts } = status;
  const tiles = {
    transactions: counts.transactions,
    accounts: counts.accounts,
    decided: counts.decisions,
    'to review': counts.review,
    rejected: counts.reject,
    alerts: counts.alerts,
    rings: counts.rings,
    'dead letters': counts.deadLetters,
  };
  const tile = ([name, value]) => h('div', {}, h('b', {}, count(value)), h('span', {}, name));
  place('counts').replaceChildren(...Object.entries(tiles).map(tile));
  return status;
}

function showState(state) {
  place('live').dataset.state = state;
  place('live').textContent = state === 'live' ? 'live' : 'reconnecting';
}

function onAlert({ alert }) {
  if (alerts.some((known) => known.alertId === alert.alertId)) return;
  alerts = [alert, ...alerts].sort((a, b) => b.raisedSeq - a.raisedSeq).slice(0, alertsShown);
  showAlerts(new Set([alert.alertId]));
}

/** Counts and lists change without an alert too (an alert is extended, a ring grows): read again now and then. */
async function refresh(lastSeq) {
  let seq = lastSeq;
  try {
    const status = await readStatus();
    if (status.lastSeq !== seq) {
      await readAlerts();
      if (route().kind === '') await show({ keepPlace: true });
    }
    seq = status.lastSeq;
  } catch {
    showState('down');
  }
  setTimeout(() => refresh(seq), refreshMs);
}

async function search(event) {
  event.preventDefault();
  const id = new FormData(event.target).get('id').trim();
  if (id === '') return;
  const found = await query(searchQuery, { id });
  const kind = ['ring', 'alert', 'account', 'decision'].find((name) => found[name] !== null) ?? 'account';
  location.hash = `#/${kind}/${encodeURIComponent(id)}`;
}

function chooseTheme(theme) {
  document.documentElement.dataset.theme = theme;
  localStorage.setItem('anel.theme', theme);
}

async function start() {
  const prefersLight = matchMedia('(prefers-color-scheme: light)').matches;
  chooseTheme(localStorage.getItem('anel.theme') ?? (prefersLight ? 'light' : 'dark'));
  place('theme').addEventListener('click', () =>
    chooseTheme(document.documentElement.dataset.theme === 'dark' ? 'light' : 'dark'),
  );
  place('search').addEventListener('submit', (event) => void search(event));
  window.addEventListener('hashchange', () => void show());
  const [status] = await Promise.all([readStatus(), readAlerts(), show()]).catch(() => [null]);
  setTimeout(() => refresh(status?.lastSeq ?? -1), refreshMs);
  await follow(alertRaised, alerts[0]?.raisedSeq ?? 0, onAlert, showState);
}

await start();
