import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { appendFileSync } from 'node:fs';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { userInfo } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { makeHostKey, type PublicKey } from './sshd-keys.ts';

const run = promisify(execFile);

export interface SshdOptions {
  /** Stands in messages. */
  name: string;
  /** The server's own folder, made where it is missing; host keys and port in it are kept from one start to the next. */
  folder: string;
  /** Lines of authorized_keys; a line may begin with options such as `restrict,command="…"`. */
  authorizedKeys: string[];
  /** Set for every command, and instead of the account's own: PATH, HOME, TZ … No newline in them. */
  env?: Record<string, string>;
  /** A free port is picked where it is missing. */
  port?: number;
  /** Further ports, whose sessions have this environment instead: one server stands for several machines. */
  others?: readonly { port: number; env: Record<string, string> }[];
  /** The first one is what `fingerprint` and `knownHostsLine` tell. */
  hostKeyTypes?: readonly HostKeyType[];
  /** An absolute path; commands are run by `SHELL -c`, whatever the account's shell is. */
  loginShell?: string;
  /** Further lines of sshd_config. The first of two lines with the same keyword wins, and these come first. */
  config?: string[];
}

export type HostKeyType = 'ed25519' | 'ecdsa' | 'rsa';

export interface Sshd {
  name: string;
  host: '127.0.0.1';
  port: number;
  /** The account that can log in: the one this runs as. */
  user: string;
  pid: number;
  hostKeys: PublicKey[];
  /** `SHA256:…` of the first host key. */
  fingerprint: string;
  /** `[127.0.0.1]:PORT TYPE KEY` of the first host key, without a newline. */
  knownHostsLine: string;
  /** What sshd logs. */
  logFile: string;
  /** The authorized_keys in use; may be rewritten at any time. */
  authorizedKeysFile: string;
  /** Ends the server, its sessions and what runs in them. */
  stop: () => Promise<void>;
}

/**
 * Starts a real sshd on loopback as the current user, who is the only one that can log in. It ends with this process,
 * even if that is killed. Rejects with what sshd said where it can't start.
 */
export async function startSshd(options: SshdOptions): Promise<Sshd> {
  const { name, folder } = options;
  await mkdir(folder, { recursive: true, mode: 0o700 });
  if (process.getuid?.() === 0) await mkdir('/run/sshd', { recursive: true, mode: 0o755 });
  const hostKeys = await Promise.all(
    (options.hostKeyTypes ?? ['ed25519']).map((type) => makeHostKey(join(folder, `host_${type}`), type)),
  );
  const authorizedKeysFile = join(folder, 'authorized_keys');
  await writeFile(authorizedKeysFile, options.authorizedKeys.map((line) => `${line.trim()}\n`).join(''), {
    mode: 0o600,
  });
  const logFile = join(folder, 'sshd.log');

  // A picked port can be taken by another process before sshd binds it: then try with another one.
  for (let attempt = 1; ; attempt++) {
    const port = options.port ?? (await freePort());
    const configFile = join(folder, 'sshd_config');
    await writeFile(configFile, await sshdConfig(options, port, hostKeys, authorizedKeysFile), { mode: 0o600 });
    const started = await launch(configFile, logFile);
    if ('pid' in started) {
      const [first] = hostKeys as [PublicKey];
      return {
        name,
        host: '127.0.0.1',
        port,
        user: userInfo().username,
        pid: started.pid,
        hostKeys,
        fingerprint: first.fingerprint,
        knownHostsLine: `[127.0.0.1]:${port} ${first.type} ${first.base64}`,
        logFile,
        authorizedKeysFile,
        stop: started.stop,
      };
    }
    if (options.port !== undefined || attempt === 5 || !/bind|in use/i.test(started.said)) {
      throw new Error(`sshd of ${name} does not start on port ${port}: ${started.said.trim()}`);
    }
  }
}

/** A port of 127.0.0.1 that is free now. */
export async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(0, '127.0.0.1', resolve);
  });
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  if (address === null || typeof address === 'string') throw new Error('no port');
  return address.port;
}

async function sshdConfig(options: SshdOptions, port: number, hostKeys: PublicKey[], authorizedKeysFile: string) {
  const { name, others = [] } = options;
  const lines = [
    ...(options.config ?? []),
    ...[port, ...others.map((other) => other.port)].map((each) => `Port ${each}`),
    'ListenAddress 127.0.0.1',
    ...hostKeys.map((key) => `HostKey "${key.privateFile}"`),
    'PidFile none',
    `AuthorizedKeysFile "${authorizedKeysFile}"`,
    // /tmp is writable by all, which StrictModes takes as a reason to ignore authorized_keys.
    'StrictModes no',
    'PasswordAuthentication no',
    'KbdInteractiveAuthentication no',
    'PermitRootLogin prohibit-password',
    `UsePAM ${(await rootIsLocked()) ? 'yes' : 'no'}`,
    'PrintMotd no',
    'PrintLastLog no',
    'UseDNS no',
    'LogLevel VERBOSE',
    'MaxSessions 200',
    'MaxStartups 200:30:300',
    'AllowTcpForwarding yes',
    'Subsystem sftp internal-sftp',
    ...(options.loginShell ? [`ForceCommand exec ${options.loginShell} -c "$SSH_ORIGINAL_COMMAND"`] : []),
    ...(await withoutPenalties(options.folder, hostKeys)),
    ...setEnv(name, options.env ?? {}),
    ...others.flatMap((other) => [`Match LocalPort ${other.port}`, ...setEnv(name, other.env)]),
  ];
  return `${lines.join('\n')}\n`;
}

/** Of several SetEnv lines only the first counts. */
function setEnv(name: string, env: Record<string, string>): string[] {
  const words = Object.entries(env).map(([key, value]) => {
    if (/[\n\r\0]/.test(value)) throw new Error(`${key} of ${name} has a newline, which sshd_config can't hold`);
    return `"${key}=${value.replace(/["\\]/g, '\\$&')}"`;
  });
  return words.length > 0 ? [`SetEnv ${words.join(' ')}`] : [];
}

/** Without PAM sshd refuses an account whose password is locked with `!`, as root's is on Ubuntu. */
async function rootIsLocked(): Promise<boolean> {
  if (process.getuid?.() !== 0) return false;
  const shadow = await readFile('/etc/shadow', 'utf8').catch(() => '');
  return /^root:!/m.test(shadow);
}

let penalties: Promise<string[]> | undefined;

/** From 9.8 on sshd locks out addresses whose logins fail, which tests do on purpose; older ones don't know the word. */
function withoutPenalties(folder: string, hostKeys: PublicKey[]): Promise<string[]> {
  penalties ??= (async () => {
    const probe = join(folder, 'sshd_config.probe');
    await writeFile(probe, `HostKey "${hostKeys[0]?.privateFile}"\nPerSourcePenalties no\n`);
    return run(sshdPath, ['-t', '-f', probe]).then(
      () => ['PerSourcePenalties no'],
      () => [],
    );
  })();
  return penalties;
}

// sshd starts itself anew for each connection, by its absolute path.
const sshdPath = process.env.NIGHTKEEP_SSHD ?? '/usr/sbin/sshd';

/**
 * Runs sshd and ends it at the end of file on stdin, which comes when this process closes the pipe, and also when it is
 * killed. Sessions are children in groups of their own and outlive the listener, so the whole tree is ended: first the
 * listener, so that it starts no new ones.
 */
const watchdog = `
# There are no local variables, so a child is told before its own children are looked for.
tree() {
  for child in $(cat "/proc/$1/task/$1/children" 2>/dev/null || ps -A -o ppid= -o pid= | awk -v of="$1" '$1 == of { print $2 }'); do
    echo "$child"
    tree "$child"
  done
}
trap '' INT HUP TERM
"$1" -D -e -f "$2" </dev/null &
sshd=$!
echo "$sshd"
exec 2>/dev/null
while read -r line; do :; done
kill -STOP "$sshd"
rest=$(tree "$sshd")
kill -KILL "$sshd"
for process in $rest; do kill -TERM "$process"; done
for process in $rest; do kill -KILL "$process"; done
wait
`;

type Launched = { pid: number; stop: () => Promise<void> } | { said: string };

function launch(configFile: string, logFile: string): Promise<Launched> {
  // In a session of its own, so that Ctrl-C ends the servers in the order their owner chooses.
  const child: ChildProcess = spawn('/bin/sh', ['-c', watchdog, 'sshd-watchdog', sshdPath, configFile], {
    stdio: ['pipe', 'pipe', 'pipe'],
    detached: true,
  });
  // Not its `close`: that waits for pipes that nothing here waits for, and that keep no process alive.
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  const stop = async () => {
    child.ref();
    child.stdin?.destroy();
    await ended;
  };
  return new Promise((resolve, reject) => {
    let pid = '';
    let said = '';
    child.once('error', reject);
    child.stdout?.on('data', (chunk: Buffer) => {
      pid += chunk.toString();
    });
    child.stderr?.on('data', (chunk: Buffer) => {
      appendFileSync(logFile, chunk);
      if (said === 'listening') return;
      said += chunk.toString();
      if (/Server listening on .* port/.test(said)) {
        said = 'listening';
        // The owner's process should not be kept alive by its servers.
        for (const handle of [child, child.stdin, child.stdout, child.stderr]) (handle as ChildProcess).unref?.();
        resolve({ pid: Number(pid), stop });
      } else if (/fatal|Cannot bind|Missing privilege|no hostkeys|Bad configuration|terminating/i.test(said)) {
        stop().then(() => resolve({ said }), reject);
      }
    });
  });
}
