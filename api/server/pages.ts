import { readdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, extname, join } from 'node:path';
import { digestId } from '../../base/ids.ts';
import { packagePath } from '../../base/package-root.ts';

/** A file that is served as it is. */
export interface Page {
  readonly path: string;
  readonly type: string;
  readonly body: Buffer;
  /** Changes with the content. */
  readonly etag: string;
}

const types: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.svg': 'image/svg+xml',
};

/** All static files: the console, the explorer and the scripts of packages that they use. Read once, at start. */
export function loadPages(): Page[] {
  return [
    page('/', packagePath('console', 'index.html')),
    ...folder('/console', packagePath('console')),
    page('/explorer', packagePath('api', 'explorer', 'index.html')),
    ...folder('/explorer', packagePath('api', 'explorer')),
    page('/vendor/react.js', packageFile('react', 'umd', 'react.production.min.js')),
    page('/vendor/react-dom.js', packageFile('react-dom', 'umd', 'react-dom.production.min.js')),
    page('/vendor/graphiql.js', packageFile('graphiql', 'graphiql.min.js')),
    page('/vendor/graphiql.css', packageFile('graphiql', 'graphiql.min.css')),
    ...folder('/vendor/graphql-ws', packageFile('graphql-ws', 'dist')),
  ];
}

function page(path: string, file: string): Page {
  const body = readFileSync(file);
  return {
    path,
    type: types[extname(file)] ?? 'application/octet-stream',
    body,
    etag: `"${digestId([body])}"`,
  };
}

/** The style sheets, scripts and pictures right inside a folder. */
function folder(path: string, from: string): Page[] {
  const names = readdirSync(from).filter((name) => ['.css', '.js', '.svg'].includes(extname(name)));
  return names.sort().map((name) => page(`${path}/${name}`, join(from, name)));
}

function packageFile(name: string, ...parts: readonly string[]): string {
  const require = createRequire(import.meta.url);
  return join(dirname(require.resolve(`${name}/package.json`)), ...parts);
}
