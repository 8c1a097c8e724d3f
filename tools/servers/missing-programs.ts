import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { findPostgresFolder, findProgram } from './find-program.ts';
import { type JarSet, jarFolder } from './jar-cache.ts';
import { kafkaJars } from './start-kafka.ts';
import { neo4jJars } from './start-neo4j.ts';
import type { ServerName } from './test-server.ts';

/** One thing that a server needs, and the package of Debian that has it. */
interface Need {
  readonly what: string;
  readonly debian: string;
  isThere(): boolean;
}

const javaMin = 17;

const java: Need = {
  what: `Java ${javaMin} or newer`,
  debian: 'default-jdk-headless',
  isThere: () => javaVersion() >= javaMin,
};

/** Only as long as the jars are not in the cache. */
const maven = (jars: JarSet): Need => ({
  what: 'Maven',
  debian: 'maven',
  isThere: () => existsSync(jarFolder(jars)) || findProgram('mvn') !== null,
});

const needs: Readonly<Record<ServerName, readonly Need[]>> = {
  neo4j: [java, maven(neo4jJars)],
  kafka: [java, maven(kafkaJars)],
  postgres: [{ what: 'PostgreSQL', debian: 'postgresql', isThere: () => findPostgresFolder() !== null }],
  redis: [{ what: 'Redis', debian: 'redis-server', isThere: () => findProgram('redis-server') !== null }],
};

/** Throws one error that names everything that these servers need and this machine lacks, with the command that installs it on Debian. */
export function requirePrograms(names: readonly ServerName[]): void {
  const missing = names.flatMap((name) => needs[name]).filter((need) => !need.isThere());
  if (missing.length === 0) return;
  const list = (parts: readonly string[], between: string) => [...new Set(parts)].join(between);
  const what = list(
    missing.map((need) => need.what),
    ', ',
  );
  const packages = list(
    missing.map((need) => need.debian),
    ' ',
  );
  throw new Error(
    `start ${names.join(', ')}: this machine lacks ${what}; on Debian: apt-get install -y --no-install-recommends ${packages}`,
  );
}

/** The major version of the `java` in PATH; 0 without one. */
function javaVersion(): number {
  const program = findProgram('java');
  if (program === null) return 0;
  const text = execFileSync(program, ['--version'], {
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  return Number(/^\S+ (\d+)/.exec(text)?.[1] ?? 0);
}
