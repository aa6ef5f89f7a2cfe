import { readFile } from 'node:fs/promises';
import { createServer, type Socket } from 'node:net';
import { join } from 'node:path';
import ssh2, { type AuthContext, type Connection } from 'ssh2';
import { describe, expect } from 'vitest';
import type { NightkeepError, SshTarget } from '../../../src-main/contract/index.ts';
import type { MachinesOptions } from '../../../src-main/ssh/machines.ts';
import type { Question } from '../../../src-main/ssh/questions.ts';
import { makeHostKey } from '../../support/sshd-keys.ts';
import { type Estate, it } from './estate.ts';

/** Clears a screen, names a window, rings, turns the direction, and breaks the line. */
const GARBLING = '\x1b[2J\x1b]0;root\x07\u202etxt.exe\u2028\u0085';
// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what this looks for
const garbles = /[\u0000-\u001f\u007f-\u009f\u202a-\u202e\u2028\u2066-\u2069]/;

type Told = Pick<NightkeepError, 'code' | 'message' | 'details'>;

/** What is told of the machine at that port; whatever it does, in a few plain words. */
async function told(
  estate: Estate,
  port: number,
  ssh: Partial<SshTarget> = {},
  options: Partial<MachinesOptions> = {},
) {
  const machines = estate.machines(
    { jail15: estate.targetOf({ host: '127.0.0.1', port, user: 'maria' }, ssh) },
    { limits: { connectMs: 2_000 }, ...options },
  );
  const error: Told = await machines.exec('jail15', { script: 'true' }).then(
    () => expect.fail('it let us in'),
    (failure) => failure,
  );
  expect(error.code).not.toBe('internal');
  expect(error.message).not.toMatch(garbles);
  expect(error.message.length).toBeLessThan(1_500);
  return error;
}

/** A machine that does that with whoever calls it. */
async function machineThat(estate: Estate, does: (caller: Socket) => void): Promise<number> {
  const callers = new Set<Socket>();
  const server = createServer((caller) => {
    callers.add(caller);
    caller.on('error', () => {});
    does(caller);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  estate.atEnd(() => {
    for (const caller of callers) caller.destroy();
    return new Promise((resolve) => server.close(resolve));
  });
  return (server.address() as { port: number }).port;
}

/** An SSH server of ssh2's, whose key is known, and which does that with whoever calls it. */
async function serverThat(estate: Estate, does: (client: Connection) => void, banner?: string): Promise<number> {
  const hostKey = await makeHostKey(join(estate.folder, 'host_rsa'), 'rsa');
  const config = { hostKeys: [await readFile(hostKey.privateFile)], ...(banner === undefined ? {} : { banner }) };
  const server = new ssh2.Server(config, (client) => {
    client.on('error', () => {});
    does(client);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  estate.atEnd(() => new Promise((resolve) => server.close(resolve)));
  const { port } = server.address() as { port: number };
  await estate.know({ knownHostsLine: `[127.0.0.1]:${port} ${hostKey.type} ${hostKey.base64}` } as never);
  return port;
}

const refusing = (decide: (context: AuthContext) => void) => (client: Connection) =>
  void client.on('authentication', decide);

/** Writes without end. */
function pour(caller: Socket, bytes: Buffer): void {
  const go = () => {
    while (!caller.destroyed && caller.write(bytes));
  };
  caller.on('drain', go);
  go();
}

const string = (text: string) => {
  const bytes = Buffer.from(text);
  const length = Buffer.alloc(4);
  length.writeUInt32BE(bytes.length);
  return Buffer.concat([length, bytes]);
};
/** A packet before any key, RFC 4253, 6. */
function packet(payload: Buffer): Buffer {
  const padding = 8 + ((8 - ((payload.length + 13) % 8)) % 8);
  const head = Buffer.alloc(5);
  head.writeUInt32BE(payload.length + padding + 1);
  head[4] = padding;
  return Buffer.concat([head, payload, Buffer.alloc(padding)]);
}
const greeting = Buffer.from('SSH-2.0-hostile\r\n');
const offer = (kex: string) => {
  const lists = [
    kex,
    'ssh-ed25519',
    ...Array(2).fill('aes128-ctr'),
    ...Array(2).fill('hmac-sha2-256'),
    'none',
    'none',
    '',
    '',
  ];
  return packet(Buffer.concat([Buffer.from([20]), Buffer.alloc(16), ...lists.map(string), Buffer.alloc(5)]));
};
const names = (count: number) => Array.from({ length: count }, (_, index) => `kex-${index}`).join(',');
const goodbye = (text: string) => packet(Buffer.concat([Buffer.from([1, 0, 0, 0, 2]), string(text), string('')]));

describe('what answers and is no sshd', () => {
  it.for([
    [
      'a line without end',
      (caller: Socket) => pour(caller, Buffer.alloc(65_536, 'A')),
      /does not speak SSH on port \d+: it says “A+…”/,
    ],
    [
      'lines without end',
      (caller: Socket) => pour(caller, Buffer.from(`${GARBLING}hello\r\n`.repeat(500))),
      /does not speak SSH/,
    ],
    [
      'a web server',
      (caller: Socket) => caller.end('HTTP/1.1 400 Bad Request\r\n\r\n'),
      /it says “HTTP\/1.1 400 Bad Request”. Check the port/,
    ],
    ['SSH of the last century', (caller: Socket) => caller.write('SSH-1.5-old\r\n'), /does not speak SSH/],
    [
      'noise',
      (caller: Socket) => pour(caller, Buffer.concat([greeting, Buffer.alloc(65_536, 0x5a)])),
      /does not speak SSH/,
    ],
    [
      'a step that comes too early',
      (caller: Socket) => caller.write(Buffer.concat([greeting, packet(Buffer.from([21]))])),
      /what it sends is out of order/,
    ],
    [
      'a list of a megabyte',
      (caller: Socket) => caller.write(Buffer.concat([greeting, offer(names(120_000))])),
      /does not speak SSH/,
    ],
    [
      'a long list',
      (caller: Socket) => caller.write(Buffer.concat([greeting, offer(names(2_500))])),
      /it offers kex-0,kex-1,.* more/,
    ],
    [
      'names that garble',
      (caller: Socket) => caller.write(Buffer.concat([greeting, offer(`${GARBLING},x`)])),
      /no key exchange method that is allowed here/,
    ],
    [
      'a long goodbye',
      (caller: Socket) => caller.write(Buffer.concat([greeting, goodbye(`${GARBLING}gone ${'y'.repeat(20_000)}`)])),
      /broke off the login: .*gone y+…/,
    ],
    ['nothing', () => {}, /does not answer within 2 s/],
  ] as const)('is told in plain words: %s', async ([, does, words], { estate }) => {
    const port = await machineThat(estate, (caller) => void does(caller));
    expect((await told(estate, port)).message).toMatch(words);
  });
});

describe('a machine that speaks SSH, and means no good', () => {
  it('has a banner that garbles, and is long', async ({ estate }) => {
    const banner = `${'z\n'.repeat(5_000)}${GARBLING}last ${'z'.repeat(5_000)}`;
    const port = await serverThat(
      estate,
      refusing((context) => context.reject(['publickey'])),
      banner,
    );
    expect((await told(estate, port)).message).toMatch(/refuses the login.*It says: “.*…”/);
  });

  it('names hundreds of ways to log in', async ({ estate }) => {
    const ways = ['constructor', ...Array.from({ length: 500 }, (_, index) => `${GARBLING}${index}`)];
    const port = await serverThat(
      estate,
      refusing((context) => context.reject(ways as never)),
    );
    expect((await told(estate, port)).message).toMatch(/it takes constructor or .* or \d+ more only/);
  });

  it('asks hundreds of things at once, and nobody is shown them', async ({ estate }) => {
    const asked: Question[] = [];
    const prompts = Array.from({ length: 500 }, (_, index) => ({ prompt: `${GARBLING}${index}`, echo: true }));
    const decide = (context: AuthContext) => {
      if (context.method !== 'keyboard-interactive') return context.reject(['keyboard-interactive']);
      context.prompt(prompts, () => context.reject(['keyboard-interactive']));
    };
    const port = await serverThat(estate, refusing(decide));
    const ask = async (question: Question) => {
      asked.push(question);
      return [];
    };
    const { message, details } = await told(estate, port, {}, { ask });
    expect(message).toMatch(/497 more\. No login asks so much at once/);
    expect(JSON.stringify(details).length).toBeLessThan(1_000);
    expect(asked).toEqual([]);
  });

  it('asks what garbles, and asks on and on', async ({ estate }) => {
    const asked: Question[] = [];
    const decide = (context: AuthContext) => {
      if (context.method !== 'keyboard-interactive') return context.reject(['keyboard-interactive']);
      const again = () =>
        context.prompt([{ prompt: `${GARBLING}\nCode: `, echo: false }], `${GARBLING}name`, 'x'.repeat(9_000), again);
      again();
    };
    const port = await serverThat(estate, refusing(decide));
    const ask = async (question: Question) => {
      asked.push(question);
      return asked.length < 5 ? ['no'] : undefined;
    };
    const { code, message } = await told(estate, port, {}, { ask });
    expect(code).toBe('authentication-failed');
    expect(message).toContain('Nobody answered');
    expect(asked).toHaveLength(5);
    const [
      {
        name = '',
        instructions = '',
        prompts: [prompt],
      } = { prompts: [] },
    ] = asked;
    expect(prompt?.text.split('\n').at(-1)).toBe('Code: ');
    for (const text of [name, instructions, ...(prompt?.text.split('\n') ?? [])]) expect(text).not.toMatch(garbles);
    expect(instructions.length).toBeLessThan(2_500);
  });

  it('is answered wrongly, and is told as that', async ({ estate }) => {
    const port = await serverThat(
      estate,
      refusing((context) => context.reject(['password'])),
    );
    expect((await told(estate, port, {}, { ask: async () => ['no'] })).message).toContain('takes none of the answers');
  });

  it('asks nothing, and is not told as answered wrongly', async ({ estate }) => {
    const port = await serverThat(
      estate,
      refusing((context) => context.reject(['publickey', 'keyboard-interactive'])),
    );
    const { message } = await told(estate, port, {}, { ask: async () => expect.fail('nothing was asked') });
    expect(message).toMatch(/refuses the login\. Tried: the key/);
  });

  it('says pages, and starts no command', async ({ estate }) => {
    const port = await serverThat(estate, (client) => {
      client.on('authentication', (context) => context.accept());
      client.on('session', (accept) =>
        accept().on('exec', (take) => {
          const channel = take();
          channel.stderr.write(`${GARBLING}${'e'.repeat(100_000)}`);
          channel.write(`${GARBLING}${'o'.repeat(100_000)}`);
          channel.exit(1);
          channel.end();
        }),
      );
    });
    expect(await told(estate, port)).toMatchObject({ code: 'program-failed' });
  });

  it('never ends a login, whichever client asks', async ({ estate }) => {
    const port = await serverThat(
      estate,
      refusing(() => {}),
    );
    for (const client of ['built-in', 'openssh'] as const) {
      const { code, message } = await told(estate, port, client === 'openssh' ? { client } : {});
      expect({ code, message }).toMatchObject({
        code: 'unreachable',
        message: expect.stringMatching(/does not answer within (?:2|16) s/),
      });
    }
  });
});
