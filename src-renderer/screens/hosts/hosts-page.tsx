import { useState } from 'react';
import type { Host, MachineStatus } from '../../../src-main/contract/index.ts';
import { count, number } from '../../format/counts.ts';
import { useAnswer } from '../../state/commands.ts';
import { useAges, useFleet } from '../../state/fleet.ts';
import {
  hostLines,
  type ListedHost,
  listedHosts,
  type SortOrder,
  sortedHosts,
  sortOrders,
} from '../../state/listed-hosts.ts';
import { hrefOf } from '../../state/routes.ts';
import { Answer } from '../../ui/answer.tsx';
import { ButtonLink } from '../../ui/button.tsx';
import { Card } from '../../ui/card.tsx';
import { Empty } from '../../ui/empty.tsx';
import { choice, ListTools } from '../../ui/list-tools.tsx';
import { type Column, LongTable } from '../../ui/long-table.tsx';
import { Page, Soft } from '../../ui/page.tsx';
import { HostRow, ServerRow } from './host-row.tsx';

const columns: readonly Column[] = [
  { title: 'Host', width: '14%' },
  { title: 'Server', width: '12%' },
  { title: 'Connection', width: '140px' },
  { title: 'Last night', width: '28%' },
  { title: 'Needs you', width: '90px' },
  { title: 'backup.config' },
];

export function HostsPage() {
  const fleet = useFleet();
  const machines: readonly MachineStatus[] = useAnswer('fleet.status', {}).data?.machines ?? [];
  const tonight = useAnswer('tonight.get', { days: 14 }).data?.hosts ?? [];
  const failures = useAnswer('failures.list', { state: 'open' }).data?.failures ?? [];
  const list = (hosts: readonly Host[]) => listedHosts(hosts, { machines, tonight, failures });
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
              <HostTable hosts={list(hosts)} />
            </Card>
          )
        }
      </Answer>
    </Page>
  );
}

function HostTable({ hosts }: { hosts: readonly ListedHost[] }) {
  const [text, setText] = useState('');
  const [order, setOrder] = useState<SortOrder>('fleet');
  const ageOf = useAges();
  const wanted = text.trim().toLowerCase();
  const found = hosts.filter(({ name, server }) => `${name}\n${server ?? ''}`.toLowerCase().includes(wanted));
  return (
    <>
      <ListTools
        label="Find a host"
        placeholder="Find by name or server"
        text={text}
        onText={setText}
        choices={[choice('Order', sortOrders, order, setOrder)]}
      >
        {wanted !== '' && (
          <Soft>
            {number(found.length)} of {count(hosts.length, 'host')}
          </Soft>
        )}
      </ListTools>
      {found.length === 0 ? (
        <Empty title={`No host is called “${text.trim()}”`}>Try fewer letters, or the name of its server.</Empty>
      ) : (
        <LongTable
          label="Hosts"
          columns={columns}
          minWidth={740}
          items={hostLines(sortedHosts(found, order), order)}
          keyOf={(line) => ('host' in line ? line.host.name : `server ${line.server}`)}
        >
          {(line, row) =>
            'host' in line ? <HostRow host={line.host} ageOf={ageOf} row={row} /> : <ServerRow {...line} row={row} />
          }
        </LongTable>
      )}
    </>
  );
}
