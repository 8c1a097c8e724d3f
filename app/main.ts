import { run } from './cli/run.ts';

/** What is closed by then does not need it; a socket to a server that hangs would keep the process for ever. */
const lingerMs = 2000;

process.exitCode = await run(process.argv.slice(2), process.env);
setTimeout(() => process.exit(), lingerMs).unref();
