/** The servers that can be started, in the order in which they are listed. */
export const serverNames = ['neo4j', 'kafka', 'postgres', 'redis'] as const;

export type ServerName = (typeof serverNames)[number];

/** A server on a loopback port of its own. Port, password and data stay the same over every stop, kill and start. */
export interface TestServer {
  readonly name: ServerName;
  readonly port: number;
  /** The process that listens; null while it is down. */
  readonly pid: number | null;
  /** The variables by which tests find it, e.g. `ANEL_TEST_REDIS_URL`. They contain its password. */
  environment(): Readonly<Record<string, string>>;
  /** The settings by which Anel uses it, in the form of a configuration file. They contain its password. */
  settings(): Readonly<Record<string, unknown>>;
  /** Ends it cleanly; by force when that takes longer than a minute. Does nothing while it is down. Resolves when all its processes are gone. */
  stop(): Promise<void>;
  /** Ends it as a power cut would (SIGKILL). Does nothing while it is down. Resolves when all its processes are gone. */
  kill(): Promise<void>;
  /** Starts it again after `stop` or `kill`. Does nothing while it is up. Resolves when it answers; throws, with the end of its log, when it does not. */
  start(): Promise<void>;
}

/** What every server is started with. */
export interface StartOptions {
  /** An empty folder for its data, or one of an earlier start: then password and data are those. It is made when missing. */
  readonly folder: string;
  /** Ends a start that is under way. */
  readonly signal?: AbortSignal;
  /** Told what happens: downloads, a server that died by itself. */
  readonly say?: (line: string) => void;
}
