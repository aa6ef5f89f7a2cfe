import type { FailureCause } from '../../contract/index.ts';

/** Each cause in a few words, the most pressing first: what costs a customer their data before what only may. */
const titles: Record<FailureCause, string> = {
  'nights-lost': 'nights are gone',
  rotten: 'files on its server are not what came',
  'shared-backupdir': 'it shares its backupdir with another host',
  'run-failed': 'the night failed',
  'entry-missing': 'a directory to back up is not there',
  'entry-failed': 'a directory could not be copied',
  collapsed: 'far fewer files than the night before',
  'entry-incomplete': 'some files could not be copied',
  'rsync-follows': 'its rsync follows symlinks that a customer swaps in',
  'host-key-changed': 'its host key changed',
  'server-filling': 'its disk is full before long',
  unreachable: 'out of reach',
  missed: 'no result',
  'clock-wrong': 'its clock is wrong',
  'entry-symlink': 'a directory to back up is a symlink',
  'not-adopted': 'still on the old script',
};

const order = Object.keys(titles);

/** Less comes first. */
export const pressing = (cause: FailureCause): number => order.indexOf(cause);

/** `jail15: a directory to back up is not there` */
export const titleOf = (host: string, cause: FailureCause): string => `${host}: ${titles[cause]}`;

/** `3 hosts: a directory to back up is not there`, and by its name where it is one host. */
export const titleOfMany = (hosts: readonly string[], cause: FailureCause): string =>
  titleOf(hosts.length === 1 ? (hosts[0] as string) : `${hosts.length} hosts`, cause);
