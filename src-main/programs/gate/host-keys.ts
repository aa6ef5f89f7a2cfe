import { PROOF_NAMESPACE } from '../../domain/gate-keys.ts';
import { compose, ONE_HOST, type Program, UnfitAnswer } from '../program.ts';
import serverCall from '../shared/server-call.sh?raw';
import hostKeys from './host-keys.sh?raw';

/** Why a host signed nothing with a key of its. */
export type Unsigned = 'old' | 'missing' | 'hardware' | 'failed';

/** A key that a host says it holds, and what it signed with it. Nothing here is checked yet. */
export interface OfferedKey {
  type: string;
  base64: string;
  /** Base64, of OpenSSH's signature of a file. */
  signature: string | undefined;
  unsigned: Unsigned;
}

export interface HostKeysInput {
  /** As the host calls it. */
  server: string;
  /** What the host signs, to show that it holds its keys: a text that nobody could know before. */
  challenge: string;
}

/** Nobody's ssh has more; sshd refuses whoever offers more than six. */
const MOST_KEYS = 50;
/** In characters: a key of 16,384 bits has 2,800, a signature with it, which repeats the key, 5,600. */
const LONGEST = 8192;

/** Which keys a host's own ssh offers to its server, and signatures with them. Runs on the host. */
export const hostKeysProgram: Program<HostKeysInput, OfferedKey[]> = {
  name: 'host-keys',
  source: compose(serverCall, hostKeys),
  encode: ({ server, challenge }) => [
    ['server', server],
    ['namespace', PROOF_NAMESPACE],
    ['challenge', challenge],
  ],
  bounds: ONE_HOST,
  reader: () => {
    const keys: OfferedKey[] = [];
    let isTooMuch = false;
    return {
      take: ({ name, fields }) => {
        if (name !== 'key') return undefined;
        const { type = '', base64 = '', signature } = fields;
        const unsigned = (['old', 'missing', 'hardware'] as const).find((each) => each === fields.unsigned) ?? 'failed';
        const isLong = [type, base64, signature ?? ''].some(({ length }) => length > LONGEST);
        if (isLong || keys.length === MOST_KEYS) isTooMuch = true;
        else keys.push({ type, base64, signature: signature || undefined, unsigned });
        return undefined;
      },
      result: () => {
        if (isTooMuch) throw new UnfitAnswer('it has more or longer keys than any ssh');
        return keys;
      },
    };
  },
};
