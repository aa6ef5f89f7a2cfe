import { existsSync } from 'node:fs';
import { basename, join } from 'node:path';
import { checkout, importsOf, isCode, isOurs, type Rule } from './sources.ts';

const LONGEST = 300;

/** One folder alone imports a package that stands for a boundary. */
export const boundaries: Rule = (sources) => {
  const owners: Record<string, { folders: string[]; instead: string }> = {
    ssh2: { folders: ['src-main/ssh/'], instead: 'Take `Machines` of ssh/types.ts.' },
    electron: { folders: ['src-main/shells/electron/'], instead: 'Put it behind a port that core.ts is given.' },
    'electron-store': {
      folders: ['src-main/shells/electron/'],
      instead: 'Take `Settings`: outside Electron it throws.',
    },
    'node:sqlite': { folders: ['src-main/stores/'], instead: 'Add a method to the history store.' },
    ws: { folders: ['src-main/shells/web/', 'test/'], instead: 'Only the web shell speaks WebSocket.' },
  };
  return sources.filter(isCode).flatMap((source) =>
    importsOf(source).flatMap(({ target, isType }) => {
      const owner = Object.hasOwn(owners, target) ? owners[target] : undefined;
      // Tests may speak for the other side of a boundary, but nothing loads Electron, which would download its binary.
      const isTest = source.path.startsWith('test/') && (isType || !target.startsWith('electron'));
      if (!owner || isTest || owner.folders.some((folder) => source.path.startsWith(folder))) return [];
      return [`${source.path} imports ${target}, which only ${owner.folders.join(' and ')} may. ${owner.instead}`];
    }),
  );
};

export const shortFiles: Rule = (sources) =>
  sources
    .filter((source) => isCode(source) || /\.(sh|css)$/.test(source.path))
    .map(({ path, text }) => ({ path, lines: text.replace(/\n$/, '').split('\n').length }))
    .filter(({ lines }) => lines > LONGEST)
    .map(({ path, lines }) => `${path} has ${lines} lines, more than ${LONGEST}. Split it by what its parts are for.`);

export const tellingNames: Rule = (sources) =>
  sources
    .filter(({ path }) => /(^|\/)(utils?|helpers?|misc|common|stuff)(\.[a-z.]+)?(\/|$)/i.test(path))
    .map(({ path }) => `${path}: name it for what it does.`);

/** Output belongs to the command line; all else has the log, which keeps secrets out. */
export const noConsole: Rule = (sources) =>
  sources
    .filter((source) => isCode(source) && isOurs(source) && !source.path.startsWith('src-main/shells/cli/'))
    .filter(({ text }) => /\bconsole\.\w+\(/.test(text))
    .map(({ path }) => `${path} writes to the console. Use the log that core.ts passes in.`);

/** A program is its source and, in a file of the same folder, how its input is written and its output read. */
export const programsHaveParsers: Rule = (sources) => {
  const imported = new Set(sources.filter(isCode).flatMap((source) => importsOf(source).map(({ target }) => target)));
  return sources
    .filter(({ path }) => path.startsWith('src-main/programs/') && path.endsWith('.sh') && !imported.has(path))
    .map(
      ({ path }) =>
        `${path} is imported by no .ts beside it. Write the encoder of its input and the parser of its output.`,
    );
};

/** The wire and the programs are constant text: a value that gets into one would be run by a shell. */
export const constantCommands: Rule = (sources) =>
  sources
    .filter((source) => isCode(source) && source.path.startsWith('src-main/features/'))
    .filter(({ text }) => /\bscript:(?!\s*BOOT\b)/.test(text))
    .map(({ path }) => `${path} sends a command of its own. Only BOOT is sent to a machine: write a program.`);

/** Every import of a file of ours names a file that is there. */
export const noDanglingPrograms: Rule = (sources) =>
  sources.filter(isCode).flatMap((source) =>
    importsOf(source)
      .filter(({ target, isPackage }) => !isPackage && target.endsWith('.sh') && !existsSync(join(checkout, target)))
      .map(({ target }) => `${source.path} imports ${target}, which is not there (${basename(target)}).`),
  );

/** An instant is UTC: cut to its date it is the day before or after in half of the world. */
export const daysInTheirZone: Rule = (sources) =>
  sources
    .filter((source) => isCode(source) && isOurs(source) && !/(domain\/time|format\/dates)\.ts$/.test(source.path))
    .filter(({ text }) => /\.slice\(0, 10\)|split\('T'\)/.test(text))
    .map(({ path }) => `${path} cuts an instant to a date. Take spokenDay or dateIn, or day of format/times.ts.`);

/** FreeBSD's find and shell know no classes in a pattern: it matches nothing there, without a word. */
export const noClassesInPatterns: Rule = (sources) =>
  sources
    .filter(({ path }) => path.startsWith('src-main/programs/') && path.endsWith('.sh'))
    .flatMap(({ path, text }) =>
      text
        .split('\n')
        .filter((line) => /\[:[a-z]+:\]/.test(line) && !/\b(?:awk|grep|sed|tr)\b/.test(line))
        .map((line) => `${path} has a class in a pattern (${line.trim()}). Name the characters or a range of them.`),
    );
