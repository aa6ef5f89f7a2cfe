import { execFileSync, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { textFromBytes } from '../../src-main/domain/bytes.ts';
import { BOOT, bootable } from '../../src-main/programs/boot.ts';
import { compose } from '../../src-main/programs/program.ts';
import { encodeInput, LineSplitter, parseEvent } from '../../src-main/programs/wire.ts';
import { everyShell } from '../support/shells.ts';

/** Says back each line of its input, then how many bytes of raw input follow. */
const echo = compose(`
nk_input() { nk_emit said key "$1" value "$2"; }
nk_read_input
nk_emit raw bytes "$(wc -c)"
`);

function run(shell: readonly string[], lines: [string, string][], raw = Buffer.alloc(0)) {
  const [command = '', ...args] = shell;
  const input = Buffer.concat([Buffer.from(bootable(echo)), encodeInput(lines), raw]);
  const { stdout, stderr } = spawnSync(command, [...args, '-c', BOOT], { input, maxBuffer: 1 << 26 });
  expect(stderr.toString()).toBe('');
  const splitter = new LineSplitter();
  return [...splitter.push(stdout)].map(parseEvent);
}

/** A path component: any byte but NUL. */
const bytes = fc
  .array(fc.oneof(fc.integer({ min: 1, max: 255 }), fc.constantFrom(...Buffer.from('\\\n\t \'"$`%=#.'))), {
    maxLength: 40,
  })
  .map((values) => textFromBytes(Buffer.from(values)));

describe.each(everyShell)('the wire under $name', ({ argv }) => {
  test('any value goes to a program and comes back as it was', () => {
    fc.assert(
      fc.property(fc.array(bytes, { minLength: 20, maxLength: 40 }), (values) => {
        const events = run(
          argv,
          values.map((value) => ['path', value]),
        );
        expect(events.slice(0, -1).map((event) => event.fields.value)).toEqual(values);
      }),
      { numRuns: 20 },
    );
  });

  test('every single byte comes back', () => {
    const values = Array.from({ length: 255 }, (_, i) => textFromBytes(Buffer.of(i + 1)));
    const events = run(
      argv,
      values.map((value) => ['path', value]),
    );
    expect(events.slice(0, -1).map((event) => event.fields.value)).toEqual(values);
  });

  test('a text longer than an argument can be comes whole', () => {
    const pieces = ['\\', '\n', '\t', '\\n', '\\\\', '%s', 'x'.repeat(50), "'", '"$(id)`', '\n\n'];
    const text = Array.from({ length: 30_000 }, (_, at) => pieces[((at * 7919) % 1009) % pieces.length]).join('');
    expect(text.length).toBeGreaterThan(131_072);
    const source = compose(`
      nk_input() { nk_long "$2" | cksum; }
      nk_read_input`);
    const [command = '', ...args] = argv;
    const said = execFileSync(command, [...args, '-c', source], { input: encodeInput([['text', text]]) });
    expect(said.toString()).toBe(execFileSync('cksum', { input: `${text}\n` }).toString());
  });

  test('what follows the input is left for the program, to the byte', () => {
    const raw = Buffer.from(Array.from({ length: 100_000 }, (_, i) => i % 256));
    expect(
      run(argv, [['a', 'b']], raw)
        .at(-1)
        ?.fields.bytes?.trim(),
    ).toBe('100000');
  });

  test('a program is the same however it comes, and none of its input is taken for it', async () => {
    const [command = '', ...args] = argv;
    const child = spawn(command, [...args, '-c', BOOT], { stdio: ['pipe', 'pipe', 'inherit'] });
    const over = once(child, 'close');
    const said: Buffer[] = [];
    child.stdout.on('data', (chunk: Buffer) => said.push(chunk));
    const input = Buffer.from(`${bootable(echo)}path /a\n.\nrest`);
    const size = Math.ceil(input.length / 12);
    for (let at = 0; at < input.length; at += size) {
      child.stdin.write(input.subarray(at, at + size));
      await new Promise((resolve) => setTimeout(resolve, 5));
    }
    child.stdin.end();
    await over;
    expect(Buffer.concat(said).toString()).toMatch(/^said\tkey=path\tvalue=\/a\nraw\tbytes=\s*4\n$/);
  });

  test.each([
    ['does not come whole', (text: string) => text.slice(0, -2)],
    ['has no end of its length', () => '12'],
    ['does not come at all', () => ''],
    ['has no length', () => 'echo run\n'],
  ])('a program that %s is not run', (_, cut) => {
    const [command = '', ...args] = argv;
    const input = cut(bootable('echo run\n: the end'));
    const { stdout, status } = spawnSync(command, [...args, '-c', BOOT], { input });
    expect(stdout.toString()).toBe('');
    expect(status).toBe(1);
  });

  test('input that ends early is an error, not an empty value', () => {
    const [command = '', ...args] = argv;
    const { stdout, status } = spawnSync(command, [...args, '-c', BOOT], { input: `${bootable(echo)}path /a\n` });
    expect(status).toBe(1);
    expect(stdout.toString()).toContain('error\tcode=program-failed');
  });
});

test('a program is ASCII: where a shell counts characters, its length is that of its bytes', () => {
  expect(() => bootable('# caf\u00e9\n')).toThrow('ASCII');
});

test('lines are the same however the stream is cut', () => {
  const text = 'one\ntwo\n\nthree';
  for (let size = 1; size <= text.length; size++) {
    const splitter = new LineSplitter();
    const lines: string[] = [];
    for (let at = 0; at < text.length; at += size) {
      for (const line of splitter.push(Buffer.from(text.slice(at, at + size)))) lines.push(line.toString());
    }
    expect([...lines, splitter.rest().toString()]).toEqual(['one', 'two', '', 'three']);
  }
});

describe('lines', () => {
  test('of any lengths come whole, however they are cut', () => {
    const line = fc.uint8Array({ maxLength: 30 }).map((bytes) => Buffer.from(bytes.filter((byte) => byte !== 10)));
    fc.assert(
      fc.property(fc.array(line, { maxLength: 10 }), fc.integer({ min: 1, max: 40 }), (lines, size) => {
        const whole = Buffer.concat(lines.flatMap((each) => [each, Buffer.from('\n')]));
        const splitter = new LineSplitter();
        const found: Buffer[] = [];
        for (let at = 0; at < whole.length; at += size) found.push(...splitter.push(whole.subarray(at, at + size)));
        expect(found).toEqual(lines);
        expect(splitter.tooLong).toBe(0);
      }),
    );
  });

  test('that no program says are left out, counted and not kept, and those after them come', () => {
    const splitter = new LineSplitter();
    const chunk = Buffer.alloc(64 * 1024, 'x');
    const before = process.memoryUsage().arrayBuffers;
    for (let i = 0; i < 4000; i++) expect([...splitter.push(Buffer.from(chunk))]).toEqual([]);
    expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(128 * 1024 * 1024);
    expect([...splitter.push(Buffer.from('\nafter\n'))].map(String)).toEqual(['after']);
    expect(splitter.tooLong).toBe(1);
    expect([...splitter.push(Buffer.concat([chunk, chunk, chunk]))]).toEqual([]);
    expect(splitter.rest()).toHaveLength(0);
    expect(splitter.tooLong).toBe(2);
  });

  test('of fields without end have as many as are known', () => {
    const { name, fields } = parseEvent(
      Buffer.from(`x\t${Array.from({ length: 60_000 }, (_, at) => `${at}=`).join('\t')}`),
    );
    expect(name).toBe('x');
    expect(Object.keys(fields)).toHaveLength(100);
  });
});
