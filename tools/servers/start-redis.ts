import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { freePort } from './free-port.ts';
import { keepPassword } from './keep-password.ts';
import { startManagedServer } from './managed-server.ts';
import { talkTcp } from './talk-tcp.ts';
import type { StartOptions, TestServer } from './test-server.ts';

/** What Redis answers to a password and a ping. */
const welcome = '+OK\r\n+PONG\r\n';

/** Starts Redis on a free port with a password and an append-only file. */
export async function startRedis(options: StartOptions): Promise<TestServer> {
  const { folder } = options;
  const data = join(folder, 'data');
  await mkdir(data, { recursive: true });
  const { password } = await keepPassword(folder);
  const port = await freePort();
  const settings = join(folder, 'redis.conf');
  await writeFile(settings, settingsText(data, port, password), { mode: 0o600 });
  const greeting = Buffer.from(`AUTH ${password}\r\nPING\r\n`);
  return startManagedServer(
    {
      name: 'redis',
      port,
      environment: { ANEL_TEST_REDIS_URL: `redis://:${password}@127.0.0.1:${port}` },
      settings: { redis: { url: `redis://127.0.0.1:${port}`, password } },
      program: {
        program: 'redis-server',
        args: [settings],
        folder,
        stopSignal: 'SIGTERM',
        logFile: join(folder, 'redis.log'),
      },
      answers: async () => (await talkTcp(port, greeting, welcome.length))?.toString() === welcome,
    },
    options,
  );
}

function settingsText(data: string, port: number, password: string): string {
  return `bind 127.0.0.1
port ${port}
dir "${data}"
requirepass ${password}
appendonly yes
save ""
`;
}
