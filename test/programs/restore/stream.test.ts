import { randomBytes } from 'node:crypto';
import * as fs from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { NightkeepError } from '../../../src-main/contract/index.ts';
import type { Brought } from '../../../src-main/features/restore/carrier.ts';
import { Courier } from '../../../src-main/features/restore/courier.ts';
import type { ExecRequest, Machines } from '../../../src-main/ssh/types.ts';
import { shells } from '../../support/shells.ts';
import { nights, RestoreEstate, ROOT } from './estate.ts';

const ID = '20130228T120000Z-hhhhhh';
const NAME = 'col00214-2013-02-22..24';

describe.each(shells)('a tarball that comes while it is packed, under $name', (shell) => {
  let estate: RestoreEstate;
  beforeEach(async () => {
    estate = await RestoreEstate.make(shell);
    await estate.built.write(`${ROOT}/www/index.html`, 'first');
    fs.writeFileSync(estate.built.inSource(`${ROOT}/www/photo`), randomBytes(3_000_000));
    await estate.built.publish(nights.first);
    await estate.built.publish(nights.second);
  });
  afterEach(() => estate.remove());

  interface Meddling {
    /** What happens to what the server sends of the tarball, chunk by chunk. */
    chunk?: (chunk: Buffer) => Buffer | Promise<Buffer>;
    signal?: AbortSignal;
  }

  /** As a restore does it: the tarball sets out before it is packed. */
  async function restore({ chunk = (same) => same, signal = new AbortController().signal }: Meddling = {}) {
    const { machines } = estate;
    const meddled: Machines = {
      ...machines,
      exec: (machine: string, request: ExecRequest) => {
        const isTarball = machine === 'backup1' && String(request.stdin).includes('nk_flow');
        const take = request.onStdout;
        if (!isTarball || !take) return machines.exec(machine, request);
        return machines.exec(machine, { ...request, onStdout: async (each) => take(await chunk(each)) });
      },
    };
    const told = { signal, onSent: () => undefined, onVerifying: () => undefined };
    const source = { server: 'backup1', backupdir: estate.built.path };
    const courier = new Courier(
      meddled,
      source,
      { host: 'jail15', root: ROOT, isOwn: true, unpacked: false, configPath: undefined },
      told,
    );
    try {
      await courier.look();
      courier.begin(ID, NAME);
      const both = [nights.first, nights.second].map((night) => ({ ...night, paths: [''] }));
      const { packed } = await estate.take(both);
      if (!packed) throw new Error('it was not packed');
      return await courier.deliver(ID, packed, NAME);
    } finally {
      await courier.stop();
    }
  }

  const inRoot = () => fs.readdirSync(estate.inRoot('/'));
  const hostFetches = () => fs.existsSync(join(estate.bin, 'fetched'));
  const noteFetches = async () => {
    const plain = fs.readFileSync(join(estate.bin, 'ssh'), 'utf8').split('\n').slice(1).join('\n');
    await estate.tool('ssh', `touch '${estate.bin}/fetched'\n${plain}`);
  };
  const expectWhole = ({ path, inCustomer }: Brought) => {
    expect(path).toBe(`${ROOT}${inCustomer}`);
    const found = fs.readFileSync(estate.inRoot(inCustomer));
    const packed = fs.readFileSync(join(estate.built.path, '.nightkeep/holds', ID, `${NAME}.tar.gz`));
    expect(found.equals(packed)).toBe(true);
    expect(inRoot()).toEqual([inCustomer.slice(1)]);
    expect(fs.readdirSync(estate.inRoot('/..'))).toEqual(['69.55.238.98-col00214-DIR']);
  };

  test('needs no way from the host to its server', async () => {
    await estate.tool('ssh', 'exit 255');
    const delivered = await restore();
    expect(delivered).toMatchObject({ inCustomer: `/${NAME}.tar.gz`, os: 'Linux' });
    expectWhole(delivered);
  });

  test('damaged on its way, it is refused, and nothing is left', async () => {
    let seen = 0;
    const chunk = (each: Buffer) => {
      seen += each.length;
      if (seen < 1_000_000 || seen > 1_200_000) return each;
      const damaged = Buffer.from(each);
      damaged[0] = (damaged[0] ?? 0) ^ 1;
      return damaged;
    };
    await expect(restore({ chunk })).rejects.toMatchObject({ code: 'checksum-mismatch' });
    expect(inRoot()).toEqual([]);
    expect(fs.readdirSync(estate.inRoot('/..'))).toEqual(['69.55.238.98-col00214-DIR']);
  });

  test('where the stream breaks, the host fetches it', async () => {
    await noteFetches();
    const chunk = () => Promise.reject(new NightkeepError('unreachable', 'the line went dead'));
    expectWhole(await restore({ chunk }));
    expect(hostFetches()).toBe(true);
  });

  test('where the line is slow, the host fetches it', async () => {
    await noteFetches();
    const chunk = () => new Promise<Buffer>(() => {});
    expectWhole(await restore({ chunk }));
    expect(hostFetches()).toBe(true);
  });

  test('a host whose dd reads pipes in pieces fetches it', async () => {
    await noteFetches();
    await estate.tool('dd', 'case "$*" in *fullblock*) exit 1 ;; esac; exec /bin/dd "$@"');
    expectWhole(await restore());
    expect(hostFetches()).toBe(true);
  });

  test('cancelled on its way, it leaves nothing', async () => {
    const cancel = new AbortController();
    const chunk = (each: Buffer) => {
      cancel.abort();
      return each;
    };
    await expect(restore({ chunk, signal: cancel.signal })).rejects.toMatchObject({ code: 'cancelled' });
    await expect.poll(inRoot, { timeout: 300_000 }).toEqual([]);
    await expect.poll(() => fs.readdirSync(estate.inRoot('/..')), { timeout: 300_000 }).toHaveLength(1);
  });
});
