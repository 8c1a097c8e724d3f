import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { packagePath } from '../../../base/package-root.ts';
import type { Findings } from './findings.ts';

/** What `anel verify --json` prints. */
interface Verified {
  readonly ok: boolean;
  readonly problems: readonly { readonly kind: string; readonly subject: string; readonly message: string }[];
}

/** Runs `anel verify` on the servers. Answers whether everything is whole. */
export async function runVerify(config: string, data: string, findings: Findings): Promise<boolean> {
  const args = [packagePath('bin', 'anel.js'), 'verify', '--json', '--config', config, '--data', data];
  // It ends with code 1 when it found problems, which it prints all the same.
  const { stdout } = await promisify(execFile)(process.execPath, args, { maxBuffer: 2 ** 26 }).catch(
    (error: unknown) => error as { stdout: string },
  );
  const { ok, problems } = JSON.parse(stdout) as Verified;
  for (const { kind, subject, message } of problems) findings.add(`verify: ${kind} ${subject}: ${message}`);
  findings.expect(ok, 'anel verify is not ok');
  return ok;
}
