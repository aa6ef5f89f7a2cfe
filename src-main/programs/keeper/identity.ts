import { countOf, instantOf } from '../../domain/told-values.ts';
import { compose, type Program } from '../program.ts';
import events from '../shared/events.sh?raw';
import pin from '../shared/pin.sh?raw';
import confirmIdentity from './confirm-identity.sh?raw';
import identity from './identity.sh?raw';
import nightFolders from './night-folders.sh?raw';
import remembered from './remembered-mark.sh?raw';

/** What a backupdir is to a host: see identity.sh. `absent`: it is not there. */
export type IdentityState = 'own' | 'new' | 'unmarked' | 'other' | 'lost' | 'absent';

const states: readonly string[] = ['own', 'new', 'unmarked', 'other', 'lost', 'absent'] satisfies IdentityState[];
const isState = (text: string | undefined): text is IdentityState => text !== undefined && states.includes(text);

export interface FoundIdentity {
  state: IdentityState;
  /** Why it is none of the host's own; empty where it is. */
  why: string;
  /** Of its mark. */
  id: string | undefined;
  /** Whose it is, by its mark or its newest record. */
  owner: string | undefined;
  since: string | undefined;
  nights: number;
}

export interface IdentityInput {
  backupdir: string;
  host: string;
  /** Ids of marks that are remembered for the host. */
  expected: readonly string[];
  now: Date;
  /** Makes it the host's: the backupdir's path, as whoever confirms named it. Errors: needs-confirmation, permission-denied. */
  confirm?: { by: string; target: string } | undefined;
}

/** Tells what a backupdir is to a host, on its server, and makes it the host's where that is confirmed. */
export const identityProgram: Program<IdentityInput, FoundIdentity> = {
  name: 'identity',
  source: compose(events, pin, nightFolders, identity, confirmIdentity),
  encode: ({ backupdir, host, expected, now, confirm }) => [
    ['backupdir', backupdir],
    ['host', host],
    ...expected.map((id) => ['expected', id] as const),
    ['time', `${now.toISOString().slice(0, 19)}Z`],
    ...(confirm
      ? ([
          ['by', confirm.by],
          ['confirm', confirm.target],
        ] as const)
      : []),
  ],
  reader: () => {
    let found: FoundIdentity | undefined;
    return {
      take: ({ name, fields }) => {
        if (name === 'identity' && isState(fields.state)) {
          found = {
            state: fields.state,
            why: fields.why ?? '',
            id: fields.id || undefined,
            owner: fields.owner || undefined,
            since: instantOf(fields.since),
            nights: countOf(fields.nights) ?? 0,
          };
        }
        return undefined;
      },
      result: () => {
        if (!found) throw new Error('the server told nothing of the backupdir');
        return found;
      },
    };
  },
};

/** The host's part: what it remembers of its backupdir's mark. */
export const rememberedMarkSource: string = remembered;
