import { IncrementalPagerank } from '../../algorithms/centrality/incremental-pagerank/incremental-pagerank.ts';
import { IncrementalCoreNumbers } from '../../algorithms/dense/incremental-core/incremental-core-numbers.ts';
import type { IncrementalLimits } from '../../algorithms/dense/incremental-limits.ts';
import { IncrementalFraudar } from '../../algorithms/dense/incremental-peeling/incremental-fraudar.ts';
import { assert } from '../../base/assert.ts';
import type { Session } from '../../graph/session/session.ts';

/** What a caller may set; what is left out has the default of its algorithm. */
export interface LiveStructureOptions {
  readonly pagerank?: {
    readonly damping?: number;
    readonly epsilon?: number;
    readonly stepsMax?: number;
  };
  readonly core?: IncrementalLimits;
  readonly dense?: IncrementalLimits;
}

/**
 * PageRank, core numbers and the densest group of the session's pair graph as of the last event: each transfer, expiry and reversal
 * updates them, where `Structure` is as old as its last recomputation. The graph is that of `pairEdges`: nodes are the session's accounts,
 * PageRank weighs pairs by their transfers in the week's window, core numbers and the densest group go by the pairs that have any.
 *
 * A pure function of the events, as the session is. Each update has a limit of steps (see the algorithms); what it left over is in
 * `pagerankBehind`, `coreDeferred` and `denseDeferred`, and `settle` makes up for it.
 */
export class LiveStructure {
  readonly #session: Session;
  readonly #options: LiveStructureOptions;
  #pagerank: IncrementalPagerank;
  #core: IncrementalCoreNumbers;
  #dense: IncrementalFraudar;

  /** Listens to a session that has not seen an event yet. One session has one live structure. */
  constructor(session: Session, options: LiveStructureOptions = {}) {
    assert(session.accountCount === 0, 'the live structure came after the first event');
    assert(session.pairs.onChange === null, 'the session has two live structures');
    this.#session = session;
    this.#options = options;
    this.#pagerank = new IncrementalPagerank(options.pagerank);
    this.#core = new IncrementalCoreNumbers(options.core);
    this.#dense = new IncrementalFraudar(options.dense);
    session.pairs.onChange = (from, to, before, after) => this.#change(from, to, before, after);
  }

  /** PageRank times the number of accounts: 1 is average. 0 for an account that had no counterparty before the last `settle`. Asking changes nothing. */
  pagerank(account: number): number {
    const { nodeCount } = this.#pagerank;
    return account < nodeCount ? this.#pagerank.rank(account) * nodeCount : 0;
  }

  /** True while PageRank has residuals that it had no steps to push. */
  get pagerankBehind(): boolean {
    return this.#pagerank.behind;
  }

  /** The sum of those residuals, in units of the average rank. */
  pagerankOutstanding(): number {
    return this.#pagerank.outstanding();
  }

  coreNumber(account: number): number {
    return this.#core.core(account);
  }

  /** Pairs that the core numbers have not taken in yet. */
  get coreDeferred(): number {
    return this.#core.deferred;
  }

  /** Suspiciousness by account inside the densest group. */
  get density(): number {
    return this.#dense.density;
  }

  /** Accounts in the densest group. */
  get denseSize(): number {
    return this.#dense.size;
  }

  /** Accounts of the densest group, the most tied in first, at most `membersMax`. */
  denseMembers(membersMax: number): readonly number[] {
    return this.#dense.members(membersMax);
  }

  inDenseGroup(account: number): boolean {
    return this.#dense.isMember(account);
  }

  /** The account's suspicious ties when it was peeled, 0 for one without pairs. */
  peelingWeight(account: number): number {
    return this.#dense.peelingWeight(account);
  }

  /** Pairs that the densest group has not taken in yet. */
  get denseDeferred(): number {
    return this.#dense.deferred;
  }

  /** Makes up for what was left over, without a limit. Call it where a pause does not hurt: with the recomputation of `Structure`. */
  settle(): void {
    this.#pagerank.ensureNodes(this.#session.accountCount);
    this.#pagerank.drain();
    this.#core.settle();
    this.#dense.settle();
  }

  /** Makes PageRank or the core numbers anew from the session's pairs, for when they are found to be wrong. O(pairs), and what settling takes. */
  rebuild(part: 'pagerank' | 'cores'): void {
    const { pairs, accountCount } = this.#session;
    if (part === 'pagerank') {
      this.#pagerank = new IncrementalPagerank(this.#options.pagerank);
      this.#pagerank.ensureNodes(accountCount);
    } else {
      this.#core = new IncrementalCoreNumbers(this.#options.core);
      this.#core.ensureNodes(accountCount);
    }
    for (let row = 0; row < pairs.table.size; row += 1) {
      const count = pairs.count[row]!;
      if (count === 0) continue;
      if (part === 'pagerank') this.#pagerank.setWeight(pairs.table.from[row]!, pairs.table.to[row]!, count);
      else this.#core.setEdge(pairs.table.from[row]!, pairs.table.to[row]!, true);
    }
    this.settle();
  }

  #change(from: number, to: number, before: number, after: number): void {
    const { accountCount } = this.#session;
    this.#pagerank.ensureNodes(accountCount);
    this.#pagerank.setWeight(from, to, after);
    if (before > 0 && after > 0) return;
    this.#dense.ensureNodes(accountCount);
    this.#dense.setPair(from, to, after > 0);
    this.#core.ensureNodes(accountCount);
    this.#core.setEdge(from, to, after > 0 || this.#dense.has(to, from));
  }
}
