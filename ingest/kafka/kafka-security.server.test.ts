import { execFileSync } from 'node:child_process';
import { appendFile, copyFile, mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { AclOperationTypes, AclPermissionTypes, AclResourceTypes, ResourcePatternTypes } from 'kafkajs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Config } from '../../base/config.ts';
import { isAnelError } from '../../base/errors.ts';
import { eventually } from '../../test/cli/eventually.ts';
import { serverVariable } from '../../test/servers/server-variable.ts';
import { ensureTopics } from './ensure-topics.ts';
import { send, silentLog, testSettings, withAdmin } from './kafka-fixture.samples.ts';
import { openKafkaPublisher } from './kafka-publisher.ts';
import { openKafkaSource } from './kafka-source.ts';
import { freePort, type OwnBroker, ownBroker } from './own-broker.samples.ts';
import { TestReader, transferMessages } from './reading.samples.ts';

const jars = serverVariable('ANEL_TEST_KAFKA_JARS');

if (jars !== null) {
  let folder = '';
  let broker: OwnBroker | null = null;
  let open: Config['kafka'];
  let withPassword: Config['kafka'];
  let withCertificate: Config['kafka'];

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'anel-kafka-'));
    const { key, certificate } = await makeCertificate(folder);
    const [passwordPort, certificatePort] = [await freePort(), await freePort()];
    const keystore = join(folder, 'keystore.pem');
    const users = { anel: 'secret', nobody: 'secret' };
    const listeners = { keystore, certificate, users, passwordPort, certificatePort };
    const own = await ownBroker(jars, join(folder, 'broker'), listeners);
    broker = own;
    await own.start();
    open = testSettings(own.address, { retriesMax: 2, retryBaseMs: 20 });
    const tls = { ...open, tls: true, ca: certificate };
    const who = { mechanism: 'scram-sha-512' as const, user: 'anel', password: 'secret' };
    withPassword = { ...tls, ...who, brokers: [`127.0.0.1:${passwordPort}`] };
    withCertificate = { ...tls, certificate, key, brokers: [`127.0.0.1:${certificatePort}`] };
    await eventually('the broker to make topics', async () => {
      try {
        return await ensureTopics({ config: open, log: silentLog });
      } catch (error) {
        if (isAnelError(error, 'STREAM_UNAVAILABLE')) return undefined;
        throw error;
      }
    });
  }, 180_000);

  afterAll(async () => {
    await broker?.kill();
    await rm(folder, { recursive: true });
  });

  const outcome = async (config: Config['kafka']): Promise<string> => {
    try {
      const source = await openKafkaSource({ config, log: silentLog, untilEnd: true });
      await source.close();
      return 'open';
    } catch (error) {
      if (!isAnelError(error)) throw error;
      return `${error.code} ${error.message}`;
    }
  };

  describe('a broker that asks who is there', () => {
    it('lets nobody see or make a topic without the right to', async () => {
      const nobody = { ...withPassword, user: 'nobody' };
      expect(await outcome(nobody)).toMatch(/^STREAM_FAILED opening the topics .* may not see them/);
      const topics = { ...nobody.topics, logs: `${nobody.topics.logs}-2` };
      await expect(ensureTopics({ config: { ...nobody, topics }, log: silentLog })).rejects.toMatchObject({
        code: 'STREAM_FAILED',
        message: expect.stringMatching(/docs\/kafka\.md/),
      });
    });

    it('lets a user with the rights that the documentation lists do everything', async () => {
      await grantDocumented(open, 'topic');
      expect(await outcome(withPassword)).toMatch(/^STREAM_UNAVAILABLE .*as the group kafka.groupId$/);
      await grantDocumented(open, 'group');
      for (const mechanism of ['plain', 'scram-sha-256', 'scram-sha-512'] as const) {
        expect(await outcome({ ...withPassword, mechanism })).toBe('open');
      }
      await send(open, open.topics.transactions, transferMessages(10));
      const options = { config: withPassword, log: silentLog };
      expect(await ensureTopics(options)).toEqual([]);
      const source = await openKafkaSource({ ...options, untilEnd: true });
      const reader = new TestReader(source, undefined, (batch) => source.acknowledge(batch));
      await reader.ended();
      expect(reader.ids()).toHaveLength(10);
      expect((await source.lag()).every(({ lag }) => lag === 0)).toBe(true);
      await source.close();
      const publisher = await openKafkaPublisher({ ...options, ledgerId: 'L1' });
      await publisher.publish([{ topic: 'decisions', id: 1, key: 'k', payload: '{}' }]);
      await publisher.close();
    });

    it('says what to do about a wrong password', async () => {
      for (const mechanism of ['plain', 'scram-sha-256', 'scram-sha-512'] as const) {
        expect(await outcome({ ...withPassword, mechanism, password: 'wrong' })).toMatch(
          /^STREAM_FAILED .*; check kafka.mechanism, kafka.user and kafka.password$/,
        );
      }
    });

    it('says what to do about TLS', async () => {
      const remedy = /^STREAM_FAILED .*; check kafka.tls, kafka.ca, kafka.certificate and kafka.key$/;
      expect(await outcome({ ...withPassword, ca: null })).toMatch(remedy);
      expect(await outcome({ ...withCertificate, certificate: null, key: null })).toMatch(remedy);
    });

    it('hints at TLS and credentials when the brokers hang up', async () => {
      const hint = /^STREAM_UNAVAILABLE .*kafka.tls and kafka.mechanism that are set$/;
      expect(await outcome({ ...open, tls: true })).toMatch(hint);
      expect(await outcome({ ...withPassword, tls: false, ca: null })).toMatch(hint);
      expect(await outcome({ ...open, mechanism: 'plain', user: 'anel', password: 'secret' })).toMatch(hint);
    });

    it('knows a client by its certificate', async () => {
      expect(await outcome(withCertificate)).toMatch(/may not see them/);
    });
  });

  const grantDocumented = async (config: Config['kafka'], resource: string): Promise<void> => {
    const page = await readFile(new URL('../../docs/kafka.md', import.meta.url), 'utf8');
    const rows = [...page.matchAll(/^\| (topic|group) `([^`]+)` +\| ([A-Z, ]+?) +\|/gm)];
    expect(rows).toHaveLength(7);
    const roles: Record<string, string> = { ...config.topics, 'dead-letters': config.topics.deadLetters };
    const acl = rows
      .filter(([, type]) => type === resource)
      .flatMap(([, type, name = '', operations = '']) =>
        operations.split(', ').map((operation) => ({
          resourceType: type === 'group' ? AclResourceTypes.GROUP : AclResourceTypes.TOPIC,
          resourceName: type === 'group' ? config.groupId : String(roles[name]),
          resourcePatternType: ResourcePatternTypes.LITERAL,
          principal: 'User:anel',
          host: '*',
          operation: AclOperationTypes[operation as keyof typeof AclOperationTypes],
          permissionType: AclPermissionTypes.ALLOW,
        })),
      );
    await withAdmin(config, (admin) => admin.createAcls({ acl }));
  };
}

/** A key and a certificate of its own signature for 127.0.0.1, and both in one file. */
async function makeCertificate(folder: string): Promise<{ key: string; certificate: string }> {
  const [key, certificate, keystore] = ['key.pem', 'certificate.pem', 'keystore.pem'].map((name) =>
    join(folder, name),
  ) as [string, string, string];
  const names = ['-subj', '/CN=anel', '-addext', 'subjectAltName=IP:127.0.0.1'];
  const files = ['-keyout', key, '-out', certificate];
  execFileSync(
    'openssl',
    ['req', '-x509', '-newkey', 'rsa:2048', '-nodes', '-days', '2', ...names, ...files],
    {
      stdio: 'ignore',
    },
  );
  await copyFile(key, keystore);
  await appendFile(keystore, await readFile(certificate));
  return { key, certificate };
}
