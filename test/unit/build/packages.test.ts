import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { builderConfig } from '../../../build/package/builder-config.mjs';

/** What only other systems can make is tried there, by the release workflow; here, that both are fit to be read at all. */
const checkout = fileURLToPath(new URL('../../..', import.meta.url));
// What electron-builder itself checks a configuration and reads YAML by.
const ofElectronBuilder = createRequire(createRequire(import.meta.url).resolve('electron-builder'));
const { validateConfiguration } = ofElectronBuilder('app-builder-lib/out/util/config/config.js');
const yaml = createRequire(ofElectronBuilder.resolve('app-builder-lib/package.json'))('js-yaml');

const places = { electronDist: '/electron', output: '/made' };
const feed = 'https://updates.example.com/nightkeep';
const validated = (config: object) => validateConfiguration(config, { isEnabled: false, add: () => {} });

describe('the configuration of packages', () => {
  test('is one that electron-builder takes, for each system, with a feed and without', async () => {
    await validated(builderConfig({ ...places, feed: undefined }));
    await validated(builderConfig({ ...places, feed }));
  });

  test.each([
    ['a key that is none', { macc: {} }],
    ['a fuse that is none', { electronFuses: { runAsNod: false } }],
    ['a hardened runtime that is no yes or no', { mac: { hardenedRuntime: 'yes' } }],
    ['an option of NSIS that is none', { nsis: { oneClik: false } }],
  ])('and %s is found', async (_, wrong) => {
    await expect(validated({ ...builderConfig({ ...places, feed: undefined }), ...wrong })).rejects.toThrow(
      'API schema',
    );
  });

  test('names what each system gets, and what may run it', () => {
    const { linux, mac, win, protocols, electronFuses, publish } = builderConfig({ ...places, feed });
    expect([linux.target, mac.target, win.target]).toEqual([['AppImage'], ['dmg', 'zip'], ['nsis']]);
    expect(mac).toMatchObject({ hardenedRuntime: true });
    expect(protocols).toEqual([{ name: 'Nightkeep', schemes: ['nightkeep'] }]);
    expect(electronFuses).toMatchObject({ runAsNode: false, onlyLoadAppFromAsar: true, enableCookieEncryption: true });
    expect(publish).toEqual([{ provider: 'generic', url: feed }]);
    for (const icon of [linux.icon, mac.icon, win.icon]) expect(existsSync(icon), icon).toBe(true);
  });

  test.each(['http://updates.example.com', 'updates.example.com', 'file:///tmp/feed'])(
    'a feed at %s makes none',
    (address) => {
      expect(() => builderConfig({ ...places, feed: address })).toThrow('https://');
    },
  );
});

describe('the release workflow', () => {
  const text = readFileSync(join(checkout, '.github/workflows/release.yml'), 'utf8');
  const workflow = yaml.load(text);
  const { strategy, steps } = workflow.jobs.package;
  const commands: string[] = steps.flatMap(({ run }: { run?: string }) => run ?? []);

  test('is for the three systems, and may only read', () => {
    expect(strategy.matrix.system.map((name: string) => name.split('-')[0])).toEqual(['ubuntu', 'macos', 'windows']);
    expect(workflow.permissions).toEqual({ contents: 'read' });
    expect(workflow.on.push).toEqual({ tags: ['v*'] });
  });

  test('runs what there is', () => {
    const { scripts } = JSON.parse(readFileSync(join(checkout, 'package.json'), 'utf8'));
    const all = commands.join('\n');
    for (const [, name = ''] of all.matchAll(/npm run (\S+)/g)) expect(scripts).toHaveProperty(name);
    for (const [, file = ''] of all.matchAll(/node (build\/\S+)/g))
      expect(existsSync(join(checkout, file)), file).toBe(true);
    for (const [, name = ''] of all.matchAll(/npx (\S+)/g))
      expect(existsSync(join(checkout, 'node_modules/.bin', name)), name).toBe(true);
    expect(all.indexOf('npm run package')).toBeGreaterThan(all.indexOf('npm test'));
  });

  test('has shell that can be read, into which nothing is put', () => {
    for (const command of commands) {
      expect(command).not.toContain('${{');
      expect(spawnSync('bash', ['-n'], { input: command, encoding: 'utf8' }).stderr, command).toBe('');
    }
  });

  test('says which secrets it needs, and takes along all that is made', () => {
    const [head = ''] = text.split('\nname:');
    for (const [, name = ''] of text.matchAll(/(?:secrets|vars)\.([A-Z_]+)/g)) expect(head).toContain(name);
    const { path } = steps.at(-1).with;
    for (const ending of ['deb', 'rpm', 'AppImage', 'dmg', 'zip', 'exe']) expect(path).toContain(`dist/*.${ending}\n`);
    expect(steps.at(-1).with['if-no-files-found']).toBe('error');
  });
});
