import { type Case, key, way } from './both.ts';
import type { World } from './world.ts';

const gate = (world: World) => `Host gate\n${way(world, 'gate')}${key(world)}`;
const host = (world: World) => `Host host\n${way(world)}${key(world)}`;
const through = (world: World, lines: string) => `${gate(world)}${host(world)}${lines}`;
const wrong = 'Host *\n User nobody-at-all\n Port 1\n';
/** ssh's own client reaches the gate with the same files. */
const viaGate = (world: World) => `ssh -F ${world.folder}/config -W 127.0.0.1:%p gate`;

/** Words of ~/.ssh/config. */
export const configCases: readonly Case[] = [
  { name: 'Host, HostName, Port, User, IdentityFile', config: host },
  {
    name: 'keyword=value, in any case',
    config: (w) => host(w).replace(' HostName ', ' hostname=').replace(' Port ', ' PORT = '),
  },
  {
    name: 'a path in quotes, with a blank',
    config: (w) => `Host host\n${way(w)} IdentityFile "${w.folder}/with blank"\n`,
  },
  { name: 'the first value counts', config: (w) => `${host(w)}${wrong}` },
  { name: 'Host with patterns', config: (w) => host(w).replace('Host host', 'Host h?s* !ghost') },
  { name: 'Host, negated', config: (w) => `Host * !host\n User nobody-at-all\n${host(w)}` },
  { name: 'Include', config: (w) => `Include ${w.folder}/more\n`, files: (w) => ({ more: host(w) }) },
  { name: 'Include with a pattern', config: (w) => `Include ${w.folder}/more*\n`, files: (w) => ({ more: host(w) }) },
  {
    name: "Include in another host's section",
    config: (w) => `Host staging\n Include ${w.folder}/bad\n${host(w)}`,
    files: () => ({ bad: wrong }),
  },
  {
    name: 'Include in an included file',
    config: (w) => `Include ${w.folder}/one\n`,
    files: (w) => ({ one: `Include ${w.folder}/more\n`, more: host(w) }),
  },
  { name: 'Match host', config: (w) => host(w).replace('Host host', 'Match host host') },
  {
    name: 'Match originalhost, negated',
    config: (w) => `Match originalhost h* !originalhost host\n User nobody-at-all\n${host(w)}`,
  },
  {
    name: 'Match user, negated',
    config: (w) =>
      `Match originalhost host !user bob\n Port ${w.servers.plain.port}\n${host(w).replace(/ Port .*\n/, '')}`,
  },
  { name: 'Match exec that holds', config: (w) => host(w).replace('Host host', 'Match originalhost host exec "true"') },
  { name: 'Match exec that does not', config: (w) => `Match exec "false"\n User nobody-at-all\n${host(w)}` },
  { name: 'Match exec, negated', config: (w) => `Match !exec "true"\n User nobody-at-all\n${host(w)}` },
  { name: 'Match final', config: (w) => `${host(w).replace(/ User .*\n/, '')}Match final\n User ${w.user}\n` },
  {
    name: 'Match localuser',
    config: (w) => host(w).replace('Host host', `Match localuser ${w.user} originalhost host`),
  },
  { name: '%h in HostName', config: (w) => host(w).replace('127.0.0.1', '%h.invalid') },
  { name: '%h and %n in IdentityFile', config: (w) => `Host host\n${way(w)} IdentityFile ${w.folder}/key-%h-%n\n` },
  {
    // biome-ignore lint/suspicious/noTemplateCurlyInString: it is ssh's.
    name: '${VAR} in IdentityFile',
    config: (w) => `Host host\n${way(w)} IdentityFile \${NK_KEYS}/ed25519\n`,
    env: (w) => ({ NK_KEYS: w.folder }),
  },
  { name: 'a variable that is not set', config: (w) => `Host host\n${way(w)} IdentityFile \${NK_UNSET}/ed25519\n` },
  { name: 'IdentitiesOnly true', config: (w) => host(w).replace('Only yes', 'Only true'), agent: 'many' },
  { name: 'IdentityFile none', config: (w) => `Host host\n${way(w)} IdentityFile none\n`, agent: 'mine' },
  { name: 'ProxyJump', config: (w) => through(w, ' ProxyJump gate\n') },
  {
    name: 'ProxyJump over two',
    config: (w) =>
      `${through(w, ` ProxyJump gate,${w.user}@127.0.0.1:${w.servers.gate.port}\n`)}Host 127.0.0.1\n${key(w)}`,
  },
  { name: '%r in ProxyJump', config: (w) => through(w, ' ProxyJump %r@gate\n') },
  { name: 'ProxyJump none', config: (w) => `${host(w)} ProxyJump none\nHost *\n ProxyJump gone.invalid\n` },
  { name: 'ProxyJump NONE', config: (w) => `${host(w)} ProxyJump NONE\n` },
  { name: 'ProxyJump to a machine that is not there', config: (w) => `${host(w)} ProxyJump gone.invalid\n` },
  { name: 'ProxyCommand', config: (w) => through(w, ` ProxyCommand ${viaGate(w)}\n`) },
  {
    name: 'ProxyCommand, with HostKeyAlias',
    config: (w) =>
      through(w, ` ProxyCommand ${viaGate(w)}\n HostKeyAlias alias\n`).replace(
        /(Host host\n HostName )127.0.0.1/,
        '$1inner.invalid',
      ),
    known: (w) =>
      `${w.servers.gate.knownHostsLine}\nalias ${w.servers.plain.hostKeys[0]?.type} ${w.servers.plain.hostKeys[0]?.base64}\n`,
  },
  { name: 'ProxyCommand none', config: (w) => `${host(w)} ProxyCommand none\nHost *\n ProxyJump gone.invalid\n` },
  {
    name: 'ProxyCommand before ProxyJump',
    config: (w) => through(w, ` ProxyCommand ${viaGate(w)}\n ProxyJump gone.invalid\n`),
  },
  {
    name: 'ProxyCommand that fails',
    config: (w) => `${host(w)} ProxyCommand sh -c "echo the gate is shut >&2; exit 1"\n`,
  },
  { name: 'AddressFamily inet6', config: (w) => `${host(w)} AddressFamily inet6\n` },
  { name: 'BindAddress', config: (w) => `${host(w)} BindAddress 127.0.0.1\n` },
  { name: 'PubkeyAuthentication no', config: (w) => `${host(w)} PubkeyAuthentication no\n` },
  { name: 'PreferredAuthentications password', config: (w) => `${host(w)} PreferredAuthentications password\n` },
  { name: 'a word that ssh does not know', config: (w) => `${host(w)} Portt 22\n` },
  { name: 'CanonicalizeHostname', config: (w) => `CanonicalizeHostname yes\nCanonicalDomains invalid\n${host(w)}` },
  {
    name: 'a thousand other aliases',
    config: (w) =>
      `${Array.from({ length: 1000 }, (_, n) => `Host a${n}\n HostName 10.0.0.${n % 250}\n Port ${1000 + n}\n`).join('')}${host(w)}`,
  },
];
