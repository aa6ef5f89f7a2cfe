import { useEffect, useState } from 'react';
import type { Coverage } from '../../../src-main/contract/index.ts';
import { count } from '../../format/counts.ts';
import { coverageWord } from '../../format/states.ts';
import { useAnswer } from '../../state/commands.ts';
import { useDebounced } from '../../state/debounced.ts';
import { useGo } from '../../state/location.ts';
import { usePart } from '../../state/part.ts';
import { Answer } from '../../ui/answer.tsx';
import { Card } from '../../ui/card.tsx';
import { Empty } from '../../ui/empty.tsx';
import { choice, ListTools } from '../../ui/list-tools.tsx';
import { type Column, LongTable } from '../../ui/long-table.tsx';
import { Page, Soft } from '../../ui/page.tsx';
import { CustomerRow } from './customer-row.tsx';

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
  const [coverage, setCoverage] = useState<Coverage | ''>('');
  const [order, setOrder] = useState<Order>('match');
  const { part, onShown } = usePart();
  const asked = { query: settled, order, ...part, ...(coverage && { coverage }) };
  const answer = useAnswer('customers.search', asked, { keepPrevious: true });
  const failures = useAnswer('failures.list', {}).data?.failures ?? [];
  useEffect(() => setText(query), [query]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: only what is typed moves the address
  useEffect(() => {
    if (settled !== query) go({ screen: 'customers', query: settled }, { replace: true });
  }, [settled]);
  const isFiltered = settled !== '' || coverage !== '';
  return (
    <Page
      title="Customers"
      facts={
        answer.data && (
          <Soft>
            {count(answer.data.total ?? 0, isFiltered ? 'match' : 'customer', isFiltered ? 'matches' : 'customers')}
          </Soft>
        )
      }
    >
      <Card>
        <ListTools
          label="Filter customers"
          placeholder="Filter by id, address, host or path"
          text={text}
          onText={setText}
          choices={[choice('Coverage', coverages, coverage, setCoverage), choice('Order', orders, order, setOrder)]}
        />
        <Answer of={answer} loading="Looking for customers in every host’s backup.config and nights…">
          {({ customers, offset, total = 0 }) =>
            total === 0 ? (
              <NoCustomers query={settled} filtered={isFiltered} />
            ) : (
              <LongTable
                label="Customers"
                columns={columns}
                items={customers}
                from={offset}
                count={total}
                onShown={onShown}
                keyOf={({ id }) => id}
              >
                {(customer, row) => <CustomerRow customer={customer} failures={failures} row={row} />}
              </LongTable>
            )
          }
        </Answer>
      </Card>
    </Page>
  );
}

const coverages = [['', 'whatever is backed up'], ...Object.entries(coverageWord)] as [Coverage | '', string][];
const orders = [
  ['match', 'best match first'],
  ['id', 'by id'],
  ['host', 'by host'],
] as const;
type Order = (typeof orders)[number][0];

const NoCustomers = ({ query, filtered }: { query: string; filtered: boolean }) =>
  query ? (
    <Empty title={`Nobody matches “${query}”`}>Try a part of the id, the address, a host’s name or a path.</Empty>
  ) : filtered ? (
    <Empty title="Nobody has that coverage">Choose another one to see the other customers.</Empty>
  ) : (
    <Empty title="No customers yet">
      Customers are found in paths by the patterns in Settings. Check the patterns, and that the hosts can be reached.
    </Empty>
  );
