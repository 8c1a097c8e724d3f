import { AnelError } from '../../base/errors.ts';
import type { Format } from '../source.ts';
import { amlsimFormat } from './amlsim/amlsim-format.ts';
import { jsonlFormat } from './jsonl/jsonl-format.ts';

/** Every file layout that Anel reads. A new one is a folder beside this file and one line here. */
export const formats: readonly Format[] = [jsonlFormat, amlsimFormat];

/** The format of that name. Throws FORMAT_UNKNOWN with the names that exist. */
export function formatByName(name: string): Format {
  const found = formats.find((format) => format.name === name);
  if (found !== undefined) return found;
  const known = formats.map((format) => format.name).join(', ');
  throw new AnelError('FORMAT_UNKNOWN', `the format "${name}" is not known: use one of ${known}`);
}
