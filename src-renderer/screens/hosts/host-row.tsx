import type { MachineStatus } from '../../../src-main/contract/index.ts';
import { count } from '../../format/counts.ts';
import { displayText } from '../../format/display-text.ts';
import { nightWord, type Tone, toneOfNight } from '../../format/states.ts';
import { useHasEdit } from '../../state/kept-edit.ts';
import type { ListedHost } from '../../state/listed-hosts.ts';
import { hrefOf } from '../../state/routes.ts';
import { classes } from '../../ui/classes.ts';
import type { RowProps } from '../../ui/long-rows.ts';
import { Mono } from '../../ui/page.tsx';
import { tableStyles as styles } from '../../ui/table.tsx';
import { Tag } from '../../ui/tag.tsx';

const connection: Record<MachineStatus['state'], readonly [Tone, string]> = {
  connected: ['good', 'connected'],
  idle: ['plain', 'not connected'],
  connecting: ['run', 'connecting'],
  unreachable: ['bad', 'out of reach'],
};

interface HostRowProps {
  host: ListedHost;
  /** How old what is known of a machine is. */
  ageOf: (machine: MachineStatus | undefined) => string | undefined;
  row: RowProps;
}

export function HostRow({ host, ageOf, row }: HostRowProps) {
  const { name, configPath, server, machine, tonight, failures } = host;
  const edited = useHasEdit(name);
  const [tone, word] = connection[machine?.state ?? 'idle'];
  const serverAge = ageOf(host.onServer);
  return (
    <tr {...row}>
      <th scope="row">
        <a href={hrefOf({ screen: 'host', name })}>{name}</a> {edited && <Tag tone="warn">backup.config not saved</Tag>}
      </th>
      <td className={styles.soft}>{server ?? '–'}</td>
      <td>
        <span title={[machine?.error, ageOf(machine)].filter(Boolean).join('\n') || undefined}>
          <Tag tone={tone} mark>
            {word}
          </Tag>
        </span>
      </td>
      <td>
        {tonight?.state && tonight.isKnown && (
          <Tag tone={toneOfNight(tonight.state)} mark>
            {nightWord[tonight.state]}
          </Tag>
        )}{' '}
        <span className={styles.soft}>
          {displayText(tonight?.summary ?? '')}
          {serverAge && ` · ${serverAge}`}
        </span>
      </td>
      <td>
        {failures > 0 ? (
          <a href={hrefOf({ screen: 'tonight' })}>{count(failures, 'failure')}</a>
        ) : (
          <span className={styles.soft}>–</span>
        )}
      </td>
      <td className={classes(styles.soft, styles.cut)} title={configPath}>
        <Mono>{configPath}</Mono>
      </td>
    </tr>
  );
}

interface ServerRowProps {
  server: string | undefined;
  hosts: number;
  failures: number;
  row: RowProps;
}

/** Above the hosts whose nights a server keeps. */
export const ServerRow = ({ server, hosts, failures, row }: ServerRowProps) => (
  <tr {...row}>
    <th scope="rowgroup" colSpan={6} className={styles.group}>
      {server ?? 'No server known yet'}{' '}
      <span className={styles.soft}>
        {count(hosts, 'host')}
        {failures > 0 && ` · ${count(failures, 'failure')}`}
      </span>
    </th>
  </tr>
);
