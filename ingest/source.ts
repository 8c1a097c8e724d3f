import type { Code } from '../base/error-codes.ts';
import type { GraphEvent } from '../graph/model/event.ts';

/** Ground truth that a file carries beside its events. Never reaches scoring; used to evaluate and to train. */
export interface Truth {
  /** True when the transaction is fraud or laundering according to the file. */
  readonly fraud: boolean;
}

/** What decoding one record gave. */
export type Decoded =
  | { readonly status: 'event'; readonly event: GraphEvent; readonly truth?: Truth }
  | { readonly status: 'bad'; readonly code: Code; readonly message: string }
  /** A blank line, a comment, a header: consumed without a trace. */
  | { readonly status: 'skip' };

/** One record of a source, decoded. */
export interface SourceRecord {
  /** Unique in the source: the line number of a file (from 1), the offset of a topic partition. */
  readonly position: number;
  /** The original bytes, for the dead letter. Present for bad records; absent where the decoded event says it all. */
  readonly raw: Uint8Array | null;
  readonly decoded: Decoded & { status: 'event' | 'bad' };
}

/** A run of records with the position to store once all of them are decided. */
export interface SourceBatch {
  readonly source: string;
  readonly records: readonly SourceRecord[];
  /** The number of records of the source consumed up to the end of this batch, in delivery order. */
  readonly endPosition: number;
}

/** Where events come from. Delivers each record at least once, in an order that is the same at every run. */
export interface Source {
  /** A stable identity: the same content gives the same id at every run. */
  readonly id: string;
  /** Records in total when known (a file), else null. */
  readonly total: number | null;
  /** Batches from a position on, of at most `batchMax` records each. Ends when the source does or `signal` aborts. */
  batches(fromPosition: number, batchMax: number, signal: AbortSignal): AsyncIterable<SourceBatch>;
  close(): Promise<void>;
}

/** Reads one file layout. A reader is made per file, since a layout may have a header or numbered context. */
export interface Format {
  readonly name: string;
  /** One line for `--help`. */
  readonly title: string;
  /** `fileDigest` makes ids of records that have none of their own unique across files. */
  reader(fileDigest: string): FormatReader;
}

export interface FormatReader {
  /**
   * Decodes one line, without its line end. Never throws for bad data; throws AnelError FILE_HEADER_INVALID for a wrong header.
   * Line 1 comes first; after it lines may come in any order, and again, with the same result each time.
   */
  line(text: string, lineNumber: number): Decoded;
}
