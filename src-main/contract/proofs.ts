import { z } from 'zod';
import { job, query } from './declare.ts';
import type * as m from './models.ts';

const name = z.string().min(1).max(255);

/** Proof before it is needed; see models/proofs.ts. */
export const proofCommands = {
  'proof.get': query(z.object({ customer: name })).returns<m.CustomerProof>(),
  /** Rehearses their restore on the server, without a host: where it was not for longest. */
  'proof.rehearse': job(z.object({ customer: name, host: name.optional() })).returns<m.RehearsalOutcome>(),
  /** Reads a share of what is kept of these hosts back, of all without them; `due`: only where it was not done today. */
  'proof.readBack': job(
    z.object({ hosts: z.array(name).max(5000).optional(), due: z.boolean().default(false) }).prefault({}),
  ).returns<m.ReadBackOutcome>(),
} as const;
