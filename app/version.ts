import { readFileSync } from 'node:fs';
import { packagePath } from '../base/package-root.ts';

/** The version of the package. */
export function version(): string {
  return (JSON.parse(readFileSync(packagePath('package.json'), 'utf8')) as { version: string }).version;
}
