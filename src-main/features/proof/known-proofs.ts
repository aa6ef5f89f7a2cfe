import type { Fleet } from '../../contract/index.ts';
import { listProofs } from '../../programs/proof/list-proofs.ts';
import type { FoundProof } from '../../programs/proof/proof-record.ts';
import type { Machines } from '../../ssh/types.ts';
import type { FactStore } from '../../stores/history/fact-store.ts';
import { askServers, everyPlace } from '../every-place.ts';
import type { Publish } from '../feature.ts';
import type { NightPlace } from '../nights-reader.ts';
import { runProgram } from '../run-program.ts';

export interface KnownProofsDeps {
  machines: Machines;
  facts: FactStore;
  fleet: () => Fleet;
  places: { of(host: string): Promise<NightPlace>; known(host: string): NightPlace | undefined };
  publish: Publish;
  /** What is wrong may be other than before. */
  onChange: () => void;
}

/** What is known of the proof that servers have, whoever of the staff had it made. */
export interface KnownProofs {
  of(host: string): FoundProof;
  /** Asks the servers of these hosts. */
  learn(hosts: readonly string[], signal?: AbortSignal): Promise<void>;
}

const NONE: FoundProof = { checked: undefined, bad: [], rehearsed: [] };
/** Whose proof one program tells, as all of it is held in memory. */
const AT_ONCE = 100;

export function createKnownProofs(deps: KnownProofsDeps): KnownProofs {
  const { machines, facts, publish, onChange } = deps;
  const nameOf = (host: string) => `proof:${host}`;
  const known = new Map(
    facts.startingWith(nameOf('')).map(({ name, value }) => [name.slice(nameOf('').length), value as FoundProof]),
  );
  const of = (host: string): FoundProof => known.get(host) ?? NONE;

  return {
    of,
    async learn(hosts, signal) {
      const all = await everyPlace(deps, hosts);
      const told = await askServers(all, async (server, places) => {
        const found: { host: string; proof: FoundProof }[] = [];
        for (let from = 0; from < places.length; from += AT_ONCE) {
          const some = places.slice(from, from + AT_ONCE);
          const backupdirs = some.map(({ backupdir }) => backupdir);
          const proofs = await runProgram(machines, server, listProofs, { backupdirs }, { signal });
          found.push(...some.flatMap(({ host }, index) => (proofs[index] ? [{ host, proof: proofs[index] }] : [])));
        }
        return found;
      });
      const news = told.filter(({ host, proof }) => JSON.stringify(of(host)) !== JSON.stringify(proof));
      for (const { host, proof } of news) {
        known.set(host, proof);
        facts.set(nameOf(host), proof);
      }
      if (news.length === 0) return;
      publish('proof.changed', { hosts: news.map(({ host }) => host) });
      onChange();
    },
  };
}
