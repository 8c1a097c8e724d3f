import { createHash } from 'node:crypto';

/** The first `length` hexadecimal digits of SHA-256 over the parts, which are kept apart by a zero byte. */
export function digestId(parts: readonly (string | Uint8Array)[], length = 16): string {
  const hash = createHash('sha256');
  for (const part of parts) hash.update(part).update('\0');
  return hash.digest('hex').slice(0, length);
}
