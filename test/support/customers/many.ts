import type { CustomerIndex } from '../../../src-main/stores/history/customer-index.ts';

const HOSTS = 100;
const CUSTOMERS_A_HOST = 125;
const PARTS = ['etc', 'root', 'usr/home', 'usr/local', 'var/log', 'www', 'var/db', 'home/mail'];

/** 12,500 customers with eight directories each, on 100 hosts: the 100,000 entries the design counts on. */
export const manyCustomers = Array.from({ length: HOSTS }, (_, host) => ({
  host: `host${host}`,
  customers: Array.from({ length: CUSTOMERS_A_HOST }, (_, n) => {
    const id = `col${String(host * CUSTOMERS_A_HOST + n).padStart(5, '0')}`;
    const ip = `69.${host}.${n}.98`;
    const root = `/mnt/data1/${ip}-${id}-DIR`;
    return { id, ip, root, coverage: 'configured' as const, entries: PARTS.map((part) => `${root}/${part}`) };
  }),
}));

export function indexMany(index: CustomerIndex): void {
  for (const { host, customers } of manyCustomers) index.replaceHost(host, customers);
}
