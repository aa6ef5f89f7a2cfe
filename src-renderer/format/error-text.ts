import type { ErrorCode } from '../../src-main/contract/index.ts';

/** A few words for the heading of an error box. The message below it names machine and path. */
export const errorTitle: Record<ErrorCode, string> = {
  'bad-input': 'That can’t be done as it stands',
  'unknown-command': 'This Nightkeep doesn’t know that command',
  'not-found': 'Not found',
  conflict: 'It changed in the meantime',
  'needs-confirmation': 'This needs to be confirmed',
  unreachable: 'Out of reach',
  'authentication-failed': 'The machine refused the login',
  'host-key-unknown': 'The machine’s host key isn’t known yet',
  'host-key-changed': 'The machine’s host key changed',
  'passphrase-needed': 'The key needs its passphrase',
  'timed-out': 'It took too long',
  'missing-tool': 'A program is missing there',
  'permission-denied': 'Not allowed',
  'no-space': 'No room left',
  locked: 'Another run is at work',
  'night-gone': 'That night left rotation',
  'nothing-selected': 'Nothing is selected',
  'checksum-mismatch': 'The copy isn’t what was sent',
  'unsafe-path': 'A path that can’t be trusted',
  'entry-missing': 'A directory is not there',
  'program-failed': 'A program on the machine failed',
  cancelled: 'Cancelled',
  internal: 'Something went wrong in Nightkeep',
};

/** What to do next, where the code alone says it. */
export const nextStep: Partial<Record<ErrorCode, string>> = {
  unreachable: 'Check that the machine is up and reachable from here, then try again.',
  'authentication-failed': 'Check the user and the key file of this machine in Settings.',
  'host-key-unknown': 'Compare the fingerprint with the machine’s own, then trust it.',
  'host-key-changed': 'Someone may be in between. Ask whoever runs the machine before you go on.',
  'passphrase-needed': 'Give the passphrase when asked, or load the key into your SSH agent.',
  'timed-out': 'Try again; if it stays slow, look at the machine’s load.',
  'no-space': 'Make room there, or restore fewer files.',
  locked: 'Wait until it has ended, then try again.',
  'night-gone': 'Choose another night; the list has been read anew.',
  'checksum-mismatch': 'Nothing was left on the host. Try again.',
  internal: 'Try again. If it comes back, hand this message to whoever keeps Nightkeep.',
};
