import type { BackupdirIdentity } from '../../../src-main/contract/index.ts';
import type { FakeHandlers } from './refusal.ts';

/** jail12 was made by cloning jail11, its backup.config included. */
const cloned = 'jail12';

export function createPlaceHandlers(): Pick<FakeHandlers, 'backupdir.check' | 'backupdir.confirm'> {
  const confirmed = new Set<string>();
  const identityOf = (host: string): BackupdirIdentity => {
    const isTrouble = host === cloned && !confirmed.has(host);
    return {
      host,
      server: 'backup1',
      backupdir: isTrouble ? '/data/jail11' : `/data/${host}`,
      state: isTrouble ? 'other' : 'own',
      isTrouble,
      message: isTrouble
        ? 'It is not this host’s: it is the backupdir of jail11 since 7 January 2013.'
        : `It is the backupdir of ${host}.`,
      owner: isTrouble ? 'jail11' : host,
      since: '2013-01-07T09:52:00Z',
      nights: 7,
    };
  };
  return {
    'backupdir.check': ({ host }) => identityOf(host),
    'backupdir.confirm'({ host }) {
      confirmed.add(host);
      return identityOf(host);
    },
  };
}
