import type { MachineStatus, TonightHost } from '../../../src-main/contract/index.ts';
import { count } from '../../format/counts.ts';
import { displayText } from '../../format/display-text.ts';
import { nightWord, type Tone, toneOfNight } from '../../format/states.ts';
import { useAnswer } from '../../state/commands.ts';
import { useFleet } from '../../state/fleet.ts';
import { useHasEdit } from '../../state/kept-edit.ts';
import { hrefOf } from '../../state/routes.ts';
import { Answer } from '../../ui/answer.tsx';
import { ButtonLink } from '../../ui/button.tsx';
import { Card } from '../../ui/card.tsx';
import { Empty } from '../../ui/empty.tsx';
import { Mono, Page, Soft } from '../../ui/page.tsx';
import { tableStyles as styles, Table } from '../../ui/table.tsx';
import { Tag } from '../../ui/tag.tsx';

const connection: Record<MachineStatus['state'], readonly [Tone, string]> = {
  connected: ['good', 'connected'],
  idle: ['plain', 'not connected'],
  connecting: ['run', 'connecting'],
  unreachable: ['bad', 'out of reach'],
};

export function HostsPage() {
  const fleet = useFleet();
  const status = useAnswer('fleet.status', {}).data?.machines ?? [];
  const tonight = useAnswer('tonight.get', { days: 14 }).data?.hosts ?? [];
  const failures = useAnswer('failures.list', { state: 'open' }).data?.failures ?? [];
  return (
    <Page title="Hosts" facts={fleet.data && <Soft>{count(fleet.data.fleet.hosts.length, 'host')}</Soft>}>
      <Answer of={fleet} loading="Reading the fleet…">
        {({ fleet: { hosts } }) =>
          hosts.length === 0 ? (
            <Empty
              title="No hosts yet"
              actions={<ButtonLink href={hrefOf({ screen: 'settings' })}>Open Settings</ButtonLink>}
            >
              Add the hosts with customers on them, and the servers their nights go to.
            </Empty>
          ) : (
            <Card>
              <Table
                label="Hosts"
                columns={['Host', 'Server', 'Connection', 'Last night', 'Needs you', 'backup.config']}
              >
                {hosts.map((host) => (
                  <HostRow
                    key={host.name}
                    name={host.name}
                    address={host.configPath}
                    machine={status.find((machine) => machine.name === host.name)}
                    tonight={tonight.find((row) => row.host === host.name)}
                    failures={failures.filter((failure) => failure.host === host.name).length}
                  />
                ))}
              </Table>
            </Card>
          )
        }
      </Answer>
    </Page>
  );
}

interface RowProps {
  name: string;
  address: string;
  machine: MachineStatus | undefined;
  tonight: TonightHost | undefined;
  failures: number;
}

function HostRow({ name, address, machine, tonight, failures }: RowProps) {
  const edited = useHasEdit(name);
  // The newest date may be one that only another host has begun.
  const last = tonight?.cells.findLast((cell) => cell !== null);
  const [tone, word] = machine ? connection[machine.state] : connection.idle;
  return (
    <tr>
      <th scope="row">
        <a href={hrefOf({ screen: 'host', name })}>{name}</a> {edited && <Tag tone="warn">backup.config not saved</Tag>}
      </th>
      <td className={styles.soft}>{tonight?.server ?? '–'}</td>
      <td>
        <span title={machine?.error}>
          <Tag tone={tone} mark>
            {word}
          </Tag>
        </span>
      </td>
      <td>
        {last && (
          <Tag tone={toneOfNight(last.state)} mark>
            {nightWord[last.state]}
          </Tag>
        )}{' '}
        <span className={styles.soft}>{displayText(tonight?.summary ?? '')}</span>
      </td>
      <td>
        {failures > 0 ? (
          <a href={hrefOf({ screen: 'tonight' })}>{count(failures, 'failure')}</a>
        ) : (
          <span className={styles.soft}>–</span>
        )}
      </td>
      <td className={styles.soft}>
        <Mono>{address}</Mono>
      </td>
    </tr>
  );
}
