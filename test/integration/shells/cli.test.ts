import { chmodSync, existsSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { runCli, startCli } from '../../support/cli.ts';
import { tempFolder } from '../../support/temp-folder.ts';

const call = (home: string, command: string, json?: string, input?: string) =>
  runCli(['call', command, ...(json === undefined ? [] : [json]), '--home', home], { input });

describe('nightkeep call', () => {
  test('prints the result as one JSON document, and nothing else', async () => {
    const home = tempFolder();
    const { code, out, err } = await call(home, 'app.info');
    expect({ code, err }).toEqual({ code: 0, err: '' });
    expect(JSON.parse(out)).toMatchObject({ home, shell: 'cli' });
  });

  test.each([
    ['no.such', '{}', 'unknown-command'],
    ['jobs.get', '{"id":7}', 'bad-input'],
    ['jobs.get', '{"id":"a"}', 'not-found'],
    ['jobs.get', '{', 'bad-input'],
    ['config.read', '{"host":"nobody"}', 'not-found'],
    ['runs.start', '{"host":"nobody"}', 'not-found'],
  ])('%s %s: the error goes to stderr as JSON, exit 1', async (command, json, errorCode) => {
    const { code, out, err } = await call(tempFolder(), command, json);
    expect({ code, out }).toEqual({ code: 1, out: '' });
    expect(JSON.parse(err)).toEqual({
      error: { code: errorCode, message: expect.any(String), details: expect.any(Object) },
    });
  });

  test('takes its input from stdin, any byte of a path included', async () => {
    const { err } = await call(tempFolder(), 'customers.get', '-', '{"customer":"caf\\udce9"}');
    expect(JSON.parse(err).error).toMatchObject({ code: 'not-found', details: { customer: 'caf\udce9' } });
  });

  test('waits for a job: progress to stderr, the outcome to stdout', async () => {
    const { code, out, err } = await call(tempFolder(), 'fleet.refresh');
    expect(code).toBe(0);
    expect(JSON.parse(out)).toEqual({ hosts: 0, customers: 0, problems: [] });
    const steps = err
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line).progress.step);
    expect(new Set(steps)).toEqual(new Set(['Read each backup.config', 'Ask the servers']));
  });

  test('a settings file that is broken is told of, and left as it is', async () => {
    const home = tempFolder();
    const file = join(home, 'config.json');
    writeFileSync(
      file,
      '{"fleet": {"hosts": [{"name": "jail15", "ssh": {"host": "x", "port": "22"}, "configPath": "/c"}]}}',
    );
    const before = readFileSync(file, 'utf8');
    const { code, err } = await call(home, 'fleet.get');
    expect(code).toBe(1);
    expect(JSON.parse(err).error).toMatchObject({
      code: 'bad-input',
      details: { issues: [{ path: 'fleet.hosts[0].ssh.port' }] },
    });
    expect(readFileSync(file, 'utf8')).toBe(before);
  });

  test('the folder is NIGHTKEEP_HOME, made for its owner alone, and --home goes before it', async () => {
    const [outer, other] = [tempFolder(), tempFolder()];
    const home = join(outer, 'made');
    const first = await runCli(['call', 'app.info'], { env: { NIGHTKEEP_HOME: home } });
    expect(JSON.parse(first.out).home).toBe(home);
    expect(statSync(home).mode & 0o777).toBe(0o700);
    const second = await runCli(['call', 'app.info', '--home', other], { env: { NIGHTKEEP_HOME: home } });
    expect(JSON.parse(second.out).home).toBe(other);
  });

  test('a folder that is there already is made private too, and one for everybody is not taken', async () => {
    const home = tempFolder();
    chmodSync(home, 0o755);
    expect((await runCli(['call', 'app.info', '--home', home])).code).toBe(0);
    expect(statSync(home).mode & 0o777).toBe(0o700);
    chmodSync(home, 0o1777);
    const { code, err } = await runCli(['call', 'app.info', '--home', home]);
    expect(code).toBe(1);
    expect(JSON.parse(err).error).toMatchObject({ code: 'bad-input', message: expect.stringContaining(home) });
    expect(statSync(home).mode & 0o7777).toBe(0o1777);
  });

  test('Ctrl-C cancels the job, says so, and ends', async () => {
    const home = tempFolder();
    // A machine that takes the connection and says nothing.
    const silent = createServer(() => {});
    await new Promise<void>((resolve) => silent.listen(0, '127.0.0.1', resolve));
    onTestFinished(() => void silent.close());
    const { port } = silent.address() as { port: number };
    const fleet = { hosts: [{ name: 'jail15', ssh: { host: '127.0.0.1', port, user: 'a' }, configPath: '/c' }] };
    writeFileSync(join(home, 'config.json'), JSON.stringify({ fleet }));
    const { child, said, ended } = startCli(['call', 'runs.start', '{"host":"jail15"}', '--home', home]);
    await said('err', /"state":"running"/);
    child.kill('SIGINT');
    const { code, out, err } = await ended;
    expect({ code, out }).toEqual({ code: 130, out: '' });
    expect(JSON.parse(err.trim().split('\n').at(-1) as string)).toMatchObject({ error: { code: 'cancelled' } });
  });
});

describe('nightkeep watch', () => {
  const homeWith = (config: string) => {
    const home = tempFolder();
    writeFileSync(join(home, 'config.json'), config);
    return home;
  };
  const watch = (home: string) => runCli(['watch', '--home', home]);

  test('is good where nothing is open', async () => {
    const { code, out, err } = await watch(tempFolder());
    expect({ code, err }).toEqual({ code: 0, err: '' });
    expect(JSON.parse(out)).toMatchObject({ state: 'good', failures: [], hosts: { good: 0, failed: 0, notKnown: 0 } });
  });

  test('warns of a host that does not answer, by name', async () => {
    const ssh = { host: '127.0.0.1', port: 1, user: 'a' };
    const home = homeWith(JSON.stringify({ fleet: { hosts: [{ name: 'jail15', ssh, configPath: '/c' }] } }));
    const { code, out } = await watch(home);
    expect(JSON.parse(out)).toMatchObject({ state: 'warning', failures: [{ host: 'jail15', cause: 'unreachable' }] });
    expect(code).toBe(1);
  });

  test('does not know, rather than warns, where it can’t look', async () => {
    const { code, out, err } = await watch(homeWith('{"fleet": {"hosts": [{"name": "jail15"}]}}'));
    expect({ code, out }).toEqual({ code: 3, out: '' });
    expect(JSON.parse(err).error.code).toBe('bad-input');
  });
});

describe('nightkeep serve', () => {
  test('prints one address, serves it, and ends at a signal', async () => {
    const { child, said, ended } = startCli(['serve', '--home', tempFolder()]);
    const url = (await said('out', /\n/)).trim();
    expect(url).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/open\/[\w-]{43}$/);
    const response = await fetch(url, { redirect: 'manual' });
    expect(response.status).toBe(303);
    child.kill('SIGTERM');
    expect(await ended).toMatchObject({ code: 0, out: `${url}\n`, err: '' });
  });
});

test('help and version', async () => {
  const help = await runCli(['--help']);
  expect(help).toMatchObject({ code: 0, err: '' });
  for (const word of ['call', 'serve', '--home', 'NIGHTKEEP_HOME', 'Ctrl-C']) expect(help.out).toContain(word);
  expect((await runCli(['--version'])).out).toMatch(/^\d+\.\d+\.\d+\n$/);
});

test('what it can’t make sense of', async () => {
  const { code, err } = await runCli(['burn']);
  expect(code).toBe(1);
  expect(JSON.parse(err).error).toMatchObject({ code: 'bad-input' });
  expect(existsSync('burn')).toBe(false);
});
