import { useEffect, useState } from 'react';
import { count } from '../../format/counts.ts';
import { useAnswer } from '../../state/commands.ts';
import { useDebounced } from '../../state/debounced.ts';
import { useGo } from '../../state/location.ts';
import { Answer } from '../../ui/answer.tsx';
import { Card } from '../../ui/card.tsx';
import { Empty } from '../../ui/empty.tsx';
import { TextField } from '../../ui/field.tsx';
import { type Column, LongTable } from '../../ui/long-table.tsx';
import { Page, Soft } from '../../ui/page.tsx';
import { CustomerRow } from './customer-row.tsx';

const most = 500;

const columns: readonly Column[] = [
  { title: 'Customer', width: '12%' },
  { title: 'Address', width: '14%' },
  { title: 'Host', width: '14%' },
  { title: 'Coverage', width: '16%' },
  { title: 'Directories' },
];

/** All customers, or those a search found, each with what is backed up of theirs. */
export function CustomersPage({ query }: { query: string }) {
  const go = useGo();
  const [text, setText] = useState(query);
  const settled = useDebounced(text.trim(), 120);
  const answer = useAnswer('customers.search', { query: settled, limit: most }, { keepPrevious: true });
  const failures = useAnswer('failures.list', {}).data?.failures ?? [];
  useEffect(() => setText(query), [query]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: only what is typed moves the address
  useEffect(() => {
    if (settled !== query) go({ screen: 'customers', query: settled }, { replace: true });
  }, [settled]);
  const found = answer.data?.customers.length ?? 0;
  return (
    <Page
      title="Customers"
      facts={
        answer.data && (
          <Soft>
            {found === most
              ? `the first ${most}: type to find others`
              : count(found, settled ? 'match' : 'customer', settled ? 'matches' : 'customers')}
          </Soft>
        )
      }
    >
      <Card>
        <TextField
          bare
          narrow
          type="search"
          label="Filter customers"
          placeholder="Filter by id, address, host or path"
          value={text}
          onChange={(event) => setText(event.target.value)}
        />
        <Answer of={answer} loading="Looking for customers in every host’s backup.config and nights…">
          {({ customers }) =>
            customers.length === 0 ? (
              <NoCustomers query={settled} />
            ) : (
              <LongTable label="Customers" columns={columns} items={customers} keyOf={({ id }) => id}>
                {(customer, row) => <CustomerRow customer={customer} failures={failures} row={row} />}
              </LongTable>
            )
          }
        </Answer>
      </Card>
    </Page>
  );
}

const NoCustomers = ({ query }: { query: string }) =>
  query ? (
    <Empty title={`Nobody matches “${query}”`}>Try a part of the id, the address, a host’s name or a path.</Empty>
  ) : (
    <Empty title="No customers yet">
      Customers are found in paths by the patterns in Settings. Check the patterns, and that the hosts can be reached.
    </Empty>
  );
