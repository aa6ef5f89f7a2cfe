import { describe, expect, test } from 'vitest';
import { importTable, layerOf } from './layers.ts';
import { readSources } from './sources.ts';

const file = (path: string, text: string) => [{ path, text }];

describe('the import table', () => {
  test('holds in the tree', () => {
    expect(importTable(readSources())).toEqual([]);
  });

  test('every folder of src-main has a layer of its own', () => {
    expect(layerOf('src-main/domain/bytes.ts')).toBe('domain');
    expect(layerOf('src-main/core.ts')).toBe('core');
    expect(layerOf('src-main/shells/cli/main.ts')).toBe('shells/cli');
    expect(layerOf('src-renderer/main.tsx')).toBe('renderer');
    expect(layerOf('test/x.ts')).toBeUndefined();
  });

  test.each([
    [
      'domain importing what the contract runs',
      'src-main/domain/a.ts',
      "import { commands } from '../contract/commands.ts';",
    ],
    ['the contract importing anything', 'src-main/contract/a.ts', "import type { A } from '../domain/a.ts';"],
    ['jobs knowing of SSH', 'src-main/jobs/a.ts', "import type { Machines } from '../ssh/types.ts';"],
    ['a feature reaching for a shell', 'src-main/features/a.ts', "export { a } from '../shells/web/a.ts';"],
    ['a shell going round the core', 'src-main/shells/web/a.ts', "const a = await import('../../stores/a.ts');"],
    ['Electron starting the web shell', 'src-main/shells/electron/a.ts', "import '../web/serve.ts';"],
    [
      'the page running code of the core',
      'src-renderer/screens/a.tsx',
      "import { commands } from '../../src-main/contract/index.ts';",
    ],
    [
      'the page importing a type of the core',
      'src-renderer/api/a.ts',
      "import type { Jobs } from '../../src-main/jobs/types.ts';",
    ],
    ['a type imported in place', 'src-main/jobs/a.ts', "export type A = import('../ssh/types.ts').Machines;"],
    ['a component reaching for state', 'src-renderer/ui/a.tsx', "import { useNights } from '../state/nights.ts';"],
    ['the app importing a test', 'src-main/features/a.ts', "import { startSshd } from '../../test/support/sshd.ts';"],
  ])('%s is found', (_, path, text) => {
    expect(importTable(file(path, text))).toEqual([expect.stringContaining('may import:')]);
  });

  test.each([
    ['src-main/domain/a.ts', "import type { Night } from '../contract/models.ts';"],
    ['src-main/features/a.ts', "import source from '../programs/night/night.sh?raw';\nimport { z } from 'zod';"],
    ['src-renderer/screens/tonight/a.tsx', "import type { Night } from '../../../src-main/contract/index.ts';"],
  ])('what is allowed in %s is left alone', (path, text) => {
    expect(importTable(file(path, text))).toEqual([]);
  });
});
