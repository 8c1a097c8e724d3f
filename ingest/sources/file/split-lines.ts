/** One line of a file, as bytes without its line end (LF or CRLF) and without a byte order mark. */
export interface Line {
  /** Counted from 1. */
  readonly number: number;
  /** A view on a block for as long as the block is handled; copy it to keep it. */
  readonly bytes: Buffer;
  /** True when the line was longer than allowed: `bytes` is its beginning. */
  readonly cut: boolean;
}

/** Bytes of an overlong line that are kept for its dead letter, or as many as a line may have when that is less. */
const cutLineBytes = 4096;

const lf = 10;
const cr = 13;
const empty = Buffer.alloc(0);

/**
 * Cuts blocks of bytes into lines, an array of lines for each block. A last line without a line end counts; nothing after
 * a last line end does not. Memory: one block and one line of at most `lineBytesMax`; the rest of a longer line is skipped.
 */
export async function* splitLines(
  blocks: AsyncIterable<Buffer>,
  lineBytesMax: number,
): AsyncGenerator<Line[]> {
  const splitter = new LineSplitter(lineBytesMax);
  for await (const block of blocks) {
    const lines = splitter.push(block);
    if (lines.length > 0) yield lines;
  }
  const last = splitter.end();
  if (last !== null) yield [last];
}

class LineSplitter {
  readonly #lineBytesMax: number;
  /** The beginning of a line that goes on in the next block: in pieces, joined once, so that a long line costs its length. */
  #pieces: Buffer[] = [];
  #pieceBytes = 0;
  #number = 0;

  constructor(lineBytesMax: number) {
    this.#lineBytesMax = lineBytesMax;
  }

  push(block: Buffer): Line[] {
    const lines: Line[] = [];
    let start = 0;
    for (let end = block.indexOf(lf); end >= 0; end = block.indexOf(lf, start)) {
      lines.push(this.#line(block.subarray(start, end)));
      start = end + 1;
    }
    this.#hold(block.subarray(start));
    return lines;
  }

  end(): Line | null {
    return this.#pieceBytes === 0 ? null : this.#line(empty);
  }

  #hold(rest: Buffer): void {
    const room = this.#lineBytesMax + 2 - this.#pieceBytes;
    // One byte over the limit, beside a possible CR, tells an overlong line; more of it is not needed.
    if (rest.length > 0 && room > 0) this.#pieces.push(Buffer.from(rest.subarray(0, room)));
    this.#pieceBytes += rest.length;
  }

  #line(tail: Buffer): Line {
    let bytes = tail;
    if (this.#pieceBytes > 0) {
      bytes =
        this.#pieceBytes > this.#lineBytesMax + 1
          ? Buffer.concat(this.#pieces)
          : Buffer.concat([...this.#pieces, tail]);
      this.#pieces = [];
      this.#pieceBytes = 0;
    }
    this.#number += 1;
    if (bytes[bytes.length - 1] === cr) bytes = bytes.subarray(0, -1);
    if (this.#number === 1 && bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf)
      bytes = bytes.subarray(3);
    const cut = bytes.length > this.#lineBytesMax;
    return {
      number: this.#number,
      bytes: cut ? bytes.subarray(0, Math.min(cutLineBytes, this.#lineBytesMax)) : bytes,
      cut,
    };
  }
}
