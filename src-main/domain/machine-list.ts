import type { ListedMachine, MachineList } from '../contract/index.ts';

const MOST_MACHINES = 5000;
const MOST_PROBLEMS = 100;
const NAME = /^[A-Za-z0-9][A-Za-z0-9._-]{0,62}$/;
/** `user@host:port`, `user@[::1]:port`, or an alias. */
const ADDRESS = /^(?:([^@\s]+)@)?(?:\[([0-9A-Fa-f:.%]+)\]|([^\s:[\]]+))(?::(\d{1,5}))?$/;

/**
 * Machines out of a list as people keep it: a line a machine, `NAME [ADDRESS] [CONFIG]`, parted by blanks, commas,
 * semicolons or tabs; a name alone is the address as well. Comments begin with `#`; a line of headings is passed over.
 */
export function readMachineList(text: string): MachineList {
  const machines = new Map<string, ListedMachine>();
  const problems: MachineList['problems'] = [];
  for (const [index, content] of text.split('\n').entries()) {
    const words = content
      .replace(/#.*/, '')
      .split(/[\s,;]+/)
      .filter(Boolean);
    if (words.length === 0 || isHeading(words)) continue;
    const machine = machineOf(words);
    const line = index + 1;
    if (typeof machine === 'string') problems.push({ line, message: machine });
    else if (machines.has(machine.name)) problems.push({ line, message: `${machine.name} is named twice` });
    else if (machines.size < MOST_MACHINES) machines.set(machine.name, machine);
    else problems.push({ line, message: `a fleet of more than ${MOST_MACHINES} machines is not read from a list` });
    // What is mostly not understood is no list of machines.
    if (problems.length > MOST_PROBLEMS) return { machines: [], problems };
  }
  return { machines: [...machines.values()], problems };
}

const isHeading = ([first = '', second = '']: readonly string[]) =>
  /^(name|host|hostname|machine|server)$/i.test(first) && /^(address|ip|host|hostname|ssh|)$/i.test(second);

function machineOf([first = '', ...rest]: readonly string[]): ListedMachine | string {
  const configPath = rest.at(-1)?.startsWith('/') ? rest.at(-1) : undefined;
  const others = configPath === undefined ? rest : rest.slice(0, -1);
  if (others.length > 1) return `there is more on it than a name, an address and a path: ${others.slice(1).join(' ')}`;
  const address = addressOf(others[0] ?? first);
  if (!address) return `${others[0] ?? first} is no address such as root@jail15.example.com:22`;
  const name = others.length === 0 ? nameOf(address.host) : first;
  if (!NAME.test(name)) return `${name} is no name: letters, digits, dot, dash and underscore, at most 63 of them`;
  return { name, ssh: address, configPath };
}

function addressOf(text: string): ListedMachine['ssh'] | undefined {
  const [, user, bracketed, plain, port] = ADDRESS.exec(text) ?? [];
  const host = bracketed ?? plain;
  if (host === undefined || host.startsWith('-') || Number(port ?? 1) > 65_535 || Number(port ?? 1) < 1)
    return undefined;
  return { host, user, port: port === undefined ? undefined : Number(port) };
}

/** `jail15.example.com` is called jail15; a number is called by itself. */
const nameOf = (host: string): string => (/^[\d.]+$/.test(host) ? host : (host.split('.')[0] ?? host));
