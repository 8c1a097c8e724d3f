import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, rename, rm, writeFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import type { StartOptions } from './test-server.ts';

/** Jars that belong together: a name with the version, and Maven coordinates `group:artifact:version`, exact versions only. */
export interface JarSet {
  readonly name: string;
  readonly coordinates: readonly string[];
}

const copyGoal = 'org.apache.maven.plugins:maven-dependency-plugin:3.8.1:copy-dependencies';
const outputBytesMax = 16_777_216;

/** The folder of a set of jars in the cache: `ANEL_SERVERS_CACHE`, or `.cache/anel/servers` of the home folder. */
export function jarFolder({ name }: JarSet): string {
  const cache = process.env.ANEL_SERVERS_CACHE || join(homedir(), '.cache', 'anel', 'servers');
  return join(cache, name);
}

/**
 * The folder with a set of jars and all that they need, from Maven Central at the first call. The folder gets its name when it is
 * whole, so that a download that was cut short is not taken for one; of two downloads at once the first stays.
 */
export function ensureJars(jars: JarSet, options: StartOptions): Promise<string> {
  const own = lastDownload.then(() => downloadOnce(jars, options));
  lastDownload = own.catch(() => {});
  return own;
}

/** One download at a time: Maven's own folder does not bear two that fetch the same file. */
let lastDownload: Promise<unknown> = Promise.resolve();

async function downloadOnce(jars: JarSet, { signal, say }: StartOptions): Promise<string> {
  const folder = jarFolder(jars);
  if (existsSync(folder)) return folder;
  say?.(`downloading ${jars.name} from Maven Central (once)`);
  await mkdir(dirname(folder), { recursive: true });
  const partial = await mkdtemp(`${folder}.partial-`);
  try {
    await download(jars, partial, signal);
    await rename(join(partial, 'lib'), folder);
  } catch (error) {
    if (!existsSync(folder)) throw error;
  } finally {
    await rm(partial, { recursive: true, force: true });
  }
  return folder;
}

async function download(jars: JarSet, partial: string, signal: AbortSignal | undefined): Promise<void> {
  const project = join(partial, 'pom.xml');
  await writeFile(project, projectText(jars));
  const args = ['-q', '-B', '-f', project, copyGoal, `-DoutputDirectory=${join(partial, 'lib')}`];
  try {
    await promisify(execFile)('mvn', [...args, '-DincludeScope=runtime'], {
      maxBuffer: outputBytesMax,
      ...(signal === undefined ? {} : { signal }),
    });
  } catch (cause) {
    signal?.throwIfAborted();
    const { stdout } = cause as { stdout?: string };
    throw new Error(`download ${jars.name} from Maven Central with mvn: ${stdout || String(cause)}`, {
      cause,
    });
  }
}

function projectText({ coordinates }: JarSet): string {
  const dependencies = coordinates.map((one) => {
    const [group, artifact, version] = one.split(':');
    return `<dependency><groupId>${group}</groupId><artifactId>${artifact}</artifactId><version>${version}</version></dependency>`;
  });
  return `<project><modelVersion>4.0.0</modelVersion><groupId>anel</groupId><artifactId>jars</artifactId><version>1</version>
<packaging>pom</packaging><dependencies>${dependencies.join('')}</dependencies></project>
`;
}
