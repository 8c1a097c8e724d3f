import type { Clock } from '../base/clock.ts';
import type { Config } from '../base/config.ts';
import type { Code } from '../base/error-codes.ts';
import type { Log } from '../base/log.ts';
import type { LabelEvent, Transaction } from '../graph/model/event.ts';
import type { GraphStore } from '../graph/store.ts';
import type { CommunityReport } from '../jobs/communities/recompute-communities.ts';
import type { Ledger } from '../ledger/model.ts';
import type { Decision } from '../scoring/decision-model.ts';
import type { RingDossier } from '../scoring/rings/dossier/dossier.ts';
import type { ExportFormat } from '../scoring/rings/dossier/exports/export-format.ts';
import type { Alert, Ring, RingEvent, RingEvidence } from '../scoring/rings/model.ts';
import type { RateLimiter } from './limits/rate-limiter.ts';

/** What a feature of the running version is called and means. */
export interface FeatureInfo {
  readonly name: string;
  readonly unit: string;
  readonly window: string;
  readonly description: string;
}

/** The feature set of the running version, in the order of a decision's vector. */
export interface FeatureSetInfo {
  /** Equal to `featureSetHash` of the decisions that this set explains. */
  readonly hash: string;
  readonly features: readonly FeatureInfo[];
}

/** What can be submitted. */
export type Submitted = Transaction | LabelEvent;

/** What became of what was submitted. A reversal or a label that is stored is DECIDED without a decision. */
export type Submission =
  | { readonly outcome: 'DECIDED' | 'DUPLICATE'; readonly decision?: Decision }
  | { readonly outcome: 'REFUSED'; readonly code: Code; readonly message: string };

/** Why a record is nothing that can be submitted, in the words of ingest: `message` names the field, the value and what was expected. */
export interface InputProblem {
  readonly code: Code;
  readonly message: string;
}

/** An alert with the sequence number of the transfer that raised it: the place to resume a subscription from. */
export interface RaisedAlert {
  readonly seq: number;
  readonly alert: Alert;
}

/** Newly raised alerts, in sequence order, each once per subscription. */
export interface AlertFeed {
  /**
   * Alerts with seq > afterSeq that were raised before, then new ones as they come; with null, new ones only. Ends when `signal`
   * aborts or the feed closes. Rejects with LIMIT_EXCEEDED when there are too many subscribers, too many missed alerts, or when
   * the subscriber reads slower than alerts are raised: it then resumes from the last seq that it got.
   */
  subscribe(afterSeq: number | null, signal: AbortSignal): AsyncIterable<RaisedAlert>;
}

export interface Readiness {
  readonly ready: boolean;
  /** The state of every part by name, for example `ledger: "open"`. */
  readonly parts: Readonly<Record<string, string>>;
}

/** A recomputation of the communities of the store. */
export interface CommunityRun {
  readonly algorithm: CommunityReport['algorithm'];
  readonly startedAt: number;
  readonly running: boolean;
  /** Null while it runs and when it failed. */
  readonly report: CommunityReport | null;
  readonly failure: Code | null;
}

/** Recomputations of communities, one at a time. */
export interface CommunityRuns {
  /** The last one that was begun, null before the first. */
  readonly last: CommunityRun | null;
  /** Begins one, by the algorithm of the settings when it is null. Throws LIMIT_EXCEEDED while one is running. */
  begin(algorithm: CommunityReport['algorithm'] | null): CommunityRun;
}

/** Everything that the API needs of the application. The API reads the stores and owns none of them. */
export interface ApiServices {
  readonly graph: GraphStore;
  readonly ledger: Ledger;
  readonly features: FeatureSetInfo;
  /** The limits of a neighbourhood. */
  readonly walk: Config['graph']['walk'];
  /** How long a legitimate label suppresses that does not say until when. */
  readonly suppressionMs: number;
  /** A sentence for a reason code; the code itself when nothing is known about it. */
  reasonText(code: string): string;
  /** Reads the canonical JSON of a transfer, a reversal or a label exactly as ingest reads a line of a `jsonl` file. */
  decode(record: unknown): Submitted | InputProblem;
  /** Takes a transaction or a label through the whole pipeline. Rejects with UNAVAILABLE while the service is not ready; `submitElsewhere` where nothing is scored. */
  submit(event: Submitted): Promise<Submission>;
  readonly alertFeed: AlertFeed;
  /** Why a ring is one. Its `text` has a language for each key. */
  openDossier(ring: Ring, events: readonly RingEvent[], evidence: RingEvidence): RingDossier;
  /** The forms in which a dossier can be downloaded, by name. */
  readonly exportFormats: Readonly<Record<string, ExportFormat>>;
  readonly communities: CommunityRuns;
  /** Asked before each HTTP request to `/graphql` and each operation on a socket; probes, metrics and pages are free. */
  readonly rateLimiter: RateLimiter;
  ready(): Readiness;
  /** The text of the Prometheus exposition format. */
  metrics(): Promise<string>;
  readonly clock: Clock;
  readonly log: Log;
  /** The version of Anel. */
  readonly version: string;
}
