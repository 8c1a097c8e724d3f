import type { ExactMeasures } from '../../algorithms/structure/exact-measures.ts';
import type { ShippedRunner } from '../../algorithms/worker/open-runner.ts';
import type { Config } from '../../base/config.ts';
import type { Code } from '../../base/error-codes.ts';
import { isAnelError } from '../../base/errors.ts';
import { Random } from '../../base/random.ts';
import { pairEdges } from '../../graph/session/pair-graph.ts';
import type { Session } from '../../graph/session/session.ts';
import type { LiveStructure } from '../structure/live-structure.ts';
import type { Structure } from '../structure/structure.ts';
import { auditWindows } from './window-audit.ts';

/** What is kept up to date event by event, and can therefore be wrong. */
export type AuditedPart = 'windows' | 'pagerank' | 'cores';

/** A part that was not what a recomputation says: it is made anew. */
export interface AuditFinding {
  readonly code: Code;
  readonly part: AuditedPart;
  /** The sequence number of the last event before the audit. */
  readonly seq: number;
  readonly difference: number;
}

export interface AuditFigures {
  /** Audits that were finished, and parts that were made anew. */
  readonly runs: number;
  readonly rebuilds: number;
  /** Audits that the runner refused or that ended without an answer. */
  readonly skipped: number;
  /** Counters of the sample that differed in the last audit. */
  readonly windowDifferences: number;
  /** The greatest relative difference of a PageRank, and the greatest difference of a core number. */
  readonly pagerankDifference: number;
  readonly coreDifference: number;
  /** Of the communities in effect, on the graph of the audit. */
  readonly modularity: number;
  /** The share of accounts in a component that is no longer as the structure in effect says. */
  readonly componentsMoved: number;
}

export interface AuditorParts {
  readonly session: Session;
  readonly live: LiveStructure;
  readonly structure: Structure;
  /** A runner of its own: the structure must not wait for an audit. */
  readonly runner: Pick<ShippedRunner, 'run'>;
  readonly settings: Config['audit'];
  /** Told of what was made anew. */
  readonly onFinding: (finding: AuditFinding) => void;
  /** Told why an audit had no answer. */
  readonly onError: (error: unknown) => void;
}

/** Small enough to stand for the exact ranks beside the tolerance of the live ones. */
const exactRanks = { damping: 0.85, tolerance: 1e-10, iterationsMax: 1000 } as const;

/**
 * Compares what is kept up to date with what a recomputation says, now and then and beside scoring: counters of a sample of accounts, PageRank and core
 * numbers of all, and how far communities and components are from the graph of now. What differs by more than its limit is told to `onFinding` and made anew:
 * counters at once, PageRank and core numbers at the recomputation after the audit, which waits for its answer; so nothing depends on how fast it was.
 * The sample follows from the sequence number alone, and an audit that finds nothing changes nothing.
 */
export class Auditor {
  readonly #parts: AuditorParts;
  #recomputations = 0;
  #verdict: Promise<readonly AuditFinding[]> | null = null;
  #figures: AuditFigures = {
    runs: 0,
    rebuilds: 0,
    skipped: 0,
    windowDifferences: 0,
    pagerankDifference: 0,
    coreDifference: 0,
    modularity: 0,
    componentsMoved: 0,
  };

  constructor(parts: AuditorParts) {
    this.#parts = parts;
  }

  get figures(): AuditFigures {
    return this.#figures;
  }

  /** Call and await before the structure is recomputed, the live structure being settled: ends the audit that is under way, and begins one when it is time. */
  async beforeRecompute(): Promise<void> {
    const { everyRecomputations } = this.#parts.settings;
    if (this.#verdict !== null) this.#repair(await this.#verdict);
    this.#verdict = null;
    this.#recomputations += 1;
    if (everyRecomputations === 0 || this.#recomputations % everyRecomputations !== 0) return;
    this.#auditWindows();
    this.#verdict = this.#auditGraph();
  }

  #auditWindows(): void {
    const { session, settings } = this.#parts;
    const random = new Random(`audit ${session.seq}`);
    const sample = new Set<number>();
    for (let draw = 0; draw < settings.accountsSampled && session.accountCount > 0; draw += 1)
      sample.add(random.below(session.accountCount));
    const found = auditWindows(session, [...sample]);
    this.#figures = { ...this.#figures, windowDifferences: found.length };
    if (found.length === 0) return;
    session.window.recount();
    this.#tell({ code: 'AUDIT_FAILED', part: 'windows', seq: session.seq, difference: found.length });
  }

  /** Never rejects: an audit that fails is no reason to end what it audits. */
  async #auditGraph(): Promise<readonly AuditFinding[]> {
    const { session, live, structure, runner, onError } = this.#parts;
    const { seq, accountCount } = session;
    const ranks = Float64Array.from({ length: accountCount }, (_, account) => live.pagerank(account));
    const cores = Int32Array.from({ length: accountCount }, (_, account) => live.coreNumber(account));
    const { communities, components } = structure.labels;
    try {
      const settings = { ...exactRanks, communities, components };
      return this.#compare(
        seq,
        ranks,
        cores,
        await runner.run('exact-measures', pairEdges(session), settings),
      );
    } catch (error) {
      this.#figures = { ...this.#figures, skipped: this.#figures.skipped + 1 };
      if (!isAnelError(error, 'INTERRUPTED')) onError(error);
      return [];
    }
  }

  #compare(seq: number, ranks: Float64Array, cores: Int32Array, exact: ExactMeasures): AuditFinding[] {
    let pagerankDifference = 0;
    let coreDifference = 0;
    for (let account = 0; account < ranks.length; account += 1) {
      const rank = exact.ranks[account]! * ranks.length;
      pagerankDifference = Math.max(pagerankDifference, Math.abs(ranks[account]! - rank) / rank);
      coreDifference = Math.max(coreDifference, Math.abs(cores[account]! - exact.cores[account]!));
    }
    const { modularity, componentsMoved } = exact;
    const runs = this.#figures.runs + 1;
    const differences = { pagerankDifference, coreDifference };
    this.#figures = { ...this.#figures, runs, ...differences, modularity, componentsMoved };
    const findings: AuditFinding[] = [];
    if (pagerankDifference > this.#parts.settings.pagerankDifferenceMax)
      findings.push({ code: 'AUDIT_FAILED', part: 'pagerank', seq, difference: pagerankDifference });
    if (coreDifference > 0)
      findings.push({ code: 'AUDIT_FAILED', part: 'cores', seq, difference: coreDifference });
    return findings;
  }

  #repair(findings: readonly AuditFinding[]): void {
    for (const finding of findings) {
      if (finding.part !== 'windows') this.#parts.live.rebuild(finding.part);
      this.#tell(finding);
    }
  }

  #tell(finding: AuditFinding): void {
    this.#figures = { ...this.#figures, rebuilds: this.#figures.rebuilds + 1 };
    this.#parts.onFinding(finding);
  }
}
