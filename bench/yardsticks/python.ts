import { existsSync } from 'node:fs';
import { packagePath } from '../../base/package-root.ts';

/** What to say where the yardsticks are not installed. */
export const yardstickMissing =
  'the Python yardsticks are not installed, so ratios are null: "npm run bench:setup" makes them, or name an interpreter with ANEL_YARDSTICK_PYTHON';

/** The interpreter that has the packages of requirements.txt: the one given, else that of `npm run bench:setup`; null when neither is there. */
export function yardstickPython(given: string | undefined): string | null {
  const path = given ?? packagePath('.anel-yardsticks', 'bin', 'python');
  return existsSync(path) ? path : null;
}
