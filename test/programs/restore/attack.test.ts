import { execFileSync } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { NightkeepError } from '../../../src-main/contract/index.ts';
import { removeTree } from '../../support/nights/folder.ts';
import { shells } from '../../support/shells.ts';
import { PATIENCE } from '../../support/until.ts';
import { attack, HostSecrets } from './attacker.ts';
import { nights, RestoreEstate, ROOT } from './estate.ts';

/** NIGHTKEEP_ATTACKS=40 for a long one. */
const TRIES = Number(process.env.NIGHTKEEP_ATTACKS ?? 4);
const BASE = 'col00214-2013-02-22';
const names = ['', '-2', '-3', '-4', '-5'].map((number) => `${BASE}${number}.tar.gz`);

/** As where the root is a file system of its own. */
const noLinksFromOutside =
  'for last; do :; done; [ "$last" = . ] && { echo "Invalid cross-device link" >&2; exit 1; }; exec /bin/ln "$@"';

const places = [
  { where: 'outside of the root', ln: undefined },
  { where: 'inside the root', ln: noLinksFromOutside },
];

describe.each(shells)('root in the jail against a delivery under $name', (shell) => {
  test.each(places)(
    'received $where: nothing of the host is changed or given away',
    async ({ ln }) => {
      const estate = await RestoreEstate.make(shell);
      onTestFinished(() => removeTree(estate.built.folder));
      if (ln) await estate.tool('ln', ln);
      await estate.built.write(`${ROOT}/usr/a`, 'x'.repeat(100_000));
      await estate.built.publish(nights.first);
      await estate.hold([{ ...nights.first, paths: [''] }]);
      const packed = await estate.pack(`${BASE}.tar.gz`);
      const secrets = new HostSecrets(join(estate.host, 'secrets'));
      const fifo = join(estate.host, 'fifo');
      execFileSync('mkfifo', [fifo]);

      const end = await attack({ root: estate.inRoot('/'), secrets: secrets.folder, fifo, names });
      const outcomes: string[] = [];
      try {
        for (let round = 0; round < TRIES; round++) {
          const outcome = await estate.deliver(packed, {}, AbortSignal.timeout(PATIENCE)).then(
            ({ name }) => name,
            (error: unknown) => (error instanceof NightkeepError ? error.code : String(error)),
          );
          outcomes.push(outcome);
          expect(secrets.harm()).toBeUndefined();
        }
      } finally {
        await end();
      }
      // It either is delivered, or says that someone meddled; it never waits for a pipe of theirs.
      for (const outcome of outcomes) {
        expect(outcome).toMatch(/^(col00214-2013-02-22(-\d+)?\.tar\.gz|unsafe-path|conflict|program-failed)$/);
      }
      expect(readdirSync(join(estate.host, 'mnt/data1'))).toEqual(['69.55.238.98-col00214-DIR']);
      expect(readdirSync(estate.host).sort()).toEqual(['fifo', 'mnt', 'secrets']);

      // And once they stop, it works.
      const delivered = await estate.deliver(packed);
      expect(readdirSync(estate.inRoot('/'))).toContain(delivered.name);
    },
    20 * 60_000,
  );
});
