import { execFileSync } from 'node:child_process';
import { copyFile, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir, userInfo } from 'node:os';
import { join } from 'node:path';
import { makeSecurityKey } from '../../../support/security-key.ts';
import { type HostKeyType, type Sshd, startSshd } from '../../../support/sshd.ts';
import { type SshAgent, startSshAgent } from '../../../support/sshd-agent.ts';
import { makeClientKey, type PublicKey } from '../../../support/sshd-keys.ts';

/** Some machines with each its own way of letting people in, a person with keys of every form, and agents. */
export interface World {
  folder: string;
  user: string;
  servers: Record<ServerName, Sshd>;
  /** By their form; all of them are let in by `plain`. */
  keys: Record<KeyName, PublicKey>;
  /** Keys that no machine knows. */
  strangers: PublicKey[];
  /** Signs for people and for machines. */
  authority: PublicKey;
  /** By what they hold. */
  agents: Record<
    'mine' | 'many' | 'strangers' | 'certificate' | 'security' | 'securityEcdsa',
    Pick<SshAgent, 'socket'>
  >;
  end: () => Promise<void>;
}

const config = {
  plain: [],
  gate: [],
  several: [],
  rsaHost: ['HostKeyAlgorithms rsa-sha2-512'],
  sha1Host: ['HostKeyAlgorithms ssh-rsa'],
  gex: ['KexAlgorithms diffie-hellman-group-exchange-sha256'],
  group14: ['KexAlgorithms diffie-hellman-group14-sha1'],
  group1: ['KexAlgorithms diffie-hellman-group1-sha1'],
  cbc: ['Ciphers aes128-cbc'],
  md5: ['MACs hmac-md5', 'Ciphers aes128-ctr'],
  umac: ['MACs umac-64@openssh.com', 'Ciphers aes128-ctr'],
  three: ['MaxAuthTries 3'],
  passwords: ['PubkeyAuthentication no', 'PasswordAuthentication yes'],
  second: ['AuthenticationMethods publickey,keyboard-interactive', 'KbdInteractiveAuthentication yes', 'UsePAM yes'],
  twoKeys: ['AuthenticationMethods publickey,publickey'],
  denied: [`DenyUsers ${userInfo().username}`],
  users: [] as string[],
  vouched: [] as string[],
  expired: [] as string[],
  elsewhere: [] as string[],
  others: ['AllowUsers nobody-at-all'],
  banner: [] as string[],
  prints: [] as string[],
  noShell: [] as string[],
  curves: ['KexAlgorithms ecdh-sha2-nistp521', 'Ciphers aes256-gcm@openssh.com'],
  hybrid: ['KexAlgorithms sntrup761x25519-sha512@openssh.com'],
  security: [] as string[],
} satisfies Record<string, string[]>;
export type ServerName = keyof typeof config;

const hostKeyTypes: Partial<Record<ServerName, HostKeyType[]>> = {
  several: ['ed25519', 'ecdsa', 'rsa'],
  rsaHost: ['rsa'],
  sha1Host: ['rsa'],
};

/** What an account has for a shell. */
const shells: Partial<Record<ServerName, string>> = {
  prints: 'echo "Welcome to this machine"; printf "no whole line"; exec sh "$@"',
  noShell: 'echo "This account is currently not available."; exit 1',
};

const keyForms = {
  ed25519: ['-t', 'ed25519'],
  ecdsa: ['-t', 'ecdsa'],
  rsa: ['-t', 'rsa', '-b', '2048'],
  pem: ['-t', 'rsa', '-b', '2048', '-m', 'PEM'],
  pkcs8: ['-t', 'rsa', '-b', '2048', '-m', 'PKCS8'],
  pkcs8ec: ['-t', 'ecdsa', '-m', 'PKCS8'],
  locked: ['-t', 'ed25519'],
  lockedPkcs8: ['-t', 'rsa', '-b', '2048', '-m', 'PKCS8'],
  gcm: ['-t', 'ed25519', '-Z', 'aes256-gcm@openssh.com'],
  chacha: ['-t', 'ed25519', '-Z', 'chacha20-poly1305@openssh.com'],
} as const;
export type KeyName = keyof typeof keyForms;
/** Opens every key that is locked. */
export const PASSPHRASE = 'open sesame';
const locked: readonly KeyName[] = ['locked', 'lockedPkcs8', 'gcm', 'chacha'];

export async function makeWorld(): Promise<World> {
  const folder = await mkdtemp(join(tmpdir(), 'nightkeep-as-ssh-'));
  const ends: (() => Promise<unknown>)[] = [];
  const file = (name: string) => join(folder, name);
  const keys = {} as World['keys'];
  for (const [name, options] of Object.entries(keyForms)) {
    const passphrase = locked.includes(name as KeyName) ? PASSPHRASE : '';
    execFileSync('ssh-keygen', ['-q', ...options, '-N', passphrase, '-C', name, '-f', file(name)]);
    keys[name as KeyName] = await makeClientKey(file(name));
  }
  const authority = await makeClientKey(file('authority'));
  const strangers = await Promise.all(Array.from({ length: 7 }, (_, index) => makeClientKey(file(`stranger${index}`))));
  const sign = (...args: string[]) => execFileSync('ssh-keygen', ['-q', '-s', authority.privateFile, ...args]);
  const user = userInfo().username;
  await copyFile(`${keys.ed25519.privateFile}.pub`, file('signed.pub'));
  await copyFile(keys.ed25519.privateFile, file('signed'));
  sign('-I', 'me', '-n', user, file('signed.pub'));

  for (const [name, ...options] of [
    ['over', '-n', user, '-V', '20200101:20200102'],
    ['of-another', '-n', 'somebody-else'],
  ] as const) {
    await copyFile(keys.ed25519.privateFile, file(name));
    await copyFile(`${keys.ed25519.privateFile}.pub`, file(`${name}.pub`));
    sign('-I', name, ...options, file(`${name}.pub`));
  }
  const security = makeSecurityKey();
  await writeFile(file('yubikey'), security.file, { mode: 0o600 });
  const ecdsa = makeSecurityKey('ecdsa');
  const held = [await security.agent(file('agent-security')), await ecdsa.agent(file('agent-security-ecdsa'))];
  ends.push(...held.map(({ stop }) => stop));
  await writeFile(file('banner-text'), 'Authorised use only.\n');
  for (const [name, text] of Object.entries(shells))
    await writeFile(file(`shell-${name}`), `#!/bin/sh\n${text}\n`, { mode: 0o755 });

  const hostCertificate = async (name: ServerName, ...args: string[]) => {
    const key = await makeClientKey(file(`${name}/host_ed25519`), { comment: 'host' });
    sign('-h', '-I', name, ...args, `${key.privateFile}.pub`);
    return [`HostCertificate ${key.privateFile}-cert.pub`];
  };
  const further: Partial<Record<ServerName, string[]>> = {
    users: [`TrustedUserCAKeys ${authority.privateFile}.pub`],
    banner: [`Banner ${file('banner-text')}`],
    vouched: await hostCertificate('vouched', '-n', '127.0.0.1'),
    expired: await hostCertificate('expired', '-n', '127.0.0.1', '-V', '20200101:20200102'),
    elsewhere: await hostCertificate('elsewhere', '-n', 'another.example.com'),
  };
  const letIn: Partial<Record<ServerName, string[]>> = { users: [], security: [security.line, ecdsa.line] };
  const servers = {} as World['servers'];
  for (const name of Object.keys(config) as ServerName[]) {
    const server = await startSshd({
      name,
      folder: file(name),
      authorizedKeys: letIn[name] ?? Object.values(keys).map(({ line }) => line),
      config: [...config[name], ...(further[name] ?? [])],
      env: { HOME: file(name), PATH: process.env.PATH ?? '' },
      ...(shells[name] ? { loginShell: file(`shell-${name}`) } : {}),
      ...(hostKeyTypes[name] ? { hostKeyTypes: hostKeyTypes[name] } : {}),
    });
    servers[name] = server;
    ends.push(server.stop);
  }
  const agent = async (name: string, files: string[]) => {
    const started = await startSshAgent(file(`agent-${name}`));
    ends.push(started.stop);
    for (const one of files) await started.add(one);
    return started;
  };
  for (const name of ['with blank', 'key-127.0.0.1-host', 'only-private'])
    await copyFile(keys.ed25519.privateFile, file(name));
  await copyFile(`${keys.ed25519.privateFile}.pub`, file('only-public.pub'));
  const all = strangers.map(({ privateFile }) => privateFile);
  return {
    folder,
    user,
    servers,
    keys,
    strangers,
    authority,
    agents: {
      mine: await agent('mine', [keys.ed25519.privateFile]),
      many: await agent('many', [...all, keys.ed25519.privateFile]),
      strangers: await agent('strangers', all),
      certificate: await agent('certificate', [file('signed')]),
      security: { socket: file('agent-security') },
      securityEcdsa: { socket: file('agent-security-ecdsa') },
    },
    end: async () => {
      for (const end of ends.reverse()) await end();
      await rm(folder, { recursive: true, force: true });
    },
  };
}
