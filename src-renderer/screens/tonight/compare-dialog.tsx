import type { FailureItem, FileChange } from '../../../src-main/contract/index.ts';
import { count, number } from '../../format/counts.ts';
import { shortDate } from '../../format/dates.ts';
import { displayText } from '../../format/display-text.ts';
import { size } from '../../format/sizes.ts';
import type { Tone } from '../../format/states.ts';
import { useAnswer } from '../../state/commands.ts';
import { comparedNights } from '../../state/compared-nights.ts';
import { hrefOf } from '../../state/routes.ts';
import { Answer } from '../../ui/answer.tsx';
import { Button, ButtonLink } from '../../ui/button.tsx';
import { Empty } from '../../ui/empty.tsx';
import { Modal } from '../../ui/modal.tsx';
import { PathText } from '../../ui/path-text.tsx';
import { tableStyles as styles, Table } from '../../ui/table.tsx';
import { Tag } from '../../ui/tag.tsx';

const tone: Record<FileChange['change'], Tone> = { added: 'good', changed: 'warn', deleted: 'bad' };

/** What a collapsed entry lost: its last good night beside the one it collapsed in. */
export function CompareDialog({ failure, onClose }: { failure: FailureItem; onClose: () => void }) {
  const path = failure.path ?? '/';
  const nights = useAnswer('nights.list', { host: failure.host });
  const { good: from, collapsed: to } = comparedNights(nights.data?.nights ?? [], path);
  const comparison = useAnswer(
    'nights.compare',
    { host: failure.host, from: from?.runId ?? '-', to: to?.runId ?? '-', path },
    { enabled: from !== undefined && to !== undefined },
  );
  return (
    <Modal
      wide
      open
      title={from && to ? `${failure.host}: ${shortDate(from.date)} beside ${shortDate(to.date)}` : failure.host}
      onClose={onClose}
      actions={<Button onClick={onClose}>Close</Button>}
    >
      <PathText path={path} />
      <Answer of={nights} loading={`Reading the nights of ${failure.host}…`}>
        {() =>
          !from || !to ? (
            <Empty
              title="Nothing to compare with"
              actions={<ButtonLink href={hrefOf({ screen: 'holds' })}>Open Holds</ButtonLink>}
            >
              {to
                ? 'The last good night has left rotation. It was held when the loss was found; what is held can be restored.'
                : 'The night that this was found in has left rotation.'}
            </Empty>
          ) : (
            <Answer of={comparison} loading="Comparing the two nights…">
              {(result) => (
                <>
                  <p>
                    {count(result.deleted, 'file')} deleted, {number(result.changed)} changed, {number(result.added)}{' '}
                    added.
                  </p>
                  <Table label="Changes" columns={['-Change', 'Path', '>Size']}>
                    {result.sample.map((change) => (
                      <tr key={change.path}>
                        <td>
                          <Tag tone={tone[change.change]}>{change.change}</Tag>
                        </td>
                        <td>{displayText(change.path)}</td>
                        <td className={styles.end}>{change.size === undefined ? '' : size(change.size)}</td>
                      </tr>
                    ))}
                  </Table>
                </>
              )}
            </Answer>
          )
        }
      </Answer>
    </Modal>
  );
}
