import { z } from 'zod';
import { isUserName, parseAddress } from './address.ts';

const sshFields = z.object({
  host: z.string().min(1),
  port: z.int().min(1).max(65535).optional(),
  user: z.string().min(1).refine(isUserName, 'the name of an account').optional(),
  /** Absolute path of a private key; without it the agent and the defaults of ~/.ssh/config are tried. */
  identityFile: z.string().min(1).optional(),
  /** The name of another machine of the fleet, or `user@host:port`. */
  jump: z.string().min(1).nullable().optional(),
  /** What machines of 2013 and before speak is allowed for this one: SHA-1, CBC, small groups. */
  oldAlgorithms: z.boolean().optional(),
  /** `openssh`: connections go through OpenSSH's own client; without it they do only where something needs it. */
  client: z.literal('openssh').optional(),
});

export type SshTarget = z.infer<typeof sshFields>;

/** How to reach one machine. `host` may be an alias of ~/.ssh/config, and may be typed as `ssh` takes it: user@host:22. */
export const sshTarget = sshFields.transform((ssh, context): SshTarget => {
  const address = parseAddress(ssh.host);
  const twice = (['user', 'port'] as const).find(
    (key) => address?.[key] !== undefined && ssh[key] !== undefined && address[key] !== ssh[key],
  );
  if (address && !twice)
    return withoutUndefined({ ...ssh, ...address, user: ssh.user ?? address.user, port: ssh.port ?? address.port });
  const message = twice
    ? `it says another ${twice} than the field for it`
    : 'a name or an address, such as jail15.example.com, root@10.0.0.7:22 or [::1]:22';
  context.addIssue({ code: 'custom', path: ['host'], message });
  return z.NEVER;
});

const withoutUndefined = <Value extends object>(value: Value): Value =>
  Object.fromEntries(Object.entries(value).filter(([, one]) => one !== undefined)) as Value;

/** How a program gains the rights to read every customer: it already has them, or one of these without a password. */
export const become = z.enum(['none', 'sudo', 'doas']);

export const machineName = z
  .string()
  .regex(/^[A-Za-z0-9][A-Za-z0-9._-]{0,62}$/, 'letters, digits, dot, dash and underscore; at most 63 of them');

export const server = z.object({
  name: machineName,
  ssh: sshTarget,
  become: become.default('none'),
});

/** How long an entry may be sent, in minutes, before the others go on without it: ten days at most. */
const entryMinutes = z.int().min(1).max(14_400);

/** A night each of the newest so many weeks and months is kept beside those in rotation. */
export const longerRule = z.object({
  weeks: z.int().min(0).max(520).default(0),
  months: z.int().min(0).max(240).default(0),
});

export const host = z.object({
  name: machineName,
  ssh: sshTarget,
  /** Absolute path of the host's backup.config. */
  configPath: z.string().startsWith('/', 'an absolute path'),
  become: become.default('none'),
  /** For this host in place of the fleet's. */
  entryMinutes: entryMinutes.optional(),
  longer: longerRule.optional(),
});

/** A folder on a server. */
export const repository = z.object({ server: machineName, path: z.string().startsWith('/', 'an absolute path') });

const pattern = z
  .string()
  .max(1000)
  .refine((text) => {
    try {
      new RegExp(text);
      return text.includes('(?<customer>');
    } catch {
      return false;
    }
  }, 'a regular expression with a group named customer');

const timeZone = z.string().refine((zone) => {
  try {
    new Intl.DateTimeFormat('en', { timeZone: zone });
    return true;
  } catch {
    return false;
  }
}, 'a time zone such as America/Los_Angeles');

type Machines = readonly { name: string }[];

/** Servers and hosts share one space of names. */
export const hasUniqueNames = ({ servers, hosts }: { servers: Machines; hosts: Machines }): boolean =>
  new Set([...servers, ...hosts].map(({ name }) => name)).size === servers.length + hosts.length;

/** The fleet: what `config.json` holds under `fleet`. */
export const fleet = z
  .object({
    timeZone: timeZone.default('UTC'),
    customerPatterns: z.array(pattern).default([]),
    supportAddress: z.email().optional(),
    /** How many dates of nights are kept. */
    nightsToKeep: z.int().min(1).max(90).default(7),
    /** Which nights are kept longer than that; a host may have its own rule. */
    longer: longerRule.optional(),
    /** The share of files or bytes an entry may lose in one night before the night is a warning, 0 to 1. */
    collapseShare: z.number().min(0).max(1).default(0.5),
    /** How long each entry of a host may be sent; a host may have its own. */
    entryMinutes: entryMinutes.default(720),
    /** A restore may take the place of what is there, which goes aside; without it none may. */
    restoreInPlace: z.boolean().optional(),
    /** Where hosts fetch their scripts from. */
    repository: repository.optional(),
    servers: z.array(server).default([]),
    hosts: z.array(host).default([]),
  })
  .refine(hasUniqueNames, {
    path: ['hosts'],
    message: 'two machines have the same name',
  });

export type Become = z.infer<typeof become>;
export type Server = z.infer<typeof server>;
export type Host = z.infer<typeof host>;
export type Fleet = z.infer<typeof fleet>;
