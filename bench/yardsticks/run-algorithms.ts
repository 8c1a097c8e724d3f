import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sourcesOf, type UndirectedCsr } from '../../algorithms/csr.ts';
import { packagePath } from '../../base/package-root.ts';
import type { Csr, EdgeColumns } from '../../graph/csr.ts';

/** What `algorithms.py` prints, and the ranks that networkit found. */
export interface NativeSide {
  readonly components: { readonly seconds: number; readonly count: number };
  readonly strongComponents: { readonly seconds: number; readonly count: number };
  readonly pagerank: { readonly seconds: number; readonly iterations: number };
  readonly leiden: Readonly<Record<string, { readonly seconds: number; readonly modularity: number }>>;
  readonly ranks: Float64Array;
}

/** A run takes about a minute; leidenalg alone half of it. */
const timeoutMs = 600_000;

/** Runs the native libraries on the same graph. Throws what Python says when it fails or takes longer than `timeoutMs`. */
export function runNativeSide(
  python: string,
  graphs: { readonly csr: Csr; readonly projection: UndirectedCsr },
  repeats: number,
): NativeSide {
  const folder = mkdtempSync(join(tmpdir(), 'anel-yardstick-'));
  try {
    const [directed, undirected, ranks] = ['directed', 'undirected', 'ranks'].map((name) =>
      join(folder, name),
    );
    if (directed === undefined || undirected === undefined || ranks === undefined)
      throw new Error('three paths');
    writeEdges(directed, { ...graphs.csr, sources: sourcesOf(graphs.csr) });
    writeEdges(undirected, pairsOf(graphs.projection));
    const script = packagePath('bench', 'yardsticks', 'algorithms.py');
    const args = [script, directed, undirected, ranks, '--repeats', String(repeats)];
    const printed = execFileSync(python, args, { encoding: 'utf8', timeout: timeoutMs });
    const { buffer, byteOffset, byteLength } = readFileSync(ranks);
    return {
      ...JSON.parse(printed),
      ranks: new Float64Array(buffer.slice(byteOffset, byteOffset + byteLength)),
    };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** The pairs of the projection once each, with their self-loops. */
function pairsOf(projection: UndirectedCsr): EdgeColumns {
  const all = sourcesOf(projection);
  const { nodeCount, loops } = projection;
  const sources: number[] = [];
  const targets: number[] = [];
  const weights: number[] = [];
  const add = (source: number, target: number, weight: number) => {
    sources.push(source);
    targets.push(target);
    weights.push(weight);
  };
  for (const [edge, source] of all.entries()) {
    const target = projection.targets[edge]!;
    if (source < target) add(source, target, projection.weights[edge]!);
  }
  for (const [node, weight] of loops.entries()) if (weight > 0) add(node, node, weight);
  return {
    nodeCount,
    sources: Int32Array.from(sources),
    targets: Int32Array.from(targets),
    weights: Float64Array.from(weights),
  };
}

function writeEdges(path: string, { nodeCount, sources, targets, weights }: EdgeColumns): void {
  const columns = [Int32Array.of(nodeCount, sources.length), sources, targets, weights];
  const bytes = columns.map(({ buffer, byteOffset, byteLength }) =>
    Buffer.from(buffer, byteOffset, byteLength),
  );
  writeFileSync(path, Buffer.concat(bytes));
}
