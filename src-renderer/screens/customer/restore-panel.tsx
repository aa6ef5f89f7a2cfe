import { isOver } from '../../format/job-progress.ts';
import type { CustomerDesk } from '../../state/drafts.ts';
import type { NightView } from '../../state/night-view.ts';
import type { Place } from '../../state/places.ts';
import { Card } from '../../ui/card.tsx';
import { ErrorBox } from '../../ui/error-box.tsx';
import { AnotherTicket, DraftsBar } from './drafts-bar.tsx';
import { RestoreDraft } from './restore-draft.tsx';
import { RestoreJob } from './restore-job.tsx';
import type { Choice } from './use-choice.ts';
import type { ShownRestore } from './use-shown-restore.ts';

interface Props {
  customer: string;
  places: readonly Place[];
  views: NightView[];
  desk: CustomerDesk;
  choice: Choice;
  restore: ShownRestore;
  /** Brings its reply back that was put away; undefined where it is not. */
  onReply: (() => void) | undefined;
}

/** The restore being put together, or the one under way, or what came of it. */
export const RestorePanel = ({ customer, places, views, desk, choice, restore, onReply }: Props) => (
  <Card
    title="Restore"
    aside={
      <>
        <DraftsBar desk={desk} busy={restore.job !== undefined && !isOver(restore.job)} />
        <AnotherTicket desk={desk} />
      </>
    }
    fill
  >
    {restore.job ? (
      <RestoreJob job={restore.job} what={restore.what} onNew={restore.close} onReply={onReply} />
    ) : (
      <>
        {restore.isGone && (
          <ErrorBox
            error={{
              code: 'not-found',
              message: 'That restore is no longer in the list of jobs. One that was done stands under “Past restores”.',
            }}
          />
        )}
        <RestoreDraft
          key={desk.draft.number}
          customer={customer}
          places={places}
          views={views}
          choice={choice}
          start={restore.start}
          onStart={restore.begin}
        />
      </>
    )}
  </Card>
);
