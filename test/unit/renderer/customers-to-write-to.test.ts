import { expect, test } from 'vitest';
import type { FailureItem } from '../../../src-main/contract/index.ts';
import { customersToWriteTo } from '../../../src-renderer/state/customers-to-write-to.ts';

const failure = (host: string, customer?: string, path?: string): FailureItem => ({
  id: `${host} ${path}`,
  host,
  customer,
  path,
  cause: 'entry-missing',
  title: '',
  message: '',
  firstSeen: '',
  lastSeen: '',
  nights: 1,
  state: 'open',
  fixes: [],
});

test('each customer is a line, with what of theirs it is as they name it', () => {
  const at = (id: string, path: string) => `/mnt/data1/1.2.3.4-${id}-DIR${path}`;
  const failures = [
    failure('jail15', 'col00214', at('col00214', '/www')),
    failure('jail12', 'col00107', at('col00107', '/var/db')),
    failure('jail15', 'col00214', at('col00214', '/etc')),
    failure('virt9', 'col00214', '/vz/private/col00214'),
    failure('jail17'),
  ];
  expect(customersToWriteTo(failures)).toEqual({
    customers: 2,
    text: 'col00107, jail12: /var/db\ncol00214, jail15: /etc /www; virt9: /',
  });
  expect(customersToWriteTo([failure('jail17')])).toEqual({ customers: 0, text: '' });
});
