import { writeFileSync } from 'node:fs';
import { it } from 'vitest';
import { BOOT, bootable } from '../../../src-main/programs/boot.ts';
import { nightProgram, nightSource } from '../../../src-main/programs/night/night.ts';
import { encodeInput } from '../../../src-main/programs/wire.ts';
it('dumps', () => {
  writeFileSync('/tmp/nkp/dev/boot', BOOT);
  writeFileSync('/tmp/nkp/dev/night.sh', nightSource);
  writeFileSync('/tmp/nkp/dev/stdin', Buffer.concat([Buffer.from(bootable(nightSource)), encodeInput(nightProgram.encode({ host: 'jail15', configPath: '/backup.config' }))]));
});
