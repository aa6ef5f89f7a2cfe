import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'vitest';
import type { Fleet } from '../../../src-main/contract/index.ts';
import { openSettings } from '../../../src-main/ports.ts';
import { startCore } from '../../support/core.ts';
import { tempFolder } from '../../support/temp-folder.ts';
import { type Estate, it } from '../ssh/estate.ts';

/** A member of staff with these hosts and the server backup1, all of which are the one sshd. */
async function setUp(estate: Estate) {
  const backup1 = await estate.start('backup1');
  const scripts = join(estate.folder, 'scripts');
  mkdirSync(scripts);
  const file = join(scripts, 'team/fleet.json');
  await estate.know(backup1);
  const host = (name: string) => ({ name, ...estate.targetOf(backup1), configPath: `/${name}.config` });
  const colleague = (hosts: readonly string[], more: Partial<Fleet> = {}, by = 'anna@desk7') => {
    const settings = openSettings(tempFolder());
    writeFileSync(join(settings.home, 'known_hosts'), readFileSync(estate.knownHosts));
    settings.saveFleet({
      ...settings.fleet(),
      repository: { server: 'backup1', path: `${scripts}/` },
      servers: [{ name: 'backup1', ...estate.targetOf(backup1) }],
      hosts: hosts.map(host),
      ...more,
    });
    return startCore({ settings, by, ssh: { sshConfigPath: join(settings.home, 'none') } }).core;
  };
  return { file, scripts, backup1, colleague };
}

it('a fleet is published for a team, and a colleague takes over what they choose of it', async ({ estate }) => {
  const { file, colleague } = await setUp(estate);
  const anna = colleague(['jail1', 'jail2'], { timeZone: 'America/Los_Angeles' });
  const before = await anna.call('teamFleet.read', {});
  expect(before).toMatchObject({ server: 'backup1', path: file, revision: '', machines: 0 });
  expect(before.differences.map(({ is }) => is)).not.toContain('new');
  await anna.call('teamFleet.publish', { revision: '' });
  expect(JSON.parse(readFileSync(file, 'utf8'))).toMatchObject({
    by: 'anna@desk7',
    fleet: { timeZone: 'America/Los_Angeles' },
  });
  expect(readFileSync(file, 'utf8')).not.toContain('identityFile');
  expect((await anna.call('teamFleet.read', {})).differences).toEqual([]);

  const tom = colleague(['jail2', 'jail9'], {}, 'tom@desk8');
  const team = await tom.call('teamFleet.read', {});
  expect(team).toMatchObject({ by: 'anna@desk7', machines: 3 });
  expect(team.differences.map(({ id, is }) => [id, is])).toEqual([
    ['timeZone', 'other'],
    ['hosts/jail1', 'new'],
    ['hosts/jail9', 'own'],
  ]);
  const { revision } = team;
  const key = (await tom.call('fleet.get', {})).fleet.servers[0]?.ssh.identityFile ?? '';
  await tom.call('teamFleet.takeOver', { revision, take: ['hosts/jail1'], identityFile: key });
  const { fleet } = await tom.call('fleet.get', {});
  expect(fleet.timeZone).toBe('UTC');
  expect(fleet.hosts.map(({ name, ssh }) => [name, ssh.identityFile])).toEqual(
    ['jail2', 'jail9', 'jail1'].map((name) => [name, key]),
  );
  // What would take a machine away asks, as any save does; what is no difference any more is a conflict.
  await expect(tom.call('teamFleet.takeOver', { revision, take: ['hosts/jail9'] })).rejects.toMatchObject({
    code: 'needs-confirmation',
    details: { target: 'jail9' },
  });
  await expect(tom.call('teamFleet.takeOver', { revision, take: ['hosts/jail1'] })).rejects.toMatchObject({
    code: 'conflict',
  });
});

it('nobody’s publishing is lost, nor what a newer Nightkeep or a person wrote into the file', async ({ estate }) => {
  const { file, colleague } = await setUp(estate);
  const [anna, tom] = [colleague(['jail1', 'jail2']), colleague(['jail2'], {}, 'tom@desk8')];
  await anna.call('teamFleet.publish', { revision: '' });
  await expect(tom.call('teamFleet.publish', { revision: '' })).rejects.toMatchObject({ code: 'conflict' });
  const text = JSON.parse(readFileSync(file, 'utf8'));
  writeFileSync(file, JSON.stringify({ ...text, note: 'ask maria', fleet: { ...text.fleet, newer: { a: 1 } } }));
  const { revision } = await tom.call('teamFleet.read', {});
  await expect(tom.call('teamFleet.publish', { revision })).rejects.toMatchObject({
    code: 'needs-confirmation',
    message: expect.stringContaining('takes jail1 out of the team’s fleet'),
  });
  const published = await tom.call('teamFleet.publish', { revision, confirm: 'jail1' });
  expect(published).toMatchObject({ server: 'backup1', path: file });
  expect(JSON.parse(readFileSync(file, 'utf8'))).toMatchObject({
    note: 'ask maria',
    by: 'tom@desk8',
    fleet: { newer: { a: 1 } },
  });
  expect(existsSync(`${file}.previous`)).toBe(true);
  expect((await anna.call('teamFleet.read', {})).revision).toBe(published.revision);
});

it('a file that holds no fleet is named, with what is wrong in it', async ({ estate }) => {
  const { file, scripts, colleague } = await setUp(estate);
  const anna = colleague(['jail1']);
  mkdirSync(join(scripts, 'team'));
  for (const [text, why] of [
    ['{ "fleet": ', 'is not valid JSON'],
    ['[]', 'holds no { "fleet"'],
    ['{ "fleet": { "hosts": [{ "name": "-x" }] } }', 'fleet.hosts[0].name'],
    ['{ "fleet": { "customerPatterns": ["(?<customer>a"] } }', 'fleet.customerPatterns[0]'],
    ['{ "fleet": { "servers": [{ "name": "a", "ssh": { "host": "$(reboot)" } }] } }', 'fleet.servers[0].ssh.host'],
  ]) {
    writeFileSync(file, text as string);
    const message = expect.stringMatching(/fleet\.json on backup1.*/);
    await expect(anna.call('teamFleet.read', {})).rejects.toMatchObject({ code: 'bad-input', message });
    await expect(anna.call('teamFleet.read', {})).rejects.toThrow(why as string);
  }
  // Nested without end: to look at it takes a stack, and so does writing what of it nobody knows.
  const deep = `${'['.repeat(1_000_000)}${']'.repeat(1_000_000)}`;
  for (const text of [`{ "fleet": { "hosts": ${deep} } }`, `{ "fleet": {}, "newer": ${deep} }`, deep]) {
    writeFileSync(file, text);
    const told = { code: 'bad-input', message: expect.stringMatching(/fleet\.json on backup1 is nested deeper/) };
    await expect(anna.call('teamFleet.read', {})).rejects.toMatchObject(told);
  }
  writeFileSync(file, Buffer.alloc(5 * 1024 * 1024, 0x20));
  await expect(anna.call('teamFleet.read', {})).rejects.toThrow('that is no fleet file');
});

it('host keys come from a list in one write, and a changed one never does', async ({ estate }) => {
  const { backup1, colleague } = await setUp(estate);
  const other = await estate.start('impostor');
  const anna = colleague(['jail1']);
  const home = (await anna.call('app.info', {})).home;
  const known = join(home, 'known_hosts');
  writeFileSync(known, '');
  const list = `${backup1.knownHostsLine}\n${other.knownHostsLine}\n`;
  const compared = await anna.call('hostKeys.compare', { text: list });
  expect(compared.keys.map(({ machine, is }) => [machine, is])).toEqual([
    ['backup1', 'new'],
    ['jail1', 'new'],
  ]);
  expect(compared.others).toBe(1);
  const keys = compared.keys.map(({ machine, fingerprint }) => ({ machine, fingerprint }));
  expect(await anna.call('hostKeys.import', { text: list, keys })).toEqual({ machines: ['backup1', 'jail1'] });
  expect(await anna.call('machines.meet', { machine: 'backup1' })).toMatchObject({ role: 'server' });

  const port = backup1.knownHostsLine.split(' ')[0];
  const evil = list.replace(backup1.knownHostsLine, `${port} ${other.knownHostsLine.split(' ').slice(1).join(' ')}`);
  const again = await anna.call('hostKeys.compare', { text: evil });
  expect(again.keys.map(({ is }) => is)).toEqual(['changed', 'changed']);
  const text = readFileSync(known, 'utf8');
  const wanted = again.keys.map(({ machine, fingerprint }) => ({ machine, fingerprint }));
  await expect(anna.call('hostKeys.import', { text: evil, keys: wanted })).rejects.toMatchObject({ code: 'conflict' });
  expect(readFileSync(known, 'utf8')).toBe(text);
});
