import { Worker } from 'node:worker_threads';

/**
 * The URL of a module beside another one: `name` without extension, of a TypeScript source when `besideUrl` is one and of
 * compiled JavaScript otherwise.
 */
export function moduleBeside(name: string, besideUrl: string): URL {
  return new URL(`${name}${besideUrl.endsWith('.ts') ? '.ts' : '.js'}`, besideUrl);
}

/** Starts the program `name` of this folder in a worker thread, from dist/ or from source. */
export function startModule(name: string, workerData: unknown): Worker {
  const url = moduleBeside(`./${name}`, import.meta.url);
  if (url.pathname.endsWith('.js')) return new Worker(url, { workerData });
  // Node 20 does not load TypeScript: the thread is told how to first, since it does not always learn it from its parent.
  const loader = JSON.stringify(import.meta.resolve('tsx/esm/api'));
  const program = `import(${loader}).then(({ register }) => { register(); return import(${JSON.stringify(url.href)}); })`;
  return new Worker(program, { eval: true, workerData });
}
