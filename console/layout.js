/**
 * Places for the accounts of a picture: pure functions of the accounts and arrows, so the same ring always looks the same.
 * Every layout answers { width, height, at: Map id → { x, y } } in pixels.
 */

const margin = { x: 90, y: 56 };
const rowHeight = 62;

/** Accounts on a circle, in the order in which money goes around. */
export function circleLayout(ids, arrows) {
  const radius = Math.max(130, ids.length * 17);
  const order = aroundTheRing(ids, arrows);
  const at = new Map();
  order.forEach((id, index) => {
    const angle = (2 * Math.PI * index) / order.length - Math.PI / 2;
    at.set(id, {
      x: margin.x + radius * (1.35 + 1.35 * Math.cos(angle)),
      y: margin.y + radius * (1 + Math.sin(angle)),
    });
  });
  return { width: 2 * margin.x + 2.7 * radius, height: 2 * margin.y + 2 * radius, at };
}

/** Accounts in columns, money from left to right (after Sugiyama, Tagawa and Toda, 1981: layers, then barycentre ordering). */
export function layeredLayout(ids, arrows) {
  const layers = orderedLayers(ids, arrows);
  const tallest = Math.max(...layers.map((layer) => layer.length));
  const height = Math.max(340, 2 * margin.y + (tallest - 1) * rowHeight);
  const width = Math.max(820, 2 * margin.x + (layers.length - 1) * 190);
  const at = new Map();
  layers.forEach((layer, column) => {
    const x =
      layers.length === 1 ? width / 2 : margin.x + (column * (width - 2 * margin.x)) / (layers.length - 1);
    layer.forEach((id, row) => {
      const step = Math.min(120, (height - 2 * margin.y) / Math.max(1, layer.length - 1));
      // Neighbours in a column of few stand a little apart, so that no label lies on an arrow.
      at.set(id, { x, y: height / 2 + (row - (layer.length - 1) / 2) * step });
    });
  });
  return { width, height, at };
}

/** An account in the middle, the others on circles by their distance from it. */
export function radialLayout(ids, arrows, centre) {
  const rings = byDistance(ids, arrows, centre);
  const radii = [0];
  for (const ring of rings.slice(1)) radii.push(Math.max(radii.at(-1) + 125, ring.length * 12));
  const outer = radii.at(-1) ?? 0;
  const width = 2 * margin.x + 2.6 * outer;
  const height = 2 * margin.y + 2 * outer;
  const at = new Map();
  rings.forEach((ring, distance) => {
    ring.forEach((id, index) => {
      const angle = (2 * Math.PI * (index + distance / 3)) / ring.length - Math.PI / 2;
      at.set(id, {
        x: width / 2 + 1.3 * radii[distance] * Math.cos(angle),
        y: height / 2 + radii[distance] * Math.sin(angle),
      });
    });
  });
  return { width, height, at };
}

/** True when most of the money returns: columns would send long arrows backwards. */
export function isRound(ids, arrows) {
  const back = backArrows(ids, arrows);
  return arrows.length > 0 && ids.length > 2 && back.size / arrows.length > 0.12 && ids.length <= 24;
}

function outgoing(ids, arrows) {
  const out = new Map(ids.map((id) => [id, []]));
  for (const arrow of arrows) if (arrow.from !== arrow.to) out.get(arrow.from)?.push(arrow);
  for (const list of out.values()) list.sort((a, b) => b.amount - a.amount || (a.to < b.to ? -1 : 1));
  return out;
}

function aroundTheRing(ids, arrows) {
  const out = outgoing(ids, arrows);
  const seen = new Set();
  for (const start of ids) {
    let id = start;
    while (id !== undefined && !seen.has(id)) {
      seen.add(id);
      id = out.get(id).find((arrow) => !seen.has(arrow.to))?.to;
    }
  }
  return [...seen];
}

/** Arrows that close a cycle in a depth-first search which starts where money enters. */
function backArrows(ids, arrows) {
  const out = outgoing(ids, arrows);
  const received = new Set(arrows.filter((arrow) => arrow.from !== arrow.to).map((arrow) => arrow.to));
  const starts = [...ids.filter((id) => !received.has(id)), ...ids];
  const state = new Map();
  const back = new Set();
  const visit = (id) => {
    state.set(id, 'open');
    for (const arrow of out.get(id)) {
      if (state.get(arrow.to) === 'open') back.add(arrow);
      else if (!state.has(arrow.to)) visit(arrow.to);
    }
    state.set(id, 'done');
  };
  for (const id of starts) if (!state.has(id)) visit(id);
  return back;
}

function orderedLayers(ids, arrows) {
  const back = backArrows(ids, arrows);
  const forward = arrows.filter((arrow) => arrow.from !== arrow.to && !back.has(arrow));
  const level = new Map(ids.map((id) => [id, 0]));
  for (let round = 0; round < ids.length; round += 1) {
    let moved = false;
    for (const { from, to } of forward) {
      if (level.get(to) > level.get(from)) continue;
      level.set(to, level.get(from) + 1);
      moved = true;
    }
    if (!moved) break;
  }
  const layers = [];
  for (const id of ids) {
    layers[level.get(id)] ??= [];
    layers[level.get(id)].push(id);
  }
  return untangled(layers, forward);
}

function untangled(layers, arrows) {
  const place = new Map();
  const number = () => {
    for (const layer of layers)
      for (const [row, id] of layer.entries()) place.set(id, (row + 0.5) / layer.length);
  };
  number();
  const centre = (id) => {
    const near = arrows.flatMap(({ from, to }) => (from === id ? [to] : to === id ? [from] : []));
    return near.length === 0
      ? place.get(id)
      : near.reduce((sum, other) => sum + place.get(other), 0) / near.length;
  };
  for (let sweep = 0; sweep < 6; sweep += 1) {
    for (const layer of layers) {
      const centres = new Map(layer.map((id) => [id, centre(id)]));
      layer.sort((a, b) => centres.get(a) - centres.get(b) || (a < b ? -1 : 1));
      number();
    }
  }
  return layers;
}

function byDistance(ids, arrows, centre) {
  const near = new Map(ids.map((id) => [id, new Set()]));
  for (const { from, to } of arrows) {
    near.get(from)?.add(to);
    near.get(to)?.add(from);
  }
  const seen = new Set([centre]);
  const rings = [[centre]];
  while (rings.at(-1).length > 0) {
    const next = [...new Set(rings.at(-1).flatMap((id) => [...near.get(id)]))]
      .filter((id) => !seen.has(id))
      .sort();
    for (const id of next) seen.add(id);
    rings.push(next);
  }
  rings.pop();
  const apart = ids.filter((id) => !seen.has(id));
  if (apart.length > 0) rings.push(apart);
  return rings;
}
