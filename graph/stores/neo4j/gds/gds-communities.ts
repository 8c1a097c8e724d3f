import { randomUUID } from 'node:crypto';
import { AnelError, isAnelError, messageOf } from '../../../../base/errors.ts';
import type { CypherParameters, CypherRow } from '../../cypher/cypher-database.ts';
import { lockSequence } from '../../cypher/sequence.ts';
import type { Neo4jDatabase } from '../neo4j-database.ts';

/** What is divided, and how. */
export interface GdsRequest {
  readonly algorithm: 'leiden' | 'louvain' | 'components';
  /** Of Leiden. Louvain and components of Graph Data Science draw nothing. */
  readonly seed: number;
  /** Of Leiden; Louvain of Graph Data Science knows only 1, components none. */
  readonly resolution: number;
  /** The last event that counts: transfers after it, and reversals after it, have not happened yet. */
  readonly seq: number;
  /** Only transfers with a later time count. */
  readonly after: number;
}

/** The communities of the graph as it was. */
export interface GdsCommunities {
  /** Accounts with a transfer to or from another one, ascending. */
  readonly keys: readonly string[];
  /** The community of each: 0 .. count - 1, numbered by their smallest account. */
  readonly labels: Int32Array;
  readonly count: number;
  /** Ordered pairs of accounts, and the transfers between them. */
  readonly pairs: number;
  readonly transfers: number;
  /** Of the undirected projection at resolution 1, whatever the resolution of the algorithm; 0 for an empty graph. */
  readonly modularity: number;
}

export interface GdsLimits {
  /** Accounts that a run accepts before it refuses. */
  readonly accountsMax: number;
  /** The longest time of one step; what a dead process left in the server is dropped after ten times as long. */
  readonly stepTimeoutMs: number;
}

/** A step of a run, with the share of the whole that is done before it. */
export type GdsProgress = (step: string, share: number) => void;

const prefix = 'anel-communities-';
const steps = ['preparation', 'projection', 'algorithm', 'modularity', 'labels'] as const;
/** A run has five steps and two clean-ups. */
const stepsOfRun = 10;

/**
 * Communities by the Graph Data Science library inside of Neo4j. Same events, same request, same version of the library: same result, however
 * late it is computed and whatever came since, because it runs on one thread on pairs in the order of their ids. (Marks of reversals from before
 * `reversedSeq` was written count whenever they came.) Writes nothing to the database.
 */
export class GdsCommunitySearch {
  readonly #database: Neo4jDatabase;
  readonly #limits: GdsLimits;

  /** The database needs `stepTimeoutMs` as its deadline of reads: see `openGdsCommunities`. */
  constructor(database: Neo4jDatabase, limits: GdsLimits) {
    this.#database = database;
    this.#limits = limits;
  }

  /** The version of the library. Throws GDS_MISSING when there is none. */
  async version(): Promise<string> {
    try {
      const [row] = await this.#database.read('gds-version');
      return String(row?.[0]);
    } catch (error) {
      throw missing(error) ?? error;
    }
  }

  /**
   * Projects, computes, reads and drops the projection, also after an error. Throws INPUT_INVALID for a resolution that the algorithm does not know,
   * LIMIT_EXCEEDED past `accountsMax`, INTERRUPTED between two steps, and an error of the graph store.
   */
  async compute(
    request: GdsRequest,
    onProgress: GdsProgress = () => {},
    signal?: AbortSignal,
  ): Promise<GdsCommunities> {
    checkResolution(request);
    const name = `${prefix}${randomUUID()}`;
    const step = (place: number) => {
      signal?.throwIfAborted();
      onProgress(steps[place]!, place / steps.length);
    };
    try {
      step(0);
      await this.#dropAbandoned();
      await this.#allApplied();
      step(1);
      const projected = await this.#project(name, request);
      if (projected.pairs === 0) return empty;
      step(2);
      const { algorithm, seed, resolution } = request;
      await this.#run(`gds-${algorithm}`, algorithm === 'leiden' ? { name, seed, resolution } : { name });
      step(3);
      const [[modularity] = []] = await this.#run('gds-modularity', { name });
      step(4);
      const found = numbered(await this.#run('gds-labels', { name }));
      return { ...found, ...projected, modularity: modularity as number };
    } catch (error) {
      throw signal?.aborted === true ? interrupted() : error;
    } finally {
      // A server that went away has lost the projection too; one that came back drops it as abandoned.
      await this.#run('gds-drop', { name }).catch(() => {});
    }
  }

  close(): Promise<void> {
    return this.#database.close();
  }

  #run(name: string, parameters: CypherParameters): Promise<readonly CypherRow[]> {
    return this.#database.read(name, parameters);
  }

  async #dropAbandoned(): Promise<void> {
    const olderThanMs = this.#limits.stepTimeoutMs * stepsOfRun;
    await this.#run('gds-abandoned', { prefix, olderThanMs });
  }

  /** Neo4j shows a commit piece by piece while it is applied: what has been committed is there once the lock of its writer is free. */
  async #allApplied(): Promise<void> {
    await this.#database.write(lockSequence);
  }

  async #project(name: string, { seq, after }: GdsRequest) {
    const [row] = await this.#run('gds-project', { name, seq, after });
    const [accounts, pairs, transfers] = (row ?? [0, 0, 0]) as readonly [number, number, number];
    const { accountsMax } = this.#limits;
    if (accounts > accountsMax) {
      throw new AnelError(
        'LIMIT_EXCEEDED',
        `dividing ${accounts} accounts into communities: configuration key "communities.accountsMax" is ${accountsMax}; raise it, or shorten communities.windowMs`,
      );
    }
    return { pairs, transfers };
  }
}

const empty: GdsCommunities = {
  keys: [],
  labels: new Int32Array(0),
  count: 0,
  pairs: 0,
  transfers: 0,
  modularity: 0,
};

/** Rows of account and community, by account: the library's numbers become 0 .. count - 1 by the first account that has each. */
function numbered(rows: readonly CypherRow[]): Pick<GdsCommunities, 'keys' | 'labels' | 'count'> {
  const numbers = new Map<number, number>();
  const keys: string[] = [];
  const labels = new Int32Array(rows.length);
  for (const [place, [key, community]] of rows.entries()) {
    const known = numbers.get(community as number);
    const number = known ?? numbers.size;
    if (known === undefined) numbers.set(community as number, number);
    keys.push(key as string);
    labels[place] = number;
  }
  return { keys, labels, count: numbers.size };
}

function checkResolution({ algorithm, resolution }: GdsRequest): void {
  if (algorithm !== 'louvain' || resolution === 1) return;
  throw new AnelError(
    'INPUT_INVALID',
    `communities: the resolution "${resolution}" is not for Louvain of Graph Data Science, which knows only 1; set communities.resolution to 1, take leiden, or set communities.engine to in-process`,
  );
}

function interrupted(): AnelError {
  return new AnelError('INTERRUPTED', '"communities" was interrupted; run it again without the abort signal');
}

/** What a server says that does not have the library, or does not let this user call it. */
function missing(error: unknown): AnelError | null {
  const text = messageOf(error);
  const isAbsent = isAnelError(error, 'GRAPH_STORE_FAILED') && /gds\.version|UnknownFunction/i.test(text);
  if (!isAbsent) return null;
  return new AnelError(
    'GDS_MISSING',
    'computing communities inside of Neo4j: the server has no Graph Data Science; put the plugin of the version that fits the server into its plugins folder, set dbms.security.procedures.unrestricted=gds.* and restart it, or set communities.engine to in-process',
    { cause: error },
  );
}
