import { scheduleOf } from '../../../src-main/programs/host/install.ts';

/** What the demo's fleet is: its machines, its customers, and one of each trouble. */

export interface CustomerPlan {
  id: string;
  /** The folder that is the customer's `/`, named as the fleet's patterns expect. */
  folder: string;
  /** The account that owns the site and the mail. */
  user: string;
  /** What of it is in backup.config, relative to the customer's root; none for a customer nobody backs up. */
  entries: string[];
}

export interface HostPlan {
  name: string;
  system: 'FreeBSD' | 'Linux';
  server: 'backup1' | 'backup2';
  /** Where customers lie, relative to the host's own root. */
  customersAt: string;
  configPath: string;
  /** When its night starts: minutes past midnight, fleet time. */
  minute: number;
  /** Entries of the host itself. */
  ownEntries: string[];
  customers: CustomerPlan[];
  /** Its nights are made by the shell script that Nightkeep replaces. */
  oldScript?: boolean;
}

/** Where the fleet is, by the first one that fits (see dates.ts). */
export const timeZones = ['America/Los_Angeles', 'America/New_York'] as const;
export const customerPatterns = [
  '(?<ip>\\d+\\.\\d+\\.\\d+\\.\\d+)-(?<customer>col\\d{5})-DIR',
  '/vz/private/(?<customer>col\\d{5})(?=/|$)',
];
export const servers = ['backup1', 'backup2'] as const;
export const NIGHTS = 7;

/** The host of customer col00214, whose site the README tells of (see story.ts). */
export const storyHost = 'jail15';

/** The night, counted from 0, in which each trouble begins. */
export const troubles = {
  /** No entry of this name ever existed, or no longer does. */
  missing: { host: 'jail15', customer: 'col00214', entry: 'www', fromNight: 5 },
  symlink: { host: 'jail12', customer: 'col00188', entry: 'home' },
  missedNight: { host: 'jail15', night: 4 },
  collapse: { host: 'virt9', customer: 'col00551', entry: 'home', night: 6 },
  notBackedUp: { host: 'jail11', customer: 'col00777' },
  oldScript: { host: 'jail17' },
} as const;

const freeBsdEntries = ['etc', 'usr/home'];
const linuxEntries = ['home', 'var/www'];

const inJail = (id: string, ip: string, user: string, entries = freeBsdEntries): CustomerPlan => ({
  id,
  folder: `${ip}-${id}-DIR`,
  user,
  entries,
});
const inContainer = (id: string, user: string, ip?: string, entries = linuxEntries): CustomerPlan => ({
  id,
  folder: ip ? `${ip}-${id}-DIR` : id,
  user,
  entries,
});

/** As the schedule has it that Nightkeep installs. */
function minuteOf(host: string): number {
  const [minute, hour] = scheduleOf(host).split(' ').map(Number) as [number, number];
  return hour * 60 + minute;
}

const jail = (name: string, server: HostPlan['server'], customers: CustomerPlan[]): HostPlan => ({
  name,
  system: 'FreeBSD',
  server,
  customersAt: 'mnt/data1',
  configPath: 'usr/local/jail/bin/backup.config',
  minute: minuteOf(name),
  ownEntries: ['etc'],
  customers,
});
const linux = (name: string, server: HostPlan['server'], customers: CustomerPlan[]): HostPlan => ({
  name,
  system: 'Linux',
  server,
  customersAt: 'vz/private',
  configPath: 'usr/local/sbin/backup.config',
  minute: minuteOf(name),
  ownEntries: ['etc'],
  customers,
});

export const hosts: HostPlan[] = [
  jail('jail11', 'backup1', [
    inJail('col00107', '69.55.226.11', 'marta'),
    inJail('col00131', '69.55.226.14', 'olaf'),
    inJail('col00777', '69.55.226.77', 'nina', []),
  ]),
  jail('jail12', 'backup1', [
    inJail('col00153', '69.55.227.20', 'tomas', ['usr/home']),
    inJail('col00188', '69.55.227.35', 'ines', ['etc', 'home']),
  ]),
  {
    ...jail('jail15', 'backup1', [
      inJail('col00214', '69.55.238.98', 'anna', [
        'etc',
        'root',
        'usr/home',
        'usr/local',
        'var/log',
        'www',
        'var/spool/postfix',
      ]),
      inJail('col00301', '69.55.238.99', 'karim', ['usr/home']),
    ]),
    ownEntries: ['etc', 'usr/local/jail'],
  },
  {
    ...jail('jail17', 'backup2', [
      inJail('col00342', '69.55.239.10', 'petra'),
      inJail('col00365', '69.55.239.12', 'samir', ['usr/home']),
    ]),
    oldScript: true,
  },
  linux('virt9', 'backup2', [inContainer('col00551', 'julia'), inContainer('col00560', 'henrik', undefined, ['home'])]),
  linux('virt10', 'backup2', [
    inContainer('col00608', 'leila', '69.55.240.8'),
    inContainer('col00614', 'pavel', '69.55.240.14', ['home']),
    inContainer('col00633', 'wen', '69.55.240.33', ['home']),
  ]),
];
