import type { ChangeCounts, Comparison, FileChange } from '../../../src-main/contract/index.ts';
import { count, number } from '../../format/counts.ts';
import { displayText } from '../../format/display-text.ts';
import { size } from '../../format/sizes.ts';
import type { Tone } from '../../format/states.ts';
import { Empty } from '../../ui/empty.tsx';
import { Table, tableStyles } from '../../ui/table.tsx';
import { Tag } from '../../ui/tag.tsx';
import styles from './compare.module.css';

const tone: Record<FileChange['change'], Tone> = { added: 'good', changed: 'warn', deleted: 'bad' };

/** What differs between two trees: in all, for each folder, and the first of the changes. */
export function ComparisonView({ comparison, onOpen }: { comparison: Comparison; onOpen: (folder: string) => void }) {
  const { sample, folders } = comparison;
  const all = comparison.added + comparison.changed + comparison.deleted;
  if (all === 0) return <Empty title="Nothing differs">All files, folders and links are the same in both.</Empty>;
  return (
    <>
      <p>{sentence(comparison)}</p>
      {folders.some(({ path }) => path !== '') && (
        <Table label="By folder" columns={['Folder', '>Added', '>Changed', '>Deleted', '>Mode', '>Owner']}>
          {folders.map((folder) => (
            <tr key={folder.path}>
              <th scope="row">
                {folder.path === '' ? (
                  <span className={styles.here}>in this folder itself</span>
                ) : (
                  <button type="button" className={styles.folder} onClick={() => onOpen(folder.path)}>
                    {displayText(folder.path)}/
                  </button>
                )}
              </th>
              {([folder.added, folder.changed, folder.deleted, folder.mode, folder.owner] as const).map((value, i) => (
                // biome-ignore lint/suspicious/noArrayIndexKey: always these five
                <td key={i} className={`${tableStyles.end} ${value === 0 ? tableStyles.soft : ''}`}>
                  {number(value)}
                </td>
              ))}
            </tr>
          ))}
        </Table>
      )}
      <Table label="Changes" columns={['-Change', 'Path', '>Size']}>
        {sample.map((change) => (
          <tr key={`${change.change} ${change.path}`}>
            <td className={tableStyles.nowrap}>
              <Tag tone={tone[change.change]}>{whatChanged(change)}</Tag>
            </td>
            <td className={tableStyles.anywhere}>{displayText(change.path)}</td>
            <td className={`${tableStyles.end} ${tableStyles.nowrap}`}>
              {change.size === undefined ? '' : size(change.size)}
            </td>
          </tr>
        ))}
      </Table>
      {all > sample.length && (
        <p className={styles.here}>The first {number(sample.length)}; go into a folder to see all of it.</p>
      )}
    </>
  );
}

const sentence = ({ added, changed, deleted, mode, owner }: ChangeCounts): string => {
  const attributes = [mode > 0 && `the mode of ${number(mode)}`, owner > 0 && `the owner of ${number(owner)}`];
  const which = attributes.filter(Boolean).join(', ');
  return `${count(deleted, 'file')} deleted, ${number(changed)} changed${which && ` (${which})`}, ${number(added)} added.`;
};

/** Of what only the mode or owner is another, that alone: who looks for lost content need not look there. */
const whatChanged = ({ change, mode, owner, content }: FileChange): string =>
  mode || owner ? [content && change, mode && 'mode', owner && 'owner'].filter(Boolean).join(', ') : change;
