import { execFileSync } from 'node:child_process';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect } from 'vitest';
import { makeSecurityKey, type SecurityKind } from '../../support/security-key.ts';
import { type Estate, it } from './estate.ts';

/** A machine that lets nobody in but by that security key. */
async function lockedBy(estate: Estate, kind: SecurityKind) {
  const key = makeSecurityKey(kind);
  const server = await estate.start('jail15', { authorizedKeys: [key.line] });
  await estate.know(server);
  const file = join(estate.folder, 'yubikey');
  await writeFile(file, key.file, { mode: 0o600 });
  await writeFile(`${file}.pub`, `${key.line}\n`);
  const socket = join(estate.folder, 'agent');
  return { key, file, socket, target: (identityFile: string | undefined) => estate.targetOf(server, { identityFile }) };
}

describe.each<SecurityKind>(['ed25519', 'ecdsa'])('a security key (%s)', (kind) => {
  it('opens a machine by the agent that holds it, named or not', async ({ estate }) => {
    const { key, file, socket, target } = await lockedBy(estate, kind);
    const agent = await key.agent(socket);
    estate.atEnd(agent.stop);
    // Its form is that of OpenSSH's own tools.
    expect(execFileSync('ssh-keygen', ['-l', '-f', file], { encoding: 'utf8' })).toContain(`${kind.toUpperCase()}-SK`);
    for (const named of [undefined, file, `${file}.pub`]) {
      const machines = estate.machines({ jail15: target(named) }, { agentSocket: socket });
      expect(await machines.exec('jail15', { script: 'true' })).toMatchObject({ exitCode: 0 });
    }
  });

  it('that is not plugged in is told as that, and not as a key that was refused', async ({ estate }) => {
    const { file, target } = await lockedBy(estate, kind);
    const machines = estate.machines({ jail15: target(file) });
    const { code, message } = await machines.exec('jail15', { script: 'true' }).catch((error) => error);
    expect(code).toBe('authentication-failed');
    expect(message).toContain(`accepts the key ${file}`);
    expect(message).toContain('security key');
    expect(message).not.toContain('authorized_keys');
  });

  it('that the agent holds and nobody touches is told as that, too', async ({ estate }) => {
    const { key, file, socket, target } = await lockedBy(estate, kind);
    const agent = await key.agent(socket, true);
    estate.atEnd(agent.stop);
    const machines = estate.machines({ jail15: target(`${file}.pub`) }, { agentSocket: socket });
    const { code, message } = await machines.exec('jail15', { script: 'true' }).catch((error) => error);
    expect(code).toBe('authentication-failed');
    expect(message).toContain('security key');
    expect(message).not.toContain('authorized_keys');
  });
});
