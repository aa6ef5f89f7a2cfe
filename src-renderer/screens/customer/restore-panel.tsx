import type { NightView } from '../../state/night-view.ts';
import type { Place } from '../../state/places.ts';
import { Card } from '../../ui/card.tsx';
import { ErrorBox } from '../../ui/error-box.tsx';
import { RestoreDraft } from './restore-draft.tsx';
import { RestoreJob } from './restore-job.tsx';
import type { Choice } from './use-choice.ts';
import type { ShownRestore } from './use-shown-restore.ts';

interface Props {
  customer: string;
  places: readonly Place[];
  views: NightView[];
  choice: Choice;
  restore: ShownRestore;
  /** Brings its reply back that was put away; undefined where it is not. */
  onReply: (() => void) | undefined;
}

/** The restore being put together, or the one under way, or what came of it. */
export const RestorePanel = ({ customer, places, views, choice, restore, onReply }: Props) => (
  <Card title="Restore" fill>
    {restore.job ? (
      <RestoreJob job={restore.job} what={restore.what} onNew={restore.close} onReply={onReply} />
    ) : (
      <>
        {restore.isGone && (
          <ErrorBox
            error={{
              code: 'not-found',
              message: 'That restore is no longer in the list of jobs. Past restores are below.',
            }}
          />
        )}
        <RestoreDraft
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
