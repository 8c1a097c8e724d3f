import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

function findRoot(): string {
  let folder = dirname(fileURLToPath(import.meta.url));
  while (!existsSync(join(folder, 'package.json'))) {
    const parent = dirname(folder);
    if (parent === folder) throw new Error('the package.json of anel was not found above its own code');
    folder = parent;
  }
  return folder;
}

const root = findRoot();

/** The absolute path of a file that ships with Anel (a query, a migration, a model), from source and from dist/ alike. */
export function packagePath(...parts: readonly string[]): string {
  return join(root, ...parts);
}
