import { existsSync } from 'node:fs';
import { packagePath } from '../../base/package-root.ts';

/** Where `npm run bench:setup` puts the Python environment of the yardsticks. */
export const yardstickFolder = '.anel-yardsticks';

/** What to say where the yardsticks are not installed. */
export const yardstickMissing =
  'the Python yardsticks are not installed, so ratios are null: "npm run bench:setup" makes them, or name an interpreter with ANEL_YARDSTICK_PYTHON';

/** The Python that has the yardsticks: the one that was given, else that of `npm run bench:setup`, else null. */
export function findYardstickPython(given: string | undefined): string | null {
  if (given) return given;
  const own = packagePath(yardstickFolder, 'bin', 'python');
  return existsSync(own) ? own : null;
}
