import { run } from './cli/run.ts';

/** What is closed by then does not need it; a socket to a server that hangs would keep the process for ever. */
const lingerMs = 2000;

// Whoever reads us may have read enough: `anel config | head`.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') throw error;
  process.exit(0);
});

process.exitCode = await run(process.argv.slice(2), process.env);
setTimeout(() => process.exit(), lingerMs).unref();
