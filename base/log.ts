import { pino } from 'pino';

/** A structured log with ECS field names, on standard error. */
export type Log = pino.Logger;

/** Opens the log. `level` is one of pino's; 'silent' for tests and for commands that draw a progress bar. */
export function openLog(level: string): Log {
  return pino(
    {
      level,
      messageKey: 'message',
      base: { 'service.name': 'anel' },
      timestamp: () => `,"@timestamp":"${new Date().toISOString()}"`,
      formatters: { level: (label) => ({ 'log.level': label }) },
    },
    pino.destination({ dest: 2, sync: true }),
  );
}
