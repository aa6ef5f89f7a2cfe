// To be imported before app.ts: its machines are none, and answer at once what such a fleet's would. So the app's own
// process is measured alone, in a minute. NK_FAKE: HOSTS,refuse or HOSTS,answer; `makeFakeHome` is what it starts on.
import * as fs from 'node:fs';
import { registerHooks } from 'node:module';
import { join } from 'node:path';
import { recordText } from '../../support/backupdir.ts';

const CUSTOMERS = 15;
const ENTRIES = 100;
const NIGHTS = 7;
const CHUNK = 32 * 1024;

if (process.env.NK_FAKE)
  registerHooks({
    resolve: (specifier, context, next) =>
      specifier.endsWith('/ssh/machines.ts') ? { url: import.meta.url, shortCircuit: true } : next(specifier, context),
  });

const name = (index: number) => `jail${String(index).padStart(4, '0')}`;

export function makeFakeHome(home: string, hosts: number): void {
  const ssh = { host: '127.0.0.1', port: 9, user: 'root' };
  const fleet = {
    timeZone: 'UTC',
    customerPatterns: ['(?<ip>\\d+\\.\\d+\\.\\d+\\.\\d+)-(?<customer>col\\d{5})-DIR'],
    servers: Array.from({ length: Math.ceil(hosts / 100) }, (_, index) => ({ name: `backup${index}`, ssh })),
    hosts: Array.from({ length: hosts }, (_, index) => ({ name: name(index), ssh, configPath: '/c/backup.config' })),
  };
  fs.mkdirSync(home, { recursive: true, mode: 0o700 });
  fs.writeFileSync(join(home, 'config.json'), JSON.stringify({ fleet }), { mode: 0o600 });
}

const rootOf = (number: number) =>
  `/mnt/data1/10.${number >> 16}.${(number >> 8) & 255}.${number & 255}-col${String(number).padStart(5, '0')}-DIR`;

const numberOf = (host: string) => Number(/jail(\d{4})/.exec(host)?.[1]);

const pathsOf = (index: number) =>
  Array.from({ length: CUSTOMERS }, (_, at) =>
    Array.from(
      { length: Math.floor(ENTRIES / CUSTOMERS) },
      (_, site) => `${rootOf(index * CUSTOMERS + at)}/usr/local/www/site${site}`,
    ),
  ).flat();

function configOf(index: number, servers: number): string {
  const entries = pathsOf(index).map((path) => `## ENTRY ${path}\n`);
  return `backupdir=/data/${name(index)}\nserver=backup${index % servers}\n${entries.join('')}`;
}

function lookAgain(index: number, servers: number, input: string[]): string {
  const known = input.find((line) => line.startsWith('known '))?.slice(6);
  const config = configOf(index, servers);
  const told = known
    ? 'same\n'
    : `${config
        .split('\n')
        .map((line) => `line\ttext=${line}\n`)
        .join('')}size\tbytes=${config.length}\n`;
  return told + (input.includes('dir /mnt/data1') ? folders(index) : '');
}

const folders = (index: number) =>
  Array.from(
    { length: CUSTOMERS },
    (_, at) => `folder\tdir=/mnt/data1\tname=${rootOf(index * CUSTOMERS + at).slice(11)}\n`,
  ).join('');

/** A hundredth of the hosts failed, did not run, or have a warning. */
function newsOf(index: number, known: string): string {
  const paths = pathsOf(index);
  const nights = Array.from({ length: NIGHTS }, (_, night) => {
    const date = new Date(Date.now() - night * 86_400_000).toISOString().slice(0, 10);
    return { night, date, runId: `${date.replaceAll('-', '')}T081000Z-${String(index).padStart(6, '0')}` };
  }).filter(({ night }) => night > 0 || index % 100 !== 1);
  const records = nights.map(({ runId, date, night }) => {
    if (known.includes(runId)) return '';
    const isOdd = night === 0 && index % 100 === 2;
    const entries = paths.map((path, at) => (isOdd && at === 3 ? { path, state: 'missing' } : { path }));
    const state = isOdd ? 'warning' : night === 0 && index % 100 === 3 ? 'failed' : 'good';
    const failed = state === 'failed' ? { message: 'connection refused', entries: [] } : { entries };
    return recordText({ runId, date, state, host: name(index), ...failed });
  });
  const there = nights.filter(({ night }) => night > 0 || index % 100 !== 3);
  return [
    `place\tbackupdir=/data/${name(index)}\n`,
    ...there.map(({ runId }, at) => `night\tindex=${at}\tid=${runId}\n`),
    'runs\n',
    ...records.reverse(),
  ].join('');
}

/** In pieces, each of one host. */
function* answerOf(program: string, machine: string, input: string[], servers: number): Generator<string> {
  if (program === 'look-again') yield lookAgain(numberOf(machine), servers, input);
  if (program === 'list-folders') yield folders(numberOf(machine));
  if (program === 'stamps') {
    const dirs = input.filter((line) => line.startsWith('dir ')).map(numberOf);
    yield `disk\tdir=/data\tfree=1000000\ttotal=4000000\n`;
    yield dirs.map((index) => `s\tn=n${index}\th=-\ta=-\tl=0\n`).join('');
  }
  if (program !== 'list-news') return;
  let known = '';
  for (const line of input) {
    if (line.startsWith('known ')) known = line;
    if (line.startsWith('backupdir ')) yield newsOf(numberOf(line), known);
  }
}

const [hosts = '1000', mode = 'answer'] = (process.env.NK_FAKE ?? '').split(',');

/** No two answers come in one round of the event loop: making them takes time that is none of the app's. */
let last: Promise<unknown> = Promise.resolve();
const ownTurn = () => {
  last = last.then(() => new Promise(setImmediate));
  return last;
};

/** In place of ssh/machines.ts. */
export function createMachines() {
  const servers = Math.ceil(Number(hosts) / 100);
  let programs: Map<string, string> | undefined;
  async function loaded(): Promise<Map<string, string>> {
    const folder = '../../../src-main/programs';
    const { readStamps } = await import(`${folder}/fleet/stamps.ts`);
    const { listNews } = await import(`${folder}/nights/list-nights.ts`);
    const { lookAgainProgram } = await import(`${folder}/host/config-file.ts`);
    const { listFolders } = await import(`${folder}/fleet/list-folders.ts`);
    return new Map([readStamps, listNews, lookAgainProgram, listFolders].map((one) => [one.source, one.name]));
  }
  return {
    async exec(machine: string, { stdin, onStdout }: { stdin: Buffer; onStdout: (chunk: Buffer) => void }) {
      await new Promise((resolve) => setTimeout(resolve, 1));
      const { NightkeepError } = await import('../../../src-main/contract/index.ts');
      if (mode === 'refuse') throw new NightkeepError('unreachable', `${machine} refuses the connection.`, { machine });
      programs ??= await loaded();
      const head = stdin.indexOf(10) + 1;
      const end = head + Number(stdin.subarray(0, head));
      const program = programs.get(stdin.subarray(head, end).toString()) ?? '';
      const input = stdin.subarray(end).toString().split('\n');
      for (const piece of answerOf(program, machine, input, servers)) {
        const answer = Buffer.from(piece);
        for (let at = 0; at < answer.length; at += CHUNK) {
          await ownTurn();
          onStdout(answer.subarray(at, at + CHUNK));
        }
      }
      return { exitCode: 0, stdout: Buffer.alloc(0), stderr: Buffer.alloc(0) };
    },
    status: (machine: string) => ({ machine, state: 'idle' }),
    changedKey: () => undefined,
    pending: () => [],
    close: async () => {},
  };
}
