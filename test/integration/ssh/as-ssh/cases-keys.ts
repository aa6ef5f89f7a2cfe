import { type Case, key, way } from './both.ts';
import type { KeyName, ServerName, World } from './world.ts';

const withKey = (name: KeyName) => (world: World, server?: ServerName) =>
  `Host host\n${way(world, server)}${key(world, name)}`;
const named =
  (file: string, more = '') =>
  (world: World, server?: ServerName) =>
    `Host host\n${way(world, server)} IdentityFile ${world.folder}/${file}\n${more}`;
const bare = (world: World, server?: ServerName) => `Host host\n${way(world, server)}`;
const only = ' IdentitiesOnly yes\n';

/** Forms of keys, agents, certificates. */
export const keyCases: readonly Case[] = [
  { name: 'an ed25519 key', config: withKey('ed25519') },
  { name: 'an ECDSA key', config: withKey('ecdsa') },
  { name: 'an RSA key', config: withKey('rsa') },
  { name: "an RSA key in OpenSSL's format (PEM)", config: withKey('pem') },
  { name: 'an RSA key in PKCS8', config: withKey('pkcs8') },
  { name: 'an ECDSA key in PKCS8', config: withKey('pkcs8ec') },
  { name: 'a locked key', config: withKey('locked') },
  { name: 'a locked key in PKCS8', config: withKey('lockedPkcs8') },
  { name: 'a key locked with aes256-gcm', config: withKey('gcm') },
  { name: 'a key locked with chacha20-poly1305', config: withKey('chacha') },
  { name: 'a key that is not there', config: named('nowhere') },
  { name: 'a file that is no key', config: named('text'), files: () => ({ text: 'not a key\n' }) },
  {
    name: 'a key that nobody let in',
    config: (w) => `Host host\n${way(w)} IdentityFile ${w.strangers[0]?.privateFile}\n`,
  },
  { name: 'a private key without its public half', config: named('only-private', only) },
  { name: 'the agent', config: bare, agent: 'mine' },
  { name: 'a public half that names a key of the agent', config: named('only-public.pub', only), agent: 'many' },
  { name: 'a private key that only the agent has', config: named('only-public', only), agent: 'many' },
  { name: 'a public half, and the agent has no such key', config: named('only-public.pub', only), agent: 'strangers' },
  { name: 'eight keys in the agent, the last one named', config: named('ed25519'), agent: 'many', server: 'three' },
  { name: 'eight keys in the agent, none named', config: bare, agent: 'many', server: 'three' },
  { name: 'IdentityAgent', config: (w) => `${bare(w)} IdentityAgent ${w.agents.mine.socket}\n` },
  { name: 'IdentityAgent none', config: (w) => `${bare(w)} IdentityAgent none\n`, agent: 'mine' },
  {
    name: 'IdentityAgent $VARIABLE',
    config: (w) => `${bare(w)} IdentityAgent $NK_AGENT\n`,
    env: (w) => ({ NK_AGENT: w.agents.mine.socket }),
  },
  {
    name: 'an agent that does not answer',
    config: (w) => `${withKey('ed25519')(w)} IdentityAgent ${w.folder}/nobody\n`,
  },
  { name: 'a certificate beside the key', config: named('signed', only), server: 'users' },
  {
    name: 'a certificate by CertificateFile',
    config: (w, server) => `${withKey('ed25519')(w, server)} CertificateFile ${w.folder}/signed-cert.pub\n`,
    server: 'users',
  },
  { name: 'a certificate in the agent', config: bare, agent: 'certificate', server: 'users' },
  { name: 'a key without the certificate that is wanted', config: withKey('ed25519'), server: 'users' },
  { name: 'a certificate that has ended', config: named('over', only), server: 'users' },
  { name: 'a certificate for another account', config: named('of-another', only), server: 'users' },
  { name: 'a certificate, where the plain key is let in', config: named('signed', only) },
  {
    name: 'PubkeyAcceptedAlgorithms without the key’s',
    config: (w) => `${withKey('ed25519')(w)} PubkeyAcceptedAlgorithms rsa-sha2-512\n`,
  },
  {
    name: 'two keys, the second one is let in',
    config: (w) => `Host host\n${way(w)} IdentityFile ${w.strangers[0]?.privateFile}\n${key(w)}`,
  },
  { name: 'a security key that the agent holds', config: bare, agent: 'security', server: 'security' },
  { name: 'an ECDSA security key that the agent holds', config: bare, agent: 'securityEcdsa', server: 'security' },
  {
    name: 'a security key that the agent holds, by its file',
    config: named('yubikey', only),
    agent: 'security',
    server: 'security',
  },
  { name: 'a security key that is not plugged in', config: named('yubikey', only), server: 'security' },
];
