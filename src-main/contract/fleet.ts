import { z } from 'zod';

/** How to reach one machine. `host` may be an alias of ~/.ssh/config. */
export const sshTarget = z.object({
  host: z.string().min(1),
  port: z.int().min(1).max(65535).optional(),
  user: z.string().min(1).optional(),
  /** Absolute path of a private key; without it the agent and the defaults of ~/.ssh/config are tried. */
  identityFile: z.string().min(1).optional(),
  /** The name of another machine of the fleet, or `user@host:port`. */
  jump: z.string().min(1).nullable().optional(),
});

/** How a program gains the rights to read every customer: it already has them, or one of these without a password. */
export const become = z.enum(['none', 'sudo', 'doas']);

const machineName = z
  .string()
  .regex(/^[A-Za-z0-9][A-Za-z0-9._-]{0,62}$/, 'letters, digits, dot, dash and underscore; at most 63 of them');

export const server = z.object({
  name: machineName,
  ssh: sshTarget,
  become: become.default('none'),
});

export const host = z.object({
  name: machineName,
  ssh: sshTarget,
  /** Absolute path of the host's backup.config. */
  configPath: z.string().startsWith('/', 'an absolute path'),
  become: become.default('none'),
});

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

const uniqueNames = (machines: readonly { name: string }[]) =>
  new Set(machines.map((machine) => machine.name)).size === machines.length;

/** The fleet: what `config.json` holds under `fleet`. Servers and hosts share one space of names. */
export const fleet = z
  .object({
    timeZone: timeZone.default('UTC'),
    customerPatterns: z.array(pattern).default([]),
    supportAddress: z.email().optional(),
    /** How many dates of nights are kept. */
    nightsToKeep: z.int().min(1).max(90).default(7),
    /** The share of files or bytes an entry may lose in one night before the night is a warning, 0 to 1. */
    collapseShare: z.number().min(0).max(1).default(0.5),
    /** Where hosts fetch their scripts from. */
    repository: z.object({ server: machineName, path: z.string().startsWith('/', 'an absolute path') }).optional(),
    servers: z.array(server).default([]),
    hosts: z.array(host).default([]),
  })
  .refine((value) => uniqueNames([...value.servers, ...value.hosts]), {
    path: ['hosts'],
    message: 'two machines have the same name',
  });

export type SshTarget = z.infer<typeof sshTarget>;
export type Become = z.infer<typeof become>;
export type Server = z.infer<typeof server>;
export type Host = z.infer<typeof host>;
export type Fleet = z.infer<typeof fleet>;
