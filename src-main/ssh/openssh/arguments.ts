import type { Target } from '../target.ts';

export interface ArgumentOptions {
  /** How ssh reads the configuration: nothing, or `-F FILE`. */
  configuration: readonly string[];
  /** Everything of one connection lies here. */
  folder: string;
  /** The name under which the folder's known_hosts has the machine's keys. */
  keyName: string;
  /** The way there is opened by us, and ends at this port of this machine. */
  localPort: number | undefined;
  /** What an old machine is allowed, by keyword. */
  oldWords: Record<string, string>;
  timeoutMs: number;
  keepaliveMs: number;
}

/** What OpenSSH's client says on stdout when it is logged in. */
export const READY = 'nightkeep-ready';

/** The words of one connection that is kept open, and takes commands at its control socket. */
export function masterArguments(target: Target, options: ArgumentOptions): string[] {
  const { folder, localPort } = options;
  const seconds = (ms: number) => String(Math.max(1, Math.round(ms / 1000)));
  const words: Record<string, string> = {
    ControlMaster: 'yes',
    ControlPath: `${folder}/control`,
    ControlPersist: 'no',
    StrictHostKeyChecking: 'yes',
    UserKnownHostsFile: `${folder}/known_hosts`,
    GlobalKnownHostsFile: '/dev/null',
    HostKeyAlias: options.keyName,
    UpdateHostKeys: 'no',
    CheckHostIP: 'no',
    IgnoreUnknown: 'KnownHostsCommand,PubkeyAcceptedAlgorithms',
    // Nothing but commands that are started later.
    ClearAllForwardings: 'yes',
    ForwardAgent: 'no',
    ForwardX11: 'no',
    RemoteCommand: 'none',
    RequestTTY: 'no',
    PermitLocalCommand: 'yes',
    LocalCommand: `echo ${READY}`,
    BatchMode: 'no',
    LogLevel: 'INFO',
    ConnectTimeout: seconds(target.settings.connectTimeoutMs ?? options.timeoutMs),
    ServerAliveInterval: seconds(options.keepaliveMs),
    ServerAliveCountMax: '3',
    ...(target.settings.needsOpenSsh === 'KnownHostsCommand'
      ? {}
      : { KnownHostsCommand: `/bin/sh ${folder}/seen %I %t %K` }),
    ...(target.ssh.jump === undefined && localPort === undefined ? {} : { ProxyJump: 'none', ProxyCommand: 'none' }),
    ...(localPort === undefined ? {} : { HostName: '127.0.0.1', BindAddress: '127.0.0.1' }),
    ...(target.identitiesOnly ? { IdentitiesOnly: 'yes' } : {}),
    ...options.oldWords,
  };
  return [
    ...options.configuration,
    '-N',
    '-T',
    ...Object.entries(words).flatMap(([word, value]) => ['-o', `${word}=${value}`]),
    ...(target.identityNamed ? target.identityFiles.flatMap((file) => ['-i', file]) : []),
    ...target.settings.certificateFiles.flatMap((file) => ['-o', `CertificateFile="${file}"`]),
    '-l',
    target.user,
    '-p',
    String(localPort ?? target.port),
    '--',
    target.alias,
  ];
}

/** One command, or a way to a port, over a connection that is open. It never opens one of its own. */
export const sessionArguments = (folder: string, rest: readonly string[]): string[] => [
  '-F',
  'none',
  '-T',
  '-S',
  `${folder}/control`,
  '-o',
  'ControlMaster=no',
  '-o',
  'ProxyCommand=exit 255',
  '-o',
  'LogLevel=ERROR',
  ...rest,
];
