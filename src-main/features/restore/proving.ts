import { recordAction } from '../../programs/restore/actions.ts';
import { proveHold } from '../../programs/restore/prove-hold.ts';
import type { Handlers } from '../feature.ts';
import { runProgram } from '../run-program.ts';
import { IDLE_MS, instant, type RestoreDeps } from './deps.ts';
import { findHold } from './find-hold.ts';

/** As the program tells them. */
const steps: Record<string, string> = {
  checksum: 'Read the tarball',
  unpack: 'Unpack it beside',
  compare: 'Compare it with what is held',
};

/** Proof before it is needed: what is held is read back, and compared with what was packed. */
export function createProvingFeature(deps: RestoreDeps): Handlers<'holds.prove'> {
  const { machines, jobs, now, publish } = deps;
  return {
    async 'holds.prove'({ server, id }, { by }) {
      const { place, record } = await findHold(deps, id, server);
      const { host, backupdir } = place;
      return jobs.start({
        command: 'holds.prove',
        title: `Prove the hold of ${record.customer ?? host}`,
        host,
        customer: record.customer,
        lock: `prove:${place.server}`,
        steps: Object.values(steps),
        async work({ step, signal }) {
          const at = instant(now());
          const proof = await runProgram(
            machines,
            place.server,
            proveHold,
            { backupdir, id, at },
            { signal, idleTimeoutMs: IDLE_MS, onEvent: ({ step: name }) => step(steps[name] ?? '') },
          );
          publish('holds.changed', { server: place.server });
          const found = proof.wrong === 0 ? `${proof.files} files are as they were` : `${proof.wrong} files differ`;
          const message = `proved the hold ${id}: ${found}`;
          const action = { at, by, action: 'hold-proven', host, customer: record.customer, hold: id, message };
          await runProgram(machines, place.server, recordAction, { backupdir, action });
          return { id, at, ...proof };
        },
      });
    },
  };
}
