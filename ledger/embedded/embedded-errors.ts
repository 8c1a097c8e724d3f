import { AnelError } from '../../base/errors.ts';

/** The refusal of a second start on one folder. */
export function folderInUse(folder: string, ownerPid: number): AnelError {
  return new AnelError(
    'DATA_FOLDER_IN_USE',
    `tried to start PostgreSQL in "${folder}", which process ${ownerPid} is using; stop that process or choose another data folder`,
  );
}

/** A start that failed, with the line of PostgreSQL's log that says most. */
export function startFailed(folder: string, reason: string, cause?: unknown): AnelError {
  return new AnelError(
    'EMBEDDED_POSTGRES_FAILED',
    `tried to start PostgreSQL in "${folder}": ${reason}; see postgres.log in that folder, and restore the folder from a backup when it says that files are missing or damaged`,
    cause === undefined ? {} : { cause },
  );
}

/** The line of a PostgreSQL log that names the failure: the first PANIC or FATAL, else the last line. */
export function failureLine(log: string): string {
  const lines = log
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '');
  const found =
    lines.find((line) => /\b(PANIC|FATAL|ERROR|error):/.test(line)) ?? lines.at(-1) ?? 'it printed nothing';
  return found.replace(/^.*?\b(PANIC|FATAL|ERROR|error):\s*/, '');
}
