import type { Code } from '../base/error-codes.ts';
import type { Envelope } from '../graph/model/envelope.ts';
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
  /** Unique in its partition: the line number of a file (from 1), the offset of a topic partition. */
  readonly position: number;
  /** The original bytes, for the dead letter. Present for bad records; may be absent where the decoded event says it all. */
  readonly raw: Uint8Array | null;
  /** Absent where records have none, as in a file. */
  readonly envelope?: Envelope;
  readonly decoded: Decoded & { status: 'event' | 'bad' };
}

/** A run of records of one partition with the position to store once all of them are decided. */
export interface SourceBatch {
  /** The partition: the source's own id for a file, one per topic partition for Kafka. */
  readonly source: string;
  readonly records: readonly SourceRecord[];
  /** Where to go on after this batch: the number of records consumed of a file, the next offset of a topic partition. */
  readonly endPosition: number;
  /** How long its records took to decode, waiting for them not included; absent where the source does not measure it. */
  readonly decodeUs?: number;
}

/** The position up to which a partition is decided, 0 when nothing is. */
export type PositionOf = (partition: string) => Promise<number>;

/** Where events come from. Delivers each record at least once; the order within a partition is the same at every run. */
export interface Source {
  /** A stable identity: the same content gives the same id at every run. */
  readonly id: string;
  /** Records in total when known (a file), else null. */
  readonly total: number | null;
  /**
   * Batches of at most `batchMax` records each, of every partition from the position on that `positionOf` answers for it. Ends
   * when the source does or `signal` aborts. Reads ahead no further than its own limits: a reader that stops asking stops it.
   */
  batches(positionOf: PositionOf, batchMax: number, signal: AbortSignal): AsyncIterable<SourceBatch>;
  /** Tells the source that a batch is decided and committed; in order within a partition. Never throws: it only spares repeats. */
  acknowledge(batch: SourceBatch): Promise<void>;
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
