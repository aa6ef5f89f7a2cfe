import { compose, withoutComments } from '../program.ts';
import scripts from '../repository/scripts.sh?raw';
import attributes from '../shared/attributes.sh?raw';
import customers from '../shared/customers.sh?raw';
import events from '../shared/events.sh?raw';
import fractions from '../shared/fractions.sh?raw';
import names from '../shared/names.sh?raw';
import pin from '../shared/pin.sh?raw';
import rsync from '../shared/rsync.sh?raw';
import rules from '../shared/rules.sh?raw';
import sha256 from '../shared/sha256.sh?raw';
import tools from '../shared/tools.sh?raw';
import base from './base.sh?raw';
import carry from './carry.sh?raw';
import copy from './copy.sh?raw';
import count from './count.sh?raw';
import entries from './entries.sh?raw';
import fetch from './fetch.sh?raw';
import finish from './finish.sh?raw';
import hold from './hold-last-good.sh?raw';
import identity from './identity.sh?raw';
import keeper from './keeper.sh?raw';
import lists from './lists.sh?raw';
import lock from './lock.sh?raw';
import longer from './longer.sh?raw';
import nightFolders from './night-folders.sh?raw';
import plain from './plain.sh?raw';
import prepare from './prepare.sh?raw';
import previous from './previous.sh?raw';
import receive from './receive.sh?raw';
import receivers from './receivers.sh?raw';
import recover from './recover.sh?raw';
import rotate from './rotate.sh?raw';
import session from './session.sh?raw';
import snapshots from './snapshots.sh?raw';
import subvolumes from './subvolumes.sh?raw';
import toDisk from './to-disk.sh?raw';
import trash from './trash.sh?raw';
import ungated from './ungated.sh?raw';

/** What the keeper is made of, without its last part, which reads the input and does what it asks. */
export const keeperParts: readonly string[] = [
  events,
  names,
  customers,
  rsync,
  rules,
  tools,
  fractions,
  pin,
  nightFolders,
  identity,
  ungated,
  lock,
  subvolumes,
  trash,
  snapshots,
  receivers,
  longer,
  rotate,
  recover,
  lists,
  copy,
  base,
  count,
  previous,
  hold,
  carry,
  attributes,
  plain,
  entries,
  toDisk,
  finish,
  prepare,
  session,
  receive,
  sha256,
  fetch,
  scripts,
];

/**
 * The text of the keeper: all that a host may ever ask of its server. A host sends it on, followed by its input:
 *   verb session  the dialogue of one run (see session.sh)
 *   verb receive  becomes the rsync that compares with the base, or that receives what differs from it
 *   verb fetch    backupdir, hold (its id), name (a tarball's): the event `tarball bytes= sha256=`, then its bytes
 *   verb scripts  path (the repository's): the scripts there, for the host to bring its own up to date
 */
export const keeperSource: string = withoutComments(compose(...keeperParts, keeper));
