import { AnelError } from '../../base/errors.ts';
import type { Format } from '../source.ts';
import { amlsimFormat } from './amlsim/amlsim-format.ts';
import { amlworldFormat } from './amlworld/amlworld-format.ts';
import { ibmNumericFormat } from './ibm-numeric/ibm-numeric-format.ts';
import { jsonlFormat } from './jsonl/jsonl-format.ts';
import { paysimFormat } from './paysim/paysim-format.ts';

/** Every file layout that Anel reads. A new one is a folder beside this file and one line here. */
export const formats: readonly Format[] = [
  jsonlFormat,
  amlworldFormat,
  ibmNumericFormat,
  amlsimFormat,
  paysimFormat,
];

/** The format of that name. Throws FORMAT_UNKNOWN with the names that exist. */
export function formatByName(name: string): Format {
  const found = formats.find((format) => format.name === name);
  if (found !== undefined) return found;
  const known = formats.map((format) => format.name).join(', ');
  throw new AnelError('FORMAT_UNKNOWN', `the format "${name}" is not known: use one of ${known}`);
}
