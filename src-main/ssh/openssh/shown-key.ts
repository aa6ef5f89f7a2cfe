/** How many fields of a certificate, after its nonce, are those of the plain key (PROTOCOL.certkeys). */
const FIELDS: Record<string, { plain: string; fields: number }> = {
  'ssh-ed25519-cert-v01@openssh.com': { plain: 'ssh-ed25519', fields: 1 },
  'ecdsa-sha2-nistp256-cert-v01@openssh.com': { plain: 'ecdsa-sha2-nistp256', fields: 2 },
  'ecdsa-sha2-nistp384-cert-v01@openssh.com': { plain: 'ecdsa-sha2-nistp384', fields: 2 },
  'ecdsa-sha2-nistp521-cert-v01@openssh.com': { plain: 'ecdsa-sha2-nistp521', fields: 2 },
  'ssh-rsa-cert-v01@openssh.com': { plain: 'ssh-rsa', fields: 2 },
  'ssh-dss-cert-v01@openssh.com': { plain: 'ssh-dss', fields: 4 },
};

/** The key that a machine showed to OpenSSH's client, of a certificate the plain key in it. `shown` has a line each. */
export function shownKey(shown: string): Buffer | undefined {
  const [, base64] = /^HOSTNAME \S+ (\S+)$/m.exec(shown) ?? [];
  return base64 === undefined ? undefined : plainKeyOf(Buffer.from(base64, 'base64'));
}

export function plainKeyOf(blob: Buffer): Buffer | undefined {
  let at = 0;
  const next = () => {
    if (at + 4 > blob.length) return undefined;
    const length = blob.readUInt32BE(at);
    at += 4 + length;
    return at > blob.length ? undefined : blob.subarray(at - length, at);
  };
  const type = next()?.toString('latin1') ?? '';
  const certificate = Object.hasOwn(FIELDS, type) ? FIELDS[type] : undefined;
  if (!certificate) return blob;
  next();
  const fields = Array.from({ length: certificate.fields }, next);
  if (fields.some((field) => field === undefined)) return undefined;
  return Buffer.concat(
    [Buffer.from(certificate.plain), ...(fields as Buffer[])].flatMap((field) => [lengthOf(field), field]),
  );
}

function lengthOf(field: Buffer): Buffer {
  const length = Buffer.alloc(4);
  length.writeUInt32BE(field.length);
  return length;
}
