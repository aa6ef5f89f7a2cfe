import { spawnSync } from 'node:child_process';
import { chmodSync, existsSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';

const tools = fileURLToPath(new URL('../../../build/tools.mjs', import.meta.url));
let bin: string;
beforeEach(() => {
  bin = mkdtempSync(join(tmpdir(), 'nightkeep-tools-'));
});
afterEach(() => rmSync(bin, { recursive: true }));

function program(name: string, text: string) {
  writeFileSync(join(bin, name), `#!/bin/sh\n${text}\n`);
  chmodSync(join(bin, name), 0o755);
}

/** A machine on which only what is in `bin` can be found, sbin apart. */
function bring(purpose: string) {
  const script = `import(${JSON.stringify(tools)}).then(({ bringTools }) => bringTools(${JSON.stringify(purpose)})).then(() => console.log('all there'), (error) => console.log(error.message));`;
  return spawnSync(process.execPath, ['-e', script], {
    env: { PATH: bin, TMPDIR: bin },
    encoding: 'utf8',
  }).stdout.trim();
}

/** An apt-get that writes down how it is called; \`install\` brings chromium once \`ready\` is true. */
function aptGet(ready: string) {
  // An ordinary user's set-up asks sudo for `true` first.
  for (const name of ['env', 'touch', 'chmod', 'true']) symlinkSync(`/usr/bin/${name}`, join(bin, name));
  program('sudo', 'shift; exec "$@"');
  program(
    'apt-get',
    `echo "$*" >>${bin}/calls
case $1 in
  update) touch ${bin}/updated ;;
  install) if ${ready}; then touch ${bin}/chromium; chmod 755 ${bin}/chromium; else exit 100; fi ;;
esac`,
  );
}
const calls = () => readFileSync(join(bin, 'calls'), 'utf8').trim().split('\n');

describe('the programs that a purpose needs', () => {
  test('are left alone where they are all there', () => {
    program('chromium', ':');
    program('apt-get', `touch ${bin}/called`);
    expect(bring('browser')).toBe('all there');
    expect(existsSync(join(bin, 'called'))).toBe(false);
  });

  test('are named where nothing can install them', () => {
    const said = bring('demo');
    expect(said).toContain('lacks rsync, ssh');
    expect(said).toContain("Debian's packages: rsync, openssh-client");
  });

  test('are installed by apt', () => {
    aptGet('true');
    expect(bring('browser')).toBe('all there');
    expect(calls().filter((call) => call.startsWith('install'))).toEqual([
      'install -y -q --no-install-recommends chromium',
    ]);
  });

  test('are looked for anew, once, where the list of packages is too old', () => {
    aptGet(`[ -e ${bin}/updated ]`);
    expect(bring('browser')).toBe('all there');
    expect(calls().filter((call) => call.startsWith('update')).length).toBe(1);
  });

  test('are named, with the command to install them, where apt fails', () => {
    aptGet('false');
    expect(bring('browser')).toContain('sudo apt-get install chromium');
  });
});
