import { fileURLToPath } from 'node:url';
import { runJson } from '../yardsticks/run-json.ts';
import type { OurFigures, OurRun } from './measure-columns.ts';

/**
 * `measureColumns` over a file of transfers in a process of its own, as the yardstick has one: what else was measured before
 * shows neither in its memory nor in how its code is compiled.
 */
export function measureInProcess(transferFile: string, run: OurRun): Promise<OurFigures> {
  const here = fileURLToPath(import.meta.url);
  const isSource = here.endsWith('.ts');
  const script = fileURLToPath(new URL(`./measure-columns-main.${isSource ? 'ts' : 'js'}`, import.meta.url));
  const loader = isSource ? ['--import', 'tsx'] : [];
  return runJson(process.execPath, [...loader, script, transferFile, JSON.stringify(run)]);
}
