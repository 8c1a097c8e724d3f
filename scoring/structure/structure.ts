import { noCommunity } from '../../algorithms/communities/communities.ts';
import { emptyStructure, type GraphStructure } from '../../algorithms/structure/graph-structure.ts';
import type { ShippedRunner } from '../../algorithms/worker/open-runner.ts';
import { present } from '../../base/assert.ts';
import type { Clock } from '../../base/clock.ts';
import type { Config } from '../../base/config.ts';
import { pairEdges } from '../../graph/session/pair-graph.ts';
import type { Session } from '../../graph/session/session.ts';
import { weekWindow } from '../../graph/window/windows.ts';
import { Recomputation } from './recomputation.ts';

export interface StructureParts {
  readonly session: Session;
  readonly config: Pick<Config, 'session' | 'structure'>;
  /** A runner of its own, since it must not wait for the jobs of others. Whoever made it closes it. */
  readonly runner: Pick<ShippedRunner, 'run'>;
  readonly clock: Clock;
  /** Called and awaited before a recomputation begins: the moment for whatever else is done now and then. */
  readonly beforeRecompute?: () => Promise<void>;
}

/** How a structure kept up, since it was made. */
export interface StructureCounts {
  /** Times that a result was not there when it was to take effect, and how long scoring waited for them in all. */
  readonly waits: number;
  readonly waitedUs: number;
  /** Recomputations that `algorithms.memoryMaxMiB` refused: what was there before stays in effect. */
  readonly refused: number;
}

/**
 * Communities, components and PageRank of the session's pair graph, recomputed as the stream goes: after
 * `structureEveryTransfers` transfers, or `structureEveryShare` of the window if that is more, so that the cost per transfer
 * stays constant. The runner computes beside scoring, on the pair graph of that moment, and the result takes effect
 * `structureDelayTransfers` transfers later, or after `structureDelayShare` of the window if that is more, at the latest when
 * the next recomputation is due. Both moments depend on the events alone: a result that is there sooner is held back, and
 * one that is not is waited for. So a replay sees the same structure at the same transfer, however fast the machine is.
 * Accounts that came after the recomputation, or were isolated then, are in no community (-1, size 0).
 */
export class Structure {
  readonly #parts: StructureParts;
  /** Transfers since the last recomputation began. */
  #since = 0;
  #pending: { readonly recomputation: Recomputation; readonly seq: number; readonly delay: number } | null =
    null;
  #current: GraphStructure = emptyStructure;
  #computedSeq = 0;
  #waits = 0;
  #waitedUs = 0;
  #refused = 0;

  constructor(parts: StructureParts) {
    this.#parts = parts;
  }

  /** The sequence number of the last event that the present structure has seen, 0 before the first one. */
  get computedSeq(): number {
    return this.#computedSeq;
  }

  get counts(): StructureCounts {
    return { waits: this.#waits, waitedUs: this.#waitedUs, refused: this.#refused };
  }

  /**
   * Call once after every transfer, and await it before the session gets the next event: begins a recomputation and puts
   * a former one into effect when it is time. Throws what the runner threw, see `KernelRunner.run`.
   */
  async observeTransfer(): Promise<void> {
    this.#since += 1;
    const isDue = this.#since >= this.#moreOf('structureEveryTransfers', 'structureEveryShare');
    if (this.#pending !== null && (isDue || this.#since >= this.#pending.delay)) await this.#takeEffect();
    if (!isDue) return;
    await this.#begin();
    if (this.#pending?.delay === 0) await this.#takeEffect();
  }

  /** The community of an account, -1 when it is in none. Numbers mean nothing beyond this recomputation. */
  communityOf(account: number): number {
    const { communities } = this.#current;
    return account < communities.length ? communities[account]! : noCommunity;
  }

  communitySize(account: number): number {
    const community = this.communityOf(account);
    return community === noCommunity ? 0 : this.#current.communitySizes[community]!;
  }

  /** The share of the transfers of the account's community that stay inside it, 0 when it is in none. */
  internalShare(account: number): number {
    const community = this.communityOf(account);
    return community === noCommunity ? 0 : this.#current.internalShares[community]!;
  }

  /** The communities and components in effect, by account; accounts that came later have none. Not to be written to. */
  get labels(): { readonly communities: Int32Array; readonly components: Int32Array } {
    const { communities, components } = this.#current;
    return { communities, components };
  }

  componentSize(account: number): number {
    const { components, componentSizes } = this.#current;
    const component = account < components.length ? components[account]! : noCommunity;
    return component === noCommunity ? 0 : componentSizes[component]!;
  }

  /** PageRank times the number of accounts, 0 for an account that was not there. */
  pagerank(account: number): number {
    const { ranks } = this.#current;
    return account < ranks.length ? ranks[account]! * ranks.length : 0;
  }

  /** The share of shortest paths inside the account's community that pass through it, 0 when it was in none. */
  betweenness(account: number): number {
    const { betweenness } = this.#current;
    return account < betweenness.length ? betweenness[account]! : 0;
  }

  /** True when the account's community was too large for its betweenness to be computed. */
  betweennessCapped(account: number): boolean {
    const { betweennessCapped } = this.#current;
    return account < betweennessCapped.length && betweennessCapped[account] === 1;
  }

  /** O(pairs) for the copy of the pair graph. */
  async #begin(): Promise<void> {
    const { session, runner, config } = this.#parts;
    const settings = config.structure;
    this.#since = 0;
    await this.#parts.beforeRecompute?.();
    this.#pending = {
      recomputation: new Recomputation(runner, pairEdges(session), {
        algorithm: settings.algorithm,
        seed: settings.seed,
        resolution: settings.resolution,
        damping: settings.pagerankDamping,
        tolerance: settings.pagerankTolerance,
        iterationsMax: settings.pagerankIterationsMax,
      }),
      seq: session.seq,
      delay: this.#moreOf('structureDelayTransfers', 'structureDelayShare'),
    };
  }

  async #takeEffect(): Promise<void> {
    const { recomputation, seq } = present(this.#pending, 'pending recomputation');
    const structure = recomputation.settled ? await recomputation.result : await this.#waitFor(recomputation);
    this.#pending = null;
    if (structure === null) {
      this.#refused += 1;
      return;
    }
    this.#current = structure;
    this.#computedSeq = seq;
  }

  async #waitFor({ result }: Recomputation): Promise<GraphStructure | null> {
    const { clock } = this.#parts;
    const startUs = clock.monotonicUs();
    const structure = await result;
    this.#waits += 1;
    this.#waitedUs += clock.monotonicUs() - startUs;
    return structure;
  }

  /** The larger one of a number of transfers and a share of the window. */
  #moreOf(
    transfers: 'structureEveryTransfers' | 'structureDelayTransfers',
    share: 'structureEveryShare' | 'structureDelayShare',
  ): number {
    const { session, config } = this.#parts;
    return Math.max(config.session[transfers], session.window.sizes[weekWindow]! * config.session[share]);
  }
}
