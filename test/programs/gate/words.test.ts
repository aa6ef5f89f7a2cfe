import { spawnSync } from 'node:child_process';
import { describe, expect, test } from 'vitest';
import receive from '../../../src-main/programs/keeper/receive.sh?raw';
import { everyShell } from '../../support/shells.ts';

// One rsync's words a line, split at blanks.
const evil = `
--sender|--daemon|--config=/x|-s|--secluded-args|--protect-args|--link-dest=/|--copy-dest=/|--compare-dest=/|--backup|-b
--backup-dir=/x|--partial-dir=/x|--temp-dir=/x|-T|--log-file=/x|--log-file-format=x|--files-from=/etc/passwd|-R|--relative
-K|--keep-dirlinks|-k|-L|--inplace|--append|--append-verify|--write-devices|--copy-devices|-I|--remove-source-files
--remove-sent-files|--rsync-path=x|-e|--rsh=x|-M--x|--fake-super|--super|--chown=0:0|--usermap=*:0|--chmod=777
--insecure-links|--confine-root=/|--munge-links|--no-munge-links|--iconv=x|--stop-at=1|--filter=x|-f|--exclude-from=/x
--include-from=/x|-F|-C|-x|-n|-U|-d|--dirs|--stats|--log-format=%i%I|--mkpath|--delete-excluded|--force|--ignore-existing|--existing|--open-noatime
--write-batch=/x|--only-write-batch=/x|--read-batch=/x|--fuzzy|-y|--trust-sender|--log-format=%i%n|--out-format=x
--timeout=0|--bwlimit=1|--max-alloc=0|--dparam=x|/etc|..|./x|a b|$(id)|\`id\`|-|--||-logDtpree.iLsfxCIvu|-e.x/y|-le.i;id
-lo gDtpre.iLs|-logDtpre.iLs fx|--partial=|--delete=x|--partial-dir|-logDtpr/e.i|.. |. |-z|-W|-u|-0|-@1|-@-2
--modify-window=5|--no-D|--no-i-r|--old-args|--numeric-ids=x|--stats=x|--server=x|--log-format=%i%I%n|-logDtpreiLs`
  .trim()
  .split(/[|\n]/);

// What the rsyncs of hosts ask for, of 3.0 to 3.5.
const honest = {
  patch: `--server|-lHogDtpre.iLsfxC|-lHogDtpAXrSe.iLsfxCIvu|-lHogDtprcSe.iLs|-lHogDtpAXRSe.LsfxCIvu|--partial|--log-format=%i|--numeric-ids|--modify-window=-1|-@-1`,
  compare: `--server|-nlHogDtpre.iLsfxC|-nlHogDtpAXrSe.iLsfxCIvu|--delete|--delete-during|--delete-excluded|--ignore-errors|--log-format=%i|--numeric-ids|-@-1`,
};

describe.each(everyShell)('the words of rsync under $name', ({ argv: [program, ...words] }) => {
  const allowed = (asked: readonly string[], kind = 'patch') => {
    const source = `${receive}\nLC_ALL=C\nnk_receive_kind=${kind}\nfor word; do if nk_check_word "$word"; then printf '%s\\n' "$word"; fi; done`;
    const { stdout, stderr } = spawnSync(program, [...words, '-c', source, 'sh', ...asked]);
    expect(stderr.toString()).toBe('');
    return stdout.toString().split('\n').slice(0, -1);
  };

  test('are those of a receiver that writes where it is told to', () => {
    for (const kind of ['patch', 'compare'] as const) {
      const words = honest[kind].split('|');
      expect(allowed(words, kind)).toEqual(words);
    }
    const [comparing, patching] = ['-nlHogDtpAXrSe.iLsfxCIvu', '-lHogDtpAXrSe.iLsfxCIvu'];
    expect(allowed([comparing, patching])).toEqual([patching]);
    expect(allowed([comparing, patching], 'compare')).toEqual([comparing]);
    // Names of what differs are for what receives alone.
    expect(allowed(['-nlHogDtpRe.LsfxC', '-lHogDtpRRe.LsfxC'], 'compare')).toEqual([]);
    expect(allowed(['-lHogDtpRRe.LsfxC'])).toEqual([]);
    const twice = [
      '-vlogDtpre.iLs',
      '-vvlogDtpre.iLs',
      '-llogDtpre.iLs',
      '-logDtpre.i.Ls',
      `-logDtpre.${'i'.repeat(80)}`,
    ];
    for (const kind of ['patch', 'compare']) {
      expect(allowed([...evil, ...twice, '--partial\n--sender', '.\n/etc', '\n', '-l\n-R', '-loé'], kind)).toEqual(
        kind === 'compare' ? ['--delete-excluded'] : [],
      );
    }
  });
});
