import type { Typology } from '../../model.ts';
import { type Box, boxAround, cornersOf, moved } from '../geometry.ts';
import { importantNodes, type NodeForm, namedMax, nodeForms } from '../node-forms.ts';
import type { PictureGraph } from '../picture-graph.ts';
import type { PictureTexts } from '../texts.ts';
import type { Arrangement } from './arrangement.ts';
import { layersByFlow, layersByRole } from './assign-layers.ts';
import { circularArrangement } from './circular.ts';
import { layeredArrangement } from './layered.ts';
import { snakeArrangement } from './snake.ts';
import { stressArrangement } from './stress.ts';

/** More layers than this, and accounts go into layers by their roles, or into a snake when there are few in each. */
const layersMax = 6;
/** Accounts in a layer of a chain on average, at most. */
const chainMax = 2.5;

/** Cards of layers with at most so many accounts grow with their links, by so many pixels a link, up to a height. */
const hub = { inLayerMax: 6, perLink: 6, heightMax: 220 } as const;

/** An arrangement with the forms of its accounts. */
export interface Arranged extends Arrangement {
  readonly forms: readonly NodeForm[];
}

/**
 * The arrangement of a ring by its typology: a cycle on a circle, what has no known shape by the distances of its accounts, everything else in layers from left
 * to right as the money flows. Accounts without transfers stand below. The seed decides where nothing else does.
 */
export function arrange(
  graph: PictureGraph,
  typology: Typology,
  seed: string,
  texts: PictureTexts,
): Arranged {
  const linked = new Set(graph.links.flatMap(({ from, to }) => [from, to]));
  const [inside, alone] = [
    [...graph.nodes.keys()].filter((node) => linked.has(node)),
    [...graph.nodes.keys()].filter((node) => !linked.has(node)),
  ];
  const method = methodFor(graph, inside, typology);
  const named =
    method.kind === 'LAYERED' || graph.nodes.length <= namedMax
      ? importantNodes(graph.nodes)
      : new Set<number>();
  const forms = nodeForms(graph, named, texts);
  if (method.kind === 'LAYERED') growHubs(forms, inside, method.layers, graph);
  const places = new Array<Box>(graph.nodes.length);
  const part = partOf(graph, inside);
  const partForms = inside.map((node) => forms[node]!);
  const arranged = inside.length === 0 ? { places: [], curves: [] } : run(method, part, partForms, seed);
  for (const [place, node] of inside.entries()) places[node] = arranged.places[place]!;
  for (const [place, box] of shelf(
    alone.map((node) => forms[node]!),
    arranged.places,
  ).entries())
    places[alone[place]!] = box;
  return { forms, places, curves: arranged.curves };
}

/** Makes the cards of hubs as high as their links need, so that these arrive side by side. */
function growHubs(
  forms: NodeForm[],
  inside: readonly number[],
  layers: readonly number[],
  { links }: PictureGraph,
): void {
  for (const [place, node] of inside.entries()) {
    const inLayer = layers.filter((layer) => layer === layers[place]).length;
    if (forms[node]!.kind === 'DOT' || inLayer > hub.inLayerMax) continue;
    const [ins, outs] = [links.filter(({ to }) => to === node), links.filter(({ from }) => from === node)];
    const height = Math.min(hub.heightMax, hub.perLink * Math.max(ins.length, outs.length));
    forms[node] = { ...forms[node]!, height: Math.max(forms[node]!.height, height) };
  }
}

type Method =
  | { readonly kind: 'CIRCULAR' | 'STRESS' }
  | { readonly kind: 'LAYERED' | 'SNAKE'; readonly layers: readonly number[] };

function methodFor(graph: PictureGraph, inside: readonly number[], typology: Typology): Method {
  if (typology === 'CYCLE') return { kind: 'CIRCULAR' };
  if (typology === 'RANDOM') return { kind: 'STRESS' };
  const part = partOf(graph, inside);
  const layers = layersByFlow(part.nodes.length, part.links);
  const count = Math.max(0, ...layers) + 1;
  if (count <= layersMax) return { kind: 'LAYERED', layers };
  if (part.nodes.length / count <= chainMax) return { kind: 'SNAKE', layers };
  return { kind: 'LAYERED', layers: layersByRole(part) };
}

function run(method: Method, part: PictureGraph, forms: readonly NodeForm[], seed: string): Arrangement {
  switch (method.kind) {
    case 'CIRCULAR':
      return circularArrangement(part, forms);
    case 'STRESS':
      return stressArrangement(part, forms, seed);
    case 'SNAKE':
      return snakeArrangement(part, forms, method.layers);
    case 'LAYERED':
      return layeredArrangement(part, forms, method.layers);
  }
}

/** The graph of some accounts, which all links are among, renumbered in their order. */
function partOf({ nodes, links }: PictureGraph, inside: readonly number[]): PictureGraph {
  const places = new Map(inside.map((node, place) => [node, place]));
  const renumbered = links.map((link) => ({
    ...link,
    from: places.get(link.from)!,
    to: places.get(link.to)!,
  }));
  return { nodes: inside.map((node) => nodes[node]!), links: renumbered, ties: [] };
}

/** Rows below everything else, as wide as that or as fits eight accounts. */
function shelf(forms: readonly NodeForm[], above: readonly Box[]): Box[] {
  if (forms.length === 0) return [];
  const widest = Math.max(...forms.map(({ width }) => width)) + 14;
  const high = Math.max(...forms.map(({ height }) => height)) + 14;
  const around = above.length === 0 ? null : boxAround(above.flatMap(cornersOf));
  const inRow = Math.max(1, Math.floor((around?.width ?? 8 * widest) / widest), Math.min(8, forms.length));
  const corner = around === null ? { x: 0, y: 0 } : moved(cornersOf(around)[0]!, 0, around.height + 40);
  return forms.map(({ width, height }, place) => ({
    x: corner.x + ((place % inRow) + 0.5) * widest,
    y: corner.y + (Math.floor(place / inRow) + 0.5) * high,
    width,
    height,
  }));
}
