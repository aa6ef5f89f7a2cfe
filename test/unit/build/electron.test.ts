import { existsSync, readdirSync, rmSync } from 'node:fs';
import type { RequestListener } from 'node:http';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { bringElectron, findElectron } from '../../../build/electron.mjs';
import { downloadSite, electronPackage } from '../../support/electron-package.ts';
import { tempFolder } from '../../support/temp-folder.ts';

const RUNS = '#!/bin/sh\nexit 0\n';
const limits = { stalledMs: 60_000, allMs: 120_000 };

/** A machine that can show windows, with the package's own installer over a download site of the test's. */
async function machine(answer: (archive: Buffer) => RequestListener, { program = RUNS } = {}) {
  const parent = tempFolder();
  const { folder, archive } = electronPackage(parent, program);
  const asked = await downloadSite(parent, answer(archive));
  const clock = { now: Date.parse('2026-02-28T09:00:00Z') };
  const options = {
    folder,
    refusalFile: join(parent, 'refused'),
    now: () => clock.now,
    noWindow: () => undefined,
    limits,
  };
  const bring = (more: Partial<typeof options> = {}) => bringElectron({ ...options, ...more });
  return { folder, asked, clock, bring, options };
}

const sends =
  (bytes: (archive: Buffer) => Buffer) =>
  (archive: Buffer): RequestListener =>
  (_, response) =>
    response.end(bytes(archive));
const whole = sends((archive) => archive);
const refuses = () => ((_, response) => response.writeHead(403).end()) satisfies RequestListener;

describe('Electron’s program', () => {
  test('is brought by its own installer, once', async () => {
    const { folder, asked, bring, options } = await machine(whole);
    expect(findElectron(options)).toEqual({ why: 'the program of Electron is not on this machine' });
    const program = join(folder, 'dist', 'electron');
    expect(await bring()).toEqual({ program });
    expect(await bring()).toEqual({ program });
    expect(findElectron(options)).toEqual({ program });
    expect(asked).toHaveLength(1);
  });

  test('is not run where it is other than the package says', async () => {
    const { folder, bring } = await machine(sends((archive) => Buffer.concat([archive, Buffer.from('more')])));
    expect(await bring()).toEqual({ why: expect.stringContaining('did not match expected checksum') });
    expect(existsSync(join(folder, 'dist'))).toBe(false);
  });

  test('that was refused is not asked for again on the same day', async () => {
    const { asked, clock, bring } = await machine(refuses);
    expect(await bring()).toEqual({ why: expect.stringContaining('Response code 403') });
    clock.now += 23 * 3_600_000;
    expect(await bring()).toEqual({ why: expect.stringMatching(/403.*within the last day.*install-electron/s) });
    expect(asked).toHaveLength(1);
    clock.now += 2 * 3_600_000;
    await bring();
    expect(asked).toHaveLength(2);
  });

  test('of which nothing comes is given up, and nothing is left of it', async () => {
    const { folder, bring } = await machine((archive) => (_, response) => response.write(archive.subarray(0, 100)));
    expect(await bring({ limits: { stalledMs: 1500, allMs: 60_000 } })).toEqual({
      why: 'nothing of Electron came for 2 s',
    });
    expect(existsSync(join(folder, 'dist'))).toBe(false);
  });

  test('that comes too slowly is given up in the end', async () => {
    const drip = (): RequestListener => (_, response) => {
      const timer = setInterval(() => response.write('.'), 50);
      response.on('close', () => clearInterval(timer));
    };
    const { bring } = await machine(drip);
    expect(await bring({ limits: { stalledMs: 60_000, allMs: 2000 } })).toEqual({
      why: 'Electron had not come within 0 min',
    });
  });

  test('whose site can’t be reached is told of in plain words', async () => {
    const { bring } = await machine(() => (request) => request.socket.destroy());
    expect(await bring()).toEqual({ why: 'the download site of Electron can’t be reached from here' });
  });

  test('is not even asked for where no window could be shown', async () => {
    const { asked, bring } = await machine(whole);
    expect(await bring({ noWindow: () => 'there is no display for Electron' as never })).toEqual({
      why: 'there is no display for Electron',
    });
    expect(asked).toEqual([]);
  });

  test('that lacks a library of this machine is told of by what it says', async () => {
    const { bring } = await machine(whole, { program: '#!/bin/sh\necho "libnss3.so: not there" >&2\nexit 127\n' });
    expect(await bring()).toEqual({ why: 'the program of Electron does not start (libnss3.so: not there)' });
  });

  test('half unpacked is none', async () => {
    const { folder, bring, options } = await machine(whole);
    await bring();
    rmSync(join(folder, 'path.txt'));
    expect(findElectron(options).program).toBeUndefined();
    expect(readdirSync(join(folder, 'dist'))).toContain('electron');
  });
});
