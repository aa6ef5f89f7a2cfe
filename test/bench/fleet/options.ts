import { parseArgs } from 'node:util';
import { numberOption } from '../number-option.ts';

export interface FleetOptions {
  hosts: number;
  servers: number;
  /** Real sshd's that the hosts are spread over; each host has a port and a root folder of its own. */
  sshds: number;
  customers: number;
  entries: number;
  nights: number;
  folder: string | undefined;
  write: boolean;
}

/** More would take the machine's memory rather than measure the app. */
const MOST_SSHDS = 250;

export const fleetUsage = `npm run bench -- fleet [options]
  --hosts N       hosts (100); a server for each hundred
  --sshds N       real sshd's they are spread over (as many as hosts, at most ${MOST_SSHDS})
  --in DIR        where to work (the system's temporary folder)
  --write         put the table into docs/bench-fleet.md`;

export function parseFleetOptions(args: string[]): FleetOptions {
  const { values } = parseArgs({
    args,
    options: {
      hosts: { type: 'string', default: '100' },
      sshds: { type: 'string' },
      in: { type: 'string' },
      write: { type: 'boolean', default: false },
    },
  });
  const hosts = numberOption(values, 'hosts', 1);
  return {
    hosts,
    servers: Math.max(1, Math.round(hosts / 100)),
    sshds: Math.min(hosts, MOST_SSHDS, numberOption(values, 'sshds', 1, hosts)),
    customers: 15,
    entries: 100,
    nights: 7,
    folder: values.in,
    write: values.write,
  };
}
