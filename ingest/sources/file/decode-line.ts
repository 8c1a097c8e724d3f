import { isUtf8 } from 'node:buffer';
import type { Decoded, FormatReader } from '../../source.ts';
import type { Line } from './split-lines.ts';

/** What a reader of a file needs to decode its lines. */
export interface LineDecoder {
  readonly reader: FormatReader;
  readonly lineBytesMax: number;
}

/** Decodes one line: the bytes as UTF-8, then the text by the format. Overlong lines and invalid UTF-8 are bad records. */
export function decodeLine({ reader, lineBytesMax }: LineDecoder, line: Line): Decoded {
  if (line.cut) {
    const limit = `longer than ${lineBytesMax} bytes: expected at most that (config ingest.lineBytesMax)`;
    const message = `line ${line.number}: the line is ${limit}; only its first ${line.bytes.length} bytes are kept`;
    return { status: 'bad', code: 'RECORD_UNREADABLE', message };
  }
  const text = line.bytes.toString('utf8');
  // Only a text with a replacement character can come from invalid bytes: the check of all bytes is for those alone.
  if (text.includes('\ufffd') && !isUtf8(line.bytes)) {
    return {
      status: 'bad',
      code: 'RECORD_UNREADABLE',
      message: `line ${line.number}: the line is not valid UTF-8`,
    };
  }
  return reader.line(text, line.number);
}
