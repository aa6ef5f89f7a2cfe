import type { CommandInput } from '../../contract/index.ts';
import type { CustomerIndex } from '../../stores/history/customer-index.ts';
import type { FactStore } from '../../stores/history/fact-store.ts';
import type { Log } from '../../stores/log.ts';
import type { Clock } from '../clock.ts';
import type { Handlers, Publish } from '../feature.ts';
import type { ServerFacts } from '../fleet/server-facts.ts';
import type { Sleep } from '../sleep.ts';
import { createKnownProofs, type KnownProofs } from './known-proofs.ts';
import { createProofFeature, type ProofDeps } from './proof.ts';
import { createProvingRound } from './proving-round.ts';

type Started = Promise<{ jobId: string }>;

export interface CreateProofDeps extends Omit<ProofDeps, 'known'> {
  facts: FactStore;
  index: Pick<CustomerIndex, 'onHost'>;
  serverFacts: Pick<ServerFacts, 'of'>;
  hostsOn: (server: string) => string[];
  isOut: (server: string) => boolean;
  publish: Publish;
  onChange: () => void;
  /** The commands as anybody calls them, so that what they did is noted. */
  call: {
    rehearse(input: CommandInput<'proof.rehearse'>): Started | { jobId: string };
    readBack(input: { hosts: string[]; due: boolean }): Started | { jobId: string };
  };
  /** Proves by itself, while the app is open. */
  watch: boolean;
  clock: Clock;
  sleep: Pick<Sleep, 'settling'>;
  log: Log;
}

export interface ProofFeature {
  handlers: Handlers<'proof.get' | 'proof.rehearse' | 'proof.readBack'>;
  known: KnownProofs;
  close(): void;
}

export function createProof(deps: CreateProofDeps): ProofFeature {
  const { index, sleep, call, watch } = deps;
  const known = createKnownProofs(deps);
  const round = watch
    ? createProvingRound({
        ...deps,
        known,
        customersOn: index.onHost,
        readBack: async (hosts) => await call.readBack({ hosts, due: true }),
        rehearse: async (customer, host) => await call.rehearse({ customer, host }),
        settling: sleep.settling,
      })
    : undefined;
  return { handlers: createProofFeature({ ...deps, known }), known, close: () => round?.close() };
}
