import { h, s } from './dom.js';
import { circleLayout, isRound, layeredLayout, radialLayout } from './layout.js';
import { shortMoney, tail, words } from './text.js';

const nodeRadius = 17;
const labelsMax = 24;
const roles = {
  SOURCE: 'money comes from here',
  DISTRIBUTOR: 'spreads it',
  MULE: 'passes it on',
  BRIDGE: 'joins parts',
  COLLECTOR: 'gathers it',
  SINK: 'money ends here',
  MEMBER: 'takes part',
  CENTRE: 'this account',
  RING: 'member of a ring',
  OTHER: 'in no ring',
};

const glyphs = { CENTRE: '●', OTHER: '' };

/** One arrow per ordered pair of accounts: the number of transfers, their sum, and whether one was flagged. */
export function toArrows(transactions) {
  const pairs = new Map();
  for (const transaction of transactions) {
    const [from, to] = [transaction.from.accountId, transaction.to.accountId];
    const key = JSON.stringify([from, to]);
    const arrow = pairs.get(key) ?? {
      from,
      to,
      transfers: 0,
      amount: 0,
      currency: transaction.money.currency,
      flagged: false,
    };
    arrow.transfers += 1;
    if (transaction.money.currency === arrow.currency) arrow.amount += Number(transaction.money.amount);
    else arrow.mixed = true;
    arrow.flagged ||= (transaction.decision?.verdict ?? 'ALLOW') !== 'ALLOW';
    pairs.set(key, arrow);
  }
  return [...pairs.values()];
}

/** A ring as a drawing: accounts coloured by role, arrows with the money between them. */
export function ringDrawing(ring, options = {}) {
  const nodes = ring.members.map(({ account, role }) => ({ id: account.accountId, role }));
  const ids = nodes.map((node) => node.id);
  const arrows = toArrows(ring.transactions);
  const round = ring.typology === 'CYCLE' || arrows.length === 0 || isRound(ids, arrows);
  return drawing(nodes, arrows, round ? circleLayout(ids, arrows) : layeredLayout(ids, arrows), options);
}

/** The surroundings of an account as a drawing, the account in the middle. */
export function neighbourhoodDrawing(centre, accounts, transactions) {
  const ids = accounts.map((account) => account.accountId);
  const known = new Set(ids);
  const arrows = toArrows(transactions).filter((arrow) => known.has(arrow.from) && known.has(arrow.to));
  const role = ({ accountId, ring }) => (accountId === centre ? 'CENTRE' : ring === null ? 'OTHER' : 'RING');
  const nodes = accounts.map((account) => ({ id: account.accountId, role: role(account) }));
  return drawing(nodes, arrows, radialLayout(ids, arrows, centre), {});
}

/** What the colours mean, for the roles that are in the picture. */
export function legend(present) {
  const items = Object.entries(roles).filter(([role]) => present.includes(role));
  const dots = items.map(([role, meaning]) => h('span', {}, dot(role), `${words(role)}: ${meaning}`));
  return h(
    'div',
    { class: 'legend' },
    dots,
    line('--reject', 'Flagged transfer'),
    line('--edge', 'Other transfer'),
  );
}

function dot(role) {
  const mark = h('i', {});
  mark.style.background = `var(--${role})`;
  return mark;
}

function line(color, text) {
  const mark = h('i', { class: 'line' });
  mark.style.background = `var(${color})`;
  return h('span', {}, mark, text);
}

function drawing(nodes, arrows, layout, { small = false }) {
  const label = `${nodes.length} accounts, ${arrows.length} flows of money between them; the tables below say the same in words`;
  const picture = s('svg', {
    viewBox: `0 0 ${Math.round(layout.width)} ${Math.round(layout.height)}`,
    role: small ? 'img' : 'group',
    'aria-label': label,
    'aria-hidden': small,
  });
  if (!small) {
    picture.style.minWidth = `${Math.min(layout.width, 640)}px`;
    picture.style.maxWidth = `${Math.round(layout.width * 1.25)}px`;
  }
  const id = `arrow-${Math.round(layout.width)}-${nodes.length}-${arrows.length}`;
  picture.append(s('defs', {}, head(`${id}-plain`, 'arrow'), head(`${id}-flagged`, 'arrow-flagged')));
  const named = new Set([...arrows].sort((a, b) => b.amount - a.amount).slice(0, labelsMax));
  const most = Math.max(1, ...arrows.map((arrow) => arrow.amount));
  const drawn = arrows.filter(
    (arrow) => layout.at.has(arrow.from) && layout.at.has(arrow.to) && arrow.from !== arrow.to,
  );
  picture.append(
    ...drawn.map((arrow) => edge(arrow, layout.at, id, most, !small && named.has(arrow), small)),
  );
  picture.append(...nodes.map((node) => circle(node, layout.at.get(node.id), small)));
  if (!small) addFocus(picture);
  return picture;
}

function head(id, className) {
  const tip = s('path', { d: 'M0,0 L9,4.5 L0,9 z', class: className });
  return s(
    'marker',
    {
      id,
      markerWidth: 9,
      markerHeight: 9,
      refX: 8,
      refY: 4.5,
      orient: 'auto',
      markerUnits: 'userSpaceOnUse',
    },
    tip,
  );
}

function edge(arrow, at, id, most, named, small) {
  const [a, b] = [at.get(arrow.from), at.get(arrow.to)];
  const [dx, dy] = [b.x - a.x, b.y - a.y];
  const length = Math.hypot(dx, dy) || 1;
  const [ux, uy] = [dx / length, dy / length];
  // Bent to its left, so that money back and forth makes two arrows.
  const bend = Math.min(34, length * 0.11);
  const control = { x: (a.x + b.x) / 2 + uy * bend, y: (a.y + b.y) / 2 - ux * bend };
  const from = toward(a, control, nodeRadius + 1);
  const to = toward(b, control, nodeRadius + 4);
  const width = (1.1 + 3 * Math.sqrt(arrow.amount / most)) * (small ? 1.7 : 1);
  const path = s('path', {
    d: `M${from.x},${from.y} Q${round(control.x)},${round(control.y)} ${to.x},${to.y}`,
    'stroke-width': width.toFixed(1),
    'marker-end': `url(#${id}-${arrow.flagged ? 'flagged' : 'plain'})`,
  });
  const times = arrow.transfers > 1 ? ` ×${arrow.transfers}` : '';
  const text = `${shortMoney(arrow.amount, arrow.currency)}${arrow.mixed ? ' +' : ''}${times}`;
  const title = s('title', {}, `${arrow.from} → ${arrow.to}: ${text}`);
  const place = { x: round(mid(from.x, control.x, to.x)), y: round(mid(from.y, control.y, to.y) + 4) };
  const group = s(
    'g',
    { class: 'edge', 'data-flagged': arrow.flagged, 'data-from': arrow.from, 'data-to': arrow.to },
    title,
    path,
  );
  if (named) group.append(s('text', place, text));
  return group;
}

/** The point of a quadratic curve at 42 % of its way: labels of crossing arrows do not meet in the middle. */
function mid(from, control, to) {
  const t = 0.42;
  return (1 - t) ** 2 * from + 2 * t * (1 - t) * control + t ** 2 * to;
}

function toward(point, other, distance) {
  const length = Math.hypot(other.x - point.x, other.y - point.y) || 1;
  return {
    x: round(point.x + ((other.x - point.x) * distance) / length),
    y: round(point.y + ((other.y - point.y) * distance) / length),
  };
}

const round = (value) => Math.round(value * 10) / 10;

function circle({ id, role }, { x, y }, small) {
  const disc = s('circle', {
    cx: round(x),
    cy: round(y),
    r: small ? nodeRadius + 3 : nodeRadius,
    fill: `var(--${role})`,
  });
  if (small) return s('g', { class: 'node' }, disc);
  const link = {
    class: 'node',
    href: `#/account/${encodeURIComponent(id)}`,
    'data-id': id,
    'aria-label': `${words(role)} ${id}`,
  };
  return s(
    'a',
    link,
    s('title', {}, `${id}: ${words(role)}`),
    disc,
    s('text', { class: 'glyph', x: round(x), y: round(y + 4) }, glyphs[role] ?? role.charAt(0)),
    s('text', { x: round(x), y: round(y + nodeRadius + 14) }, tail(id)),
  );
}

/** Pointing at an account, or reaching it with the keyboard, shows its own arrows only. A pointer that rests on the ground does not undo the keyboard. */
function addFocus(picture) {
  const show = (event) => {
    const pointed = event.type === 'focusout' ? null : event.target.closest('.node');
    const id = (pointed ?? picture.querySelector('.node:focus'))?.dataset.id;
    for (const part of picture.querySelectorAll('[data-near]')) part.removeAttribute('data-near');
    picture.toggleAttribute('data-focus', id !== undefined);
    if (id === undefined) return;
    const near = new Set([id]);
    for (const arrow of picture.querySelectorAll('.edge')) {
      const { from, to } = arrow.dataset;
      if (from !== id && to !== id) continue;
      arrow.setAttribute('data-near', '');
      near.add(from).add(to);
    }
    for (const node of picture.querySelectorAll('.node'))
      node.toggleAttribute('data-near', near.has(node.dataset.id));
  };
  for (const name of ['pointerover', 'pointerleave', 'focusin', 'focusout'])
    picture.addEventListener(name, show);
}
