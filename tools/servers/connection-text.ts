import { stringify } from 'yaml';
import type { TestServer } from './test-server.ts';

/** How to reach servers, as lines for a shell, and, as comments there, the same as a configuration file of Anel. */
export function connectionText(servers: readonly TestServer[]): string {
  const variables = servers.flatMap((server) => Object.entries(server.environment()));
  const exports = variables.map(([name, value]) => `export ${name}='${value}'`);
  const settings = stringify(Object.assign({}, ...servers.map((server) => server.settings())));
  const commented = settings.trimEnd().split('\n');
  return [...exports, '', '# for anel serve --config FILE:', ...commented.map((line) => `# ${line}`)].join(
    '\n',
  );
}
