import { useMemo } from 'react';
import { count } from '../../format/counts.ts';
import { isThere } from '../../format/kept.ts';
import { useAnswer } from '../../state/commands.ts';
import { entriesIn, withoutLine, withPathOn } from '../../state/config-text.ts';
import { customerFinder } from '../../state/customer-of.ts';
import { useFleet } from '../../state/fleet.ts';
import type { HostFix } from '../../state/routes.ts';
import { Card } from '../../ui/card.tsx';
import { Empty } from '../../ui/empty.tsx';
import { ErrorBox } from '../../ui/error-box.tsx';
import { Table } from '../../ui/table.tsx';
import { AddDirectory } from './add-directory.tsx';
import styles from './directories.module.css';
import { DirectoryRow } from './directory-row.tsx';
import { TickFolders } from './tick-folders.tsx';
import type { ConfigDraft } from './use-config-draft.ts';

/** The entries of the text as it stands, with what the host says of each. */
export function DirectoriesCard({
  host,
  draft,
  fix,
}: {
  host: string;
  draft: ConfigDraft;
  /** What one came for. */
  fix: HostFix | undefined;
}) {
  const marked = fix && 'path' in fix ? fix.path : undefined;
  const patterns = useFleet().data?.fleet.customerPatterns;
  const find = useMemo(() => customerFinder(patterns ?? []), [patterns]);
  const entries = useMemo(() => entriesIn(draft.text), [draft.text]);
  const nights = useAnswer('nights.list', { host }).data?.nights;
  const last = nights?.filter(isThere).sort((a, b) => (a.startedAt < b.startedAt ? 1 : -1))[0];
  return (
    <Card title="Directories" aside={<span className={styles.count}>{count(entries.length, 'entry', 'entries')}</span>}>
      {draft.check.isError && <ErrorBox error={draft.check.error} onRetry={() => void draft.check.refetch()} />}
      {entries.length === 0 ? (
        <Empty title="Nothing is backed up here">Add the first directory below: its full path on {host}.</Empty>
      ) : (
        <Table label="Directories" columns={['Path', 'Customer', 'On the host', '>Last night', '-Actions']}>
          {entries.map((entry) => (
            <DirectoryRow
              key={`${entry.line} ${entry.path}`}
              path={entry.path}
              customer={find(entry.path)}
              problem={draft.problems.find(
                (problem) => problem.line === entry.line && (problem.path ?? entry.path) === entry.path,
              )}
              checked={draft.checked ? 'yes' : draft.check.isError ? 'failed' : 'no'}
              marked={entry.path === marked}
              last={nights && (last?.entries.find((done) => done.path === entry.path) ?? 'new')}
              onRemove={() => draft.setText(withoutLine(draft.text, entry.line))}
              onUse={(target) => draft.setText(withPathOn(draft.text, entry.line, target))}
            />
          ))}
        </Table>
      )}
      <AddDirectory draft={draft} host={host} />
      <div className={styles.tick}>
        <TickFolders draft={draft} host={host} from={fix?.kind === 'add' ? fix.path : undefined} />
      </div>
    </Card>
  );
}
