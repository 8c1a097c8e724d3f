import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { z } from 'zod';
import { configSchema } from '../../base/config.ts';
import { packagePath } from '../../base/package-root.ts';

interface Service {
  readonly image?: string;
  readonly build?: { readonly context: string; readonly dockerfile: string };
  readonly environment?: Readonly<Record<string, string>>;
  readonly ports?: readonly string[];
  readonly volumes?: readonly string[];
  readonly healthcheck?: { readonly test: readonly string[] };
  readonly depends_on?: Readonly<Record<string, { readonly condition: string }>>;
  readonly command?: readonly string[];
}

const text = readFileSync(packagePath('docker-compose.yml'), 'utf8');
const { services, volumes } = parse(text) as {
  readonly services: Readonly<Record<string, Service>>;
  readonly volumes: Readonly<Record<string, null>>;
};
const dockerfile = readFileSync(packagePath('deploy', 'images', 'anel', 'Dockerfile'), 'utf8');
const secretNames = [
  ...readFileSync(packagePath('.env.example'), 'utf8').matchAll(/^([A-Z][A-Z0-9_]*)=(.*)$/gm),
];

/** A tag that names one release to its last number. */
const exactTag = /^[a-z0-9/]+:\d+\.\d+(\.\d+)?(-[a-z]+)*$/;

/** A variable that has to be set, and nothing else. */
const secretValue = /^\$\{[A-Z0-9_]+:\?[^}]+\}$/;

/** The name of a variable whose value is secret. */
const secretPlace = /PASSWORD|_AUTH$|SECRET|TOKEN/;

function variablesOf(node: z.core.JSONSchema._JSONSchema, path: readonly string[]): string[] {
  if (typeof node === 'boolean' || node.properties === undefined)
    return [
      `ANEL_${path
        .join('_')
        .replace(/([a-z0-9])([A-Z])/g, '$1_$2')
        .toUpperCase()}`,
    ];
  return Object.entries(node.properties).flatMap(([key, child]) => variablesOf(child, [...path, key]));
}

describe('docker-compose.yml', () => {
  it('has the four servers and Anel', () => {
    expect(Object.keys(services)).toEqual(['neo4j', 'kafka', 'postgres', 'redis', 'anel']);
  });

  describe.each(Object.entries(services))('%s', (name, service) => {
    it('is of an exact version, or built here', () => {
      if (service.build === undefined) expect(service.image).toMatch(exactTag);
      else expect(service.build).toEqual({ context: '.', dockerfile: 'deploy/images/anel/Dockerfile' });
    });

    it('says how its health is checked', () => {
      expect(service.healthcheck?.test[0]).toMatch(/^CMD(-SHELL)?$/);
    });

    it('is reached from this machine alone', () => {
      expect(service.ports?.length).toBeGreaterThan(0);
      for (const port of service.ports ?? []) expect(port).toMatch(/^127\.0\.0\.1:\d+:\d+$/);
    });

    it('keeps its data in a volume that is declared', () => {
      const named = (service.volumes ?? []).filter((volume) => !volume.startsWith('./'));
      expect(named.length).toBeGreaterThan(0);
      for (const volume of named) expect(volumes).toHaveProperty(volume.split(':', 1)[0] ?? '');
      expect(named[0]).toMatch(new RegExp(`^${name}-data:/`));
    });

    it('waits only for what has a health', () => {
      for (const [other, { condition }] of Object.entries(service.depends_on ?? {})) {
        expect(services).toHaveProperty(other);
        expect(condition).toBe('service_healthy');
      }
    });

    it('gives its command no secret but from the environment', () => {
      const command = service.command ?? [];
      const values = command.filter((_, place) => /pass|secret|token/.test(command[place - 1] ?? ''));
      for (const value of values) expect(value).toMatch(secretValue);
    });

    it('has no secret but from the environment, without a default', () => {
      for (const [variable, value] of Object.entries(service.environment ?? {})) {
        if (secretPlace.test(variable)) expect(value.replace(/^neo4j\//, ''), variable).toMatch(secretValue);
        for (const [, userinfo] of value.matchAll(/:\/\/[^:/@]*:((?:\$\{[^}]*\}|[^@/])*)@/g))
          expect(userinfo, variable).toMatch(secretValue);
      }
    });
  });

  it('makes Anel wait for all servers', () => {
    const others = Object.keys(services).filter((name) => name !== 'anel');
    expect(Object.keys(services['anel']?.depends_on ?? {})).toEqual(others);
  });

  it('sets nothing for Anel that is not a setting', () => {
    const known = variablesOf(z.toJSONSchema(configSchema, { io: 'input' }), []);
    const set = Object.keys(services['anel']?.environment ?? {});
    expect(set.filter((variable) => !known.includes(variable))).toEqual([]);
    const image = [...dockerfile.matchAll(/\bANEL_[A-Z0-9_]+/g)].map(([variable]) => variable);
    expect(image.filter((variable) => !known.includes(variable))).toEqual([]);
  });

  it('asks for the secrets of .env.example, which has no values', () => {
    const asked = new Set([...text.matchAll(/\$\{([A-Z0-9_]+)/g)].map((match) => match[1]));
    expect(secretNames.map(([, name]) => name).sort()).toEqual([...asked].sort());
    expect(secretNames.map(([, , value]) => value).join('')).toBe('');
  });
});

describe('the image of Anel', () => {
  it('is built on an exact version, and on nothing else', () => {
    const base = /^ARG NODE=(.+)$/m.exec(dockerfile)?.[1];
    expect(base).toMatch(/^node:\d+\.\d+\.\d+-[a-z-]+$/);
    const stages = [...dockerfile.matchAll(/^FROM (\S+)/gm)].map((match) => match[1]);
    expect(new Set(stages)).toEqual(new Set([`\${NODE}`]));
  });

  it('does not run as root, and checks its health', () => {
    const last = dockerfile.slice(dockerfile.lastIndexOf('\nFROM '));
    expect(last).toMatch(/^USER node$/m);
    expect(last).toMatch(/^HEALTHCHECK (.|\n)*\/readyz/m);
  });

  it('is built without secrets and without what was built here', () => {
    const left = readFileSync(packagePath('.dockerignore'), 'utf8').split('\n');
    expect(left).toEqual(expect.arrayContaining(['.env', '.git', '.anel', 'node_modules', 'dist']));
    expect(readFileSync(packagePath('.gitignore'), 'utf8').split('\n')).toContain('.env');
  });
});
