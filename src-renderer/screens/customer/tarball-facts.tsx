import type { Tarball } from '../../../src-main/contract/index.ts';
import { count } from '../../format/counts.ts';
import { displayText } from '../../format/display-text.ts';
import { size } from '../../format/sizes.ts';
import { CopyButton } from '../../ui/copy-button.tsx';
import { KeyValues } from '../../ui/key-values.tsx';
import { PathText } from '../../ui/path-text.tsx';
import { PlannedPlaces } from './planned-places.tsx';
import styles from './restore-panel.module.css';

const isFolder = ({ unpacked, places }: Tarball) => unpacked || places !== undefined;

const Placed = ({ places }: { places: NonNullable<Tarball['places']> }) => (
  <PlannedPlaces done places={places.map(({ path, before }) => ({ path, before, isThere: before !== undefined }))} />
);

/** Where a tarball lies, and what proves it whole. */
export const TarballFacts = ({ tarball }: { tarball: Tarball }) => (
  <KeyValues
    rows={[
      ...(tarball.places ? [['In place', <Placed key="places" places={tarball.places} />] as const] : []),
      [
        tarball.unpacked ? 'Folder' : tarball.places ? 'In' : 'Tarball',
        <span key="path" className={styles.hash}>
          <PathText path={tarball.inCustomer} />
          <CopyButton
            icon
            label={tarball.desk ? 'Copy the path' : 'Copy the path on the host'}
            text={displayText(tarball.path)}
          />
        </span>,
      ],
      ['On', tarball.desk ? 'the machine Nightkeep runs on' : tarball.host],
      [
        'Size',
        `${size(tarball.bytes)}${isFolder(tarball) ? ' packed' : ''}, ${count(tarball.entries, 'file or folder', 'files and folders')}, ${isFolder(tarball) ? 'unpacked and compared there' : 'verified there'}`,
      ],
      [
        isFolder(tarball) ? 'Packed SHA-256' : 'SHA-256',
        <span key="hash" className={styles.hash}>
          <code title={tarball.sha256}>{`${tarball.sha256.slice(0, 12)}…`}</code>
          <CopyButton icon label="Copy the SHA-256" text={tarball.sha256} />
        </span>,
      ],
    ]}
  />
);
