import { parseServersArguments, usage } from './servers/parse-arguments.ts';
import { runWithServers, stayUp } from './servers/run-with-servers.ts';

const ending = new AbortController();
for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(name, () => ending.abort(name));

try {
  const request = parseServersArguments(process.argv.slice(2));
  if (request === null) {
    console.error(usage);
    process.exitCode = 2;
  } else {
    const { command } = request;
    process.exitCode =
      command === null
        ? await stayUp(request, ending.signal)
        : await runWithServers(request, command, ending.signal);
  }
} catch (error) {
  console.error(`servers: ${error instanceof Error ? error.message : String(error)}`);
  process.exitCode = 1;
}
