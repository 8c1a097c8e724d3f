import { Worker } from 'node:worker_threads';

/** The URL under which a source of ours runs here: its own, or that of the JavaScript which was compiled from it. */
export function runnableUrl(sourceUrl: URL): URL {
  return import.meta.url.endsWith('.ts') ? sourceUrl : new URL(sourceUrl.href.replace(/\.ts$/, '.js'));
}

/** Starts the program of a URL of ours in a worker thread, from dist/ or from source. */
export function startModule(sourceUrl: URL, workerData: unknown): Worker {
  const url = runnableUrl(sourceUrl);
  if (url.pathname.endsWith('.js')) return new Worker(url, { workerData });
  // Node 20 does not load TypeScript: the thread is told how to first, since it does not always learn it from its parent.
  const loader = JSON.stringify(import.meta.resolve('tsx/esm/api'));
  const program = `import(${loader}).then(({ register }) => { register(); return import(${JSON.stringify(url.href)}); })`;
  return new Worker(program, { eval: true, workerData });
}
