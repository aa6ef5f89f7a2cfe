/** `root@vault3:2222`: a server as a host's backup.config calls it, in the way of ssh and rsync. */
export interface ServerAddress {
  /** The name by which the host's own ssh, and the fleet, know it. */
  name: string;
  user: string | undefined;
  port: string | undefined;
}

const ADDRESS = /^(?:([A-Za-z0-9_][A-Za-z0-9._-]*)@)?([A-Za-z0-9][A-Za-z0-9._-]*)(?::([0-9]{1,5}))?$/;
const IPV6 = /^(?:([A-Za-z0-9_][A-Za-z0-9._-]*)@)?([A-Fa-f0-9]*:[A-Fa-f0-9]*:[A-Fa-f0-9:]*)$/;

/** Undefined where it is none. More than one colon is an address of IPv6, and has no port. */
export function serverAddress(text: string): ServerAddress | undefined {
  const [, user, name, port] = ADDRESS.exec(text) ?? IPV6.exec(text) ?? [];
  return name === undefined ? undefined : { name, user, port };
}

/** The server of the fleet that is meant: one of just that name, or the one that is called so without user and port. */
export function serverMeant(text: string, isServer: (name: string) => boolean): string | undefined {
  if (isServer(text)) return text;
  const name = serverAddress(text)?.name;
  return name !== undefined && isServer(name) ? name : undefined;
}
