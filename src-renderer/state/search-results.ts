import type { Customer } from '../../src-main/contract/index.ts';
import { list } from '../format/counts.ts';
import { coverageWord } from '../format/states.ts';
import { type Draft, draftName } from './drafts.ts';
import { placesOf } from './places.ts';
import type { Route } from './routes.ts';

export interface SearchOption {
  id: string;
  label: string;
  detail: string;
  /** Whether the label is a path. */
  path: boolean;
  route: Route;
  /** Which of the customer's restores, where several are begun. */
  draft?: number;
}

export interface SearchGroup {
  title: 'Recent' | 'Tickets' | 'Customers' | 'Hosts' | 'Paths' | 'All';
  options: SearchOption[];
}

const most = 8;

/** What the search box lists: customers by id or address, hosts by name, and entries whose path matches. */
export function searchGroups(query: string, customers: readonly Customer[], hosts: readonly string[]) {
  const wanted = query.trim().toLowerCase();
  const matches = (text: string | undefined) => text?.toLowerCase().includes(wanted) ?? false;
  const byName = customers.filter((customer) => matches(customer.id) || matches(customer.ip));
  const others = customers.filter((customer) => !byName.includes(customer));
  const paths = others.map((customer) => ({ customer, options: pathOptions(customer, matches) }));
  // The core may know better why a customer matches, such as by the host: they are listed by their id then.
  const rest = paths.filter(({ options }) => options.length === 0).map(({ customer }) => customer);
  const groups: SearchGroup[] = [
    { title: 'Customers', options: [...byName, ...rest].map(customerOption) },
    { title: 'Hosts', options: hosts.filter(matches).map(hostOption) },
    { title: 'Paths', options: paths.flatMap(({ options }) => options) },
  ];
  const total = groups.reduce((sum, group) => sum + group.options.length, 0);
  const shown = groups
    .map((group) => ({ ...group, options: group.options.slice(0, most) }))
    .filter((group) => group.options.length > 0);
  const listed = shown.reduce((sum, group) => sum + group.options.length, 0);
  if (listed < total) shown.push({ title: 'All', options: [allOption(query.trim(), total)] });
  return { groups: shown, total };
}

const customerOption = (customer: Customer): SearchOption => ({
  id: `customer-${customer.id}`,
  label: customer.id,
  detail: [
    customer.ip,
    list(
      placesOf(customer).map(({ host, coverage }) =>
        coverage === 'configured' ? host : `${host} (${coverageWord[coverage]})`,
      ),
    ),
  ]
    .filter(Boolean)
    .join(' · '),
  path: false,
  route: { screen: 'customer', id: customer.id },
});

const allOption = (query: string, total: number): SearchOption => ({
  id: 'all',
  label: `Show all ${total} matches`,
  detail: '',
  path: false,
  route: { screen: 'customers', query },
});

const hostOption = (name: string): SearchOption => ({
  id: `host-${name}`,
  label: name,
  detail: 'host',
  path: false,
  route: { screen: 'host', name },
});

function pathOptions(customer: Customer, matches: (text: string) => boolean): SearchOption[] {
  return customer.hosts.flatMap(({ host, entries }) =>
    entries.filter(matches).map((path) => ({
      id: `path-${host}-${path}`,
      label: path,
      detail: `${customer.id} on ${host}`,
      path: true,
      route: { screen: 'customer' as const, id: customer.id, place: { host, path } },
    })),
  );
}

type Drafts = ReadonlyMap<string, readonly Draft[]>;

/** Whom one looked at last, for when nothing is typed yet: each ticket of theirs, where several are begun. */
export function recentGroup(ids: readonly string[], drafts: Drafts): SearchGroup[] {
  const options = ids.flatMap((id) => {
    const begun = drafts.get(id) ?? [];
    if (begun.length > 1) return begun.map((draft, at) => draftOption(id, draft, at));
    const detail = begun[0]?.ticket.trim() || 'looked at lately';
    return { id: `recent-${id}`, label: id, detail, path: false, route: { screen: 'customer' as const, id } };
  });
  return options.length === 0 ? [] : [{ title: 'Recent', options }];
}

/** What is begun for a ticket, by a part of its number. */
export function ticketGroup(query: string, drafts: Drafts): SearchGroup[] {
  const wanted = query.trim().toLowerCase();
  const options = [...drafts].flatMap(([id, begun]) =>
    begun.flatMap((draft, at) =>
      wanted !== '' && draft.ticket.toLowerCase().includes(wanted) ? draftOption(id, draft, at) : [],
    ),
  );
  return options.length === 0 ? [] : [{ title: 'Tickets', options: options.slice(0, most) }];
}

const draftOption = (id: string, draft: Draft, at: number): SearchOption => ({
  id: `draft-${id}-${draft.number}`,
  label: id,
  detail: draftName(draft, at),
  path: false,
  route: { screen: 'customer', id },
  draft: draft.number,
});
