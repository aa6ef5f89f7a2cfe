import { describe, expect, test } from 'vitest';
import * as habits from './habits.ts';
import { type Rule, readSources } from './sources.ts';

const {
  boundaries,
  constantCommands,
  daysInTheirZone,
  noClassesInPatterns,
  noConsole,
  noDanglingPrograms,
  programsHaveParsers,
  shortFiles,
  tellingNames,
} = habits;

interface Case {
  rule: Rule;
  /** A file that breaks the rule. */
  broken: { path: string; text: string };
  /** A file that keeps it. */
  kept: { path: string; text: string };
}

const cases: Record<string, Case> = {
  'only ssh/ imports ssh2': {
    rule: boundaries,
    broken: { path: 'src-main/features/a.ts', text: "import { Client } from 'ssh2';" },
    kept: { path: 'src-main/ssh/a.ts', text: "import { Client } from 'ssh2';" },
  },
  'only shells/electron imports electron': {
    rule: boundaries,
    broken: { path: 'test/unit/a.test.ts', text: "import { app } from 'electron';" },
    kept: { path: 'src-main/shells/electron/a.ts', text: "import { app } from 'electron/main';" },
  },
  'a file has at most 300 lines': {
    rule: shortFiles,
    broken: { path: 'src-main/programs/a.sh', text: ':\n'.repeat(301) },
    kept: { path: 'src-main/programs/a.sh', text: ':\n'.repeat(300) },
  },
  'a file is named for what it does': {
    rule: tellingNames,
    broken: { path: 'src-main/domain/utils.ts', text: '' },
    kept: { path: 'src-main/domain/bytes.ts', text: '' },
  },
  'nothing but the command line writes to the console': {
    rule: noConsole,
    broken: { path: 'src-main/features/a.ts', text: "console.log('a');" },
    kept: { path: 'src-main/shells/cli/a.ts', text: "console.log('a');" },
  },
  'every program has its parser': {
    rule: programsHaveParsers,
    broken: { path: 'src-main/programs/a.sh', text: ':\n' },
    kept: { path: 'src-main/domain/a.sh', text: ':\n' },
  },
  'only BOOT is sent to a machine': {
    rule: constantCommands,
    broken: { path: 'src-main/features/a.ts', text: "machines.exec(host, { script: 'rm ' + path });" },
    kept: { path: 'src-main/features/a.ts', text: 'machines.exec(host, { script: BOOT });' },
  },
  'an instant is no date': {
    rule: daysInTheirZone,
    broken: { path: 'src-main/features/a.ts', text: 'const day = hold.until.slice(0, 10);' },
    kept: { path: 'src-main/features/a.ts', text: 'const day = spokenDay(hold.until, zone);' },
  },
  'no class stands in a pattern of find or sh': {
    rule: noClassesInPatterns,
    broken: { path: 'src-main/programs/a.sh', text: "find . -name '*[[:cntrl:]]*'\n" },
    kept: { path: 'src-main/programs/a.sh', text: "grep '[[:space:]]' x\nfind . -name '*[! -~]*'\n" },
  },
  'an imported program is there': {
    rule: noDanglingPrograms,
    broken: { path: 'src-main/programs/a.ts', text: "import a from './gone.sh?raw';" },
    kept: { path: 'src-main/programs/a.ts', text: "import wire from './wire.sh?raw';" },
  },
};

describe.each(Object.entries(cases))('%s', (_, { rule, broken, kept }) => {
  test('in the tree', () => expect(rule(readSources())).toEqual([]));
  test('and a file that breaks it is found', () =>
    expect(rule([broken])).toEqual([expect.stringContaining(broken.path)]));
  test('and one that keeps it is not', () => expect(rule([kept])).toEqual([]));
});

test('a program whose parser imports it is complete', () => {
  const sources = [
    { path: 'src-main/programs/a.sh', text: ':\n' },
    { path: 'src-main/programs/a.ts', text: "import source from './a.sh?raw';" },
  ];
  expect(programsHaveParsers(sources)).toEqual([]);
});
