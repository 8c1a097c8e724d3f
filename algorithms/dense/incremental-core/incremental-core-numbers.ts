// Core numbers of a changing graph: A. E. Sarıyüce, B. Gedik, G. Jacques-Silva, K.-L. Wu and Ü. V. Çatalyürek, "Streaming algorithms
// for k-core decomposition", PVLDB 6(6), 2013: the traversal algorithm, with their maximum-core degrees kept up to date.
import { assert } from '../../../base/assert.ts';
import { grown } from '../../../graph/session/columns.ts';
import { UndirectedRows } from '../../dynamic-rows.ts';
import { DeferredEdges } from '../deferred-edges.ts';
import { type IncrementalLimits, incrementalLimits } from '../incremental-limits.ts';

const firstNodes = 1024;
const [untouched, touched, visited, evicted] = [0, 1, 2, 3];

/**
 * The core number of every node (the largest k such that it is in a part where everybody has k neighbours in the part) of an undirected
 * graph whose edges come and go. After each change the numbers are exactly those of the graph, except for the edges whose change would
 * have looked at more than `stepsMax` neighbours: those are as if they had not changed, are counted in `deferred`, and are applied when
 * the same edge changes again within the limit, by `settle`, or at once when `deferredMax` wait.
 *
 * Deterministic. A change of one edge moves numbers by at most 1, within the nodes of one core number K that are connected through
 * such nodes; insertion looks at the neighbours of those that could rise, removal at those of the ones that fall. 25 bytes a node.
 */
export class IncrementalCoreNumbers {
  readonly #rows = new UndirectedRows();
  readonly #limits: Required<IncrementalLimits>;
  readonly #deferred = new DeferredEdges();
  #cores = new Int32Array(firstNodes);
  /** Neighbours whose core number is at least the node's own: the paper's maximum-core degree. */
  #coreDegrees = new Int32Array(firstNodes);
  /** Scratch of one change: what is left of the degree that counts, and where a node stands; reset through `#touchedNodes`. */
  #left = new Int32Array(firstNodes);
  #states = new Uint8Array(firstNodes);
  #touchedNodes: number[] = [];
  #stepsLeft = 0;

  /** Throws INPUT_INVALID for limits out of range. */
  constructor(limits: IncrementalLimits = {}) {
    this.#limits = incrementalLimits('incremental core numbers', limits);
  }

  /** Edges whose last change is not in the numbers yet. */
  get deferred(): number {
    return this.#deferred.size;
  }

  /** The core number of a node, 0 for one that is not there. */
  core(node: number): number {
    return node < this.#rows.nodeCount ? this.#cores[node]! : 0;
  }

  /** Makes nodes 0 .. nodeCount - 1 exist, the new ones without edges. */
  ensureNodes(nodeCount: number): void {
    this.#rows.ensure(nodeCount);
    const capacity = this.#rows.starts.length;
    if (capacity === this.#cores.length) return;
    this.#cores = grown(this.#cores, capacity);
    this.#coreDegrees = grown(this.#coreDegrees, capacity);
    this.#left = grown(this.#left, capacity);
    this.#states = grown(this.#states, capacity);
  }

  /** Makes two different nodes neighbours, or no longer. */
  setEdge(node: number, other: number, present: boolean): void {
    assert(node !== other, `core numbers have no loop ${node}`);
    if (this.#apply(node, other, present, this.#limits.stepsMax)) {
      this.#deferred.delete(node, other);
      return;
    }
    this.#deferred.set(node, other, present ? 1 : 0);
    if (this.#deferred.size >= this.#limits.deferredMax) this.settle();
  }

  /** Applies what was deferred, without a limit: then the numbers are those of the graph. */
  settle(): void {
    for (const { node, other, weight } of this.#deferred.take())
      this.#apply(node, other, weight > 0, Number.POSITIVE_INFINITY);
  }

  /** Answers false when the steps were not enough: then nothing has changed. */
  #apply(node: number, other: number, present: boolean, stepsMax: number): boolean {
    const place = this.#rows.placeOf(node, other);
    if ((place !== -1) === present) return true;
    this.#stepsLeft = stepsMax;
    const done = present ? this.#insert(node, other) : this.#remove(node, other, place);
    for (const seen of this.#touchedNodes) {
      this.#left[seen] = 0;
      this.#states[seen] = untouched!;
    }
    this.#touchedNodes = [];
    return done;
  }

  #insert(node: number, other: number): boolean {
    this.#rows.connect(node, other, 1);
    this.#countEdge(node, other, 1);
    const cores = this.#cores;
    const root = cores[node]! <= cores[other]! ? node : other;
    const core = cores[root]!;
    if (this.#coreDegrees[root]! <= core) return true;
    const risen = this.#findRisen(root, core);
    if (risen === null) {
      this.#countEdge(node, other, -1);
      this.#rows.disconnect(node, this.#rows.placeOf(node, other));
      return false;
    }
    for (const up of risen) cores[up] = core + 1;
    for (const up of risen) this.#recount(up, 1);
    return true;
  }

  /** The nodes that rise from `core`, null when the steps are spent: walks over those that could, and evicts the ones that cannot. */
  #findRisen(root: number, core: number): number[] | null {
    const { neighbours, starts, lengths } = this.#rows;
    const states = this.#states;
    const seen: number[] = [];
    const stack: number[] = [];
    const visit = (node: number) => {
      this.#touch(node);
      states[node] = visited!;
      this.#left[node]! += this.#pureCoreDegree(node, core);
      seen.push(node);
      stack.push(node);
    };
    visit(root);
    while (stack.length > 0) {
      const node = stack.pop()!;
      if (states[node] === evicted) continue;
      if (this.#left[node]! <= core) {
        this.#evict(node, core);
        continue;
      }
      const start = starts[node]!;
      const end = start + lengths[node]!;
      this.#stepsLeft -= end - start;
      if (this.#stepsLeft < 0) return null;
      for (let slot = start; slot < end; slot += 1) {
        const next = neighbours[slot]!;
        if (this.#cores[next] !== core || this.#coreDegrees[next]! <= core) continue;
        if (states[next]! < visited!) visit(next);
      }
    }
    return this.#stepsLeft < 0 ? null : seen.filter((node) => states[node] === visited);
  }

  /** Takes a node out of those that could rise, and with it all that then cannot. */
  #evict(first: number, core: number): void {
    const { neighbours, starts, lengths } = this.#rows;
    this.#states[first] = evicted!;
    const stack = [first];
    while (stack.length > 0 && this.#stepsLeft >= 0) {
      const node = stack.pop()!;
      const start = starts[node]!;
      const end = start + lengths[node]!;
      this.#stepsLeft -= end - start;
      for (let slot = start; slot < end; slot += 1) {
        const next = neighbours[slot]!;
        if (this.#cores[next] !== core) continue;
        this.#touch(next);
        this.#left[next]! -= 1;
        if (this.#states[next] !== visited || this.#left[next]! > core) continue;
        this.#states[next] = evicted!;
        stack.push(next);
      }
    }
  }

  #remove(node: number, other: number, place: number): boolean {
    this.#rows.disconnect(node, place);
    this.#countEdge(node, other, -1);
    const cores = this.#cores;
    const core = Math.min(cores[node]!, cores[other]!);
    const fallen: number[] = [];
    for (const end of [node, other]) {
      if (cores[end] === core && this.#coreDegrees[end]! < core) this.#fall(end, fallen);
    }
    for (let at = 0; at < fallen.length && this.#stepsLeft >= 0; at += 1) this.#loosen(fallen[at]!, core, fallen);
    if (this.#stepsLeft < 0) {
      this.#rows.connect(node, other, 1);
      this.#countEdge(node, other, 1);
      return false;
    }
    for (const seen of this.#touchedNodes) this.#coreDegrees[seen]! += this.#left[seen]!;
    for (const down of fallen) cores[down] = core - 1;
    for (const down of fallen) this.#recount(down, 0);
    return true;
  }

  #fall(node: number, fallen: number[]): void {
    this.#touch(node);
    this.#states[node] = evicted!;
    fallen.push(node);
  }

  /** Tells the neighbours of a node that fell; those that have too few then fall too. */
  #loosen(node: number, core: number, fallen: number[]): void {
    const { neighbours, starts, lengths } = this.#rows;
    const start = starts[node]!;
    const end = start + lengths[node]!;
    this.#stepsLeft -= end - start;
    for (let slot = start; slot < end; slot += 1) {
      const next = neighbours[slot]!;
      if (this.#cores[next] !== core || this.#states[next] === evicted) continue;
      this.#touch(next);
      this.#left[next]! -= 1;
      if (this.#coreDegrees[next]! + this.#left[next]! < core) this.#fall(next, fallen);
    }
  }

  /** Neighbours that count for a rise: of a higher core number, or of the same and with enough neighbours themselves. */
  #pureCoreDegree(node: number, core: number): number {
    const { neighbours, starts, lengths } = this.#rows;
    const start = starts[node]!;
    const end = start + lengths[node]!;
    this.#stepsLeft -= end - start;
    let degree = 0;
    for (let slot = start; slot < end; slot += 1) {
      const next = neighbours[slot]!;
      const nextCore = this.#cores[next]!;
      if (nextCore > core || (nextCore === core && this.#coreDegrees[next]! > core)) degree += 1;
    }
    return degree;
  }

  /** Counts the maximum-core degree of a node whose core number moved, and adds `risen` to that of the neighbours that it reached. */
  #recount(node: number, risen: number): void {
    const { neighbours, starts, lengths } = this.#rows;
    const core = this.#cores[node]!;
    let degree = 0;
    for (let slot = starts[node]!; slot < starts[node]! + lengths[node]!; slot += 1) {
      const next = neighbours[slot]!;
      const nextCore = this.#cores[next]!;
      if (nextCore < core) continue;
      degree += 1;
      // Nodes that rose together count themselves.
      if (nextCore === core && this.#states[next] !== visited) this.#coreDegrees[next]! += risen;
    }
    this.#coreDegrees[node] = degree;
  }

  /** Counts an edge in the maximum-core degrees of its ends. */
  #countEdge(node: number, other: number, by: number): void {
    const difference = this.#cores[node]! - this.#cores[other]!;
    if (difference <= 0) this.#coreDegrees[node]! += by;
    if (difference >= 0) this.#coreDegrees[other]! += by;
  }

  #touch(node: number): void {
    if (this.#states[node] !== untouched) return;
    this.#states[node] = touched!;
    this.#touchedNodes.push(node);
  }
}
