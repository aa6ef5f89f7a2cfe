import type { FailureItem } from '../../../src-main/contract/index.ts';
import { shortDate } from '../../format/dates.ts';
import { useAnswer } from '../../state/commands.ts';
import { comparedNights } from '../../state/compared-nights.ts';
import { hrefOf } from '../../state/routes.ts';
import { Answer } from '../../ui/answer.tsx';
import { Button, ButtonLink } from '../../ui/button.tsx';
import { Empty } from '../../ui/empty.tsx';
import { Modal } from '../../ui/modal.tsx';
import { ComparisonCard } from '../compare/comparison-card.tsx';

/** What a collapsed entry lost: its last good night beside the one it collapsed in. */
export function CompareDialog({ failure, onClose }: { failure: FailureItem; onClose: () => void }) {
  const path = failure.path ?? '/';
  const nights = useAnswer('nights.list', { host: failure.host });
  const { good: from, collapsed: to } = comparedNights(nights.data?.nights ?? [], path);
  return (
    <Modal
      wide
      open
      title={from && to ? `${failure.host}: ${shortDate(from.date)} beside ${shortDate(to.date)}` : failure.host}
      onClose={onClose}
      actions={<Button onClick={onClose}>Close</Button>}
    >
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
            <ComparisonCard host={failure.host} from={from.runId} to={to.runId} top={path} />
          )
        }
      </Answer>
    </Modal>
  );
}
