import type { ComparedKey, ComparedKeys, HostKey } from '../../src-main/contract/index.ts';

/** One key of one machine: a list may have several of each. */
export const keyId = ({ machine, fingerprint }: Pick<HostKey, 'machine' | 'fingerprint'>): string =>
  `${machine} ${fingerprint}`;

/** What a list has, sorted by what may be done with it. */
export interface SortedKeys {
  /** May be trusted. */
  takable: ComparedKey[];
  /** May be trusted, but not without a look: they are not chosen at first. */
  doubtful: ComparedKey[];
  /** Never taken from a list. */
  changed: ComparedKey[];
  revoked: ComparedKey[];
  known: number;
}

export function sortedKeys({ keys }: ComparedKeys): SortedKeys {
  const of = (is: ComparedKey['is']) => keys.filter((key) => key.is === is);
  const takable = keys.filter(({ is }) => is === 'new' || is === 'further');
  const sameKind = Map.groupBy(takable, ({ machine, keyType }) => `${machine} ${keyType}`);
  const isDoubtful = (key: ComparedKey) =>
    key.is === 'further' || key.shown === 'another' || (sameKind.get(`${key.machine} ${key.keyType}`)?.length ?? 0) > 1;
  return {
    takable,
    doubtful: takable.filter(isDoubtful),
    changed: of('changed'),
    revoked: of('revoked'),
    known: of('known').length,
  };
}

/** What has to be known of a key before it is trusted; undefined where it is simply new. */
export function doubtOf({ is, shown }: ComparedKey): string | undefined {
  if (shown === 'another') return 'the machine shows another key';
  if (is === 'further') return 'known by a key of another type';
  return shown === 'this' ? 'the machine shows this key' : undefined;
}
