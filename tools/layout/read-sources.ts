import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type ParsedSource, parseSource } from './parse-source.ts';

const foldersLeftOut = new Set(['node_modules', 'dist', 'coverage']);

/** Parses every TypeScript file below a folder, in the order of their paths. Folders whose name starts with a dot are left out. */
export function readSources(root: string): ParsedSource[] {
  return typescriptFiles(root, '').map((path) => parseSource(path, readFileSync(join(root, path), 'utf8')));
}

function typescriptFiles(root: string, folder: string): string[] {
  const entries = readdirSync(join(root, folder), { withFileTypes: true });
  const paths = entries.flatMap((entry) => {
    const path = folder === '' ? entry.name : `${folder}/${entry.name}`;
    if (entry.isDirectory()) return isLeftOut(entry.name) ? [] : typescriptFiles(root, path);
    return entry.name.endsWith('.ts') ? [path] : [];
  });
  return paths.sort();
}

function isLeftOut(name: string): boolean {
  return name.startsWith('.') || foldersLeftOut.has(name);
}
