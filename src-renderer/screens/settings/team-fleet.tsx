import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import type { CommandInput } from '../../api/connection.ts';
import { count } from '../../format/counts.ts';
import { useAction } from '../../state/commands.ts';
import { chosenAtFirst } from '../../state/team-fleet.ts';
import { useToasts } from '../../state/toasts.tsx';
import { Button } from '../../ui/button.tsx';
import { ErrorBox } from '../../ui/error-box.tsx';
import { FleetDifferences } from './fleet-differences.tsx';
import { LeavingDialog } from './leaving-dialog.tsx';
import styles from './settings.module.css';

interface Props {
  /** The repository to read, where it is not the one of one's own fleet. */
  at?: NonNullable<CommandInput<'teamFleet.read'>>['at'];
  /** Of machines that come in, where not the usual keys are tried. */
  identityFile?: string | undefined;
  /** One's own fleet may become the team's, too. */
  canPublish?: boolean;
  /** What was chosen is in one's own fleet by now. */
  onTaken?: () => void;
}

/** The fleet file that a repository server holds for a team: read, compared with one's own, and taken over by choice. */
export function TeamFleet({ at, identityFile, canPublish = false, onTaken }: Props) {
  const client = useQueryClient();
  const { show } = useToasts();
  const read = useAction('teamFleet.read');
  const take = useAction('teamFleet.takeOver');
  const publish = useAction('teamFleet.publish');
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set());
  const [asks, setAsks] = useState<'take' | 'publish'>();
  const team = read.data;
  const look = () => {
    take.reset();
    publish.reset();
    read.mutate({ at }, { onSuccess: ({ differences }) => setChosen(chosenAtFirst(differences)) });
  };
  const takeOver = (confirm?: string) => {
    setAsks('take');
    const input = { at, revision: team?.revision ?? '', take: [...chosen], identityFile, confirm };
    take.mutate(input, {
      onSuccess: () => {
        show({ tone: 'good', title: `${count(chosen.size, 'difference')} taken over into your fleet` });
        read.reset();
        onTaken?.();
        void client.invalidateQueries();
      },
    });
  };
  const share = (confirm?: string) => {
    setAsks('publish');
    publish.mutate(
      { revision: team?.revision ?? '', confirm },
      {
        onSuccess: ({ server }) => {
          show({ tone: 'good', title: `Your fleet is the team’s now, on ${server}` });
          read.reset();
        },
      },
    );
  };
  const failed = asks === 'take' ? take.error : publish.error;
  const question = failed?.code === 'needs-confirmation' ? failed : undefined;
  return (
    <div className={styles.team}>
      <div className={styles.row}>
        <Button onClick={look} disabled={read.isPending}>
          {read.isPending ? 'Reading…' : team ? 'Read it again' : 'Read the team’s fleet'}
        </Button>
      </div>
      {read.isError && <ErrorBox error={read.error} />}
      {team && <FleetDifferences team={team} chosen={chosen} onChange={setChosen} />}
      {team && team.differences.length > 0 && (
        <div className={styles.row}>
          {team.revision !== '' && (
            <Button look="primary" onClick={() => takeOver()} disabled={chosen.size === 0 || take.isPending}>
              Take over {count(chosen.size, 'difference')}
            </Button>
          )}
          {canPublish && (
            <Button onClick={() => share()} disabled={publish.isPending}>
              {team.revision === '' ? 'Publish yours for the team' : 'Publish yours in its place'}
            </Button>
          )}
        </div>
      )}
      {failed && !question && <ErrorBox error={failed} />}
      {question && (
        <LeavingDialog
          error={question}
          from={asks === 'take' ? 'the fleet' : 'the team’s fleet'}
          onConfirm={asks === 'take' ? takeOver : share}
          onClose={() => (asks === 'take' ? take : publish).reset()}
        />
      )}
    </div>
  );
}
