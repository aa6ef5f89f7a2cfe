import { useState } from 'react';
import type { Host, HostProbe, ServerProbe } from '../../../src-main/contract/index.ts';
import { size } from '../../format/sizes.ts';
import { useAnswer } from '../../state/commands.ts';
import { Answer } from '../../ui/answer.tsx';
import { Button } from '../../ui/button.tsx';
import { Card } from '../../ui/card.tsx';
import { KeyValues } from '../../ui/key-values.tsx';
import { InstallDialog } from './install-dialog.tsx';

/** What the machine has of what a night needs, and its schedule. */
export function MachineCard({ host, openSchedule = false }: { host: Host; openSchedule?: boolean }) {
  const probe = useAnswer('hosts.probe', { host: host.name });
  const [installing, setInstalling] = useState(openSchedule);
  return (
    <Card
      title="The machine"
      aside={
        <Button small onClick={() => setInstalling(true)}>
          {probe.data?.schedule ? 'Update scripts and schedule' : 'Install schedule'}
        </Button>
      }
    >
      <Answer of={probe} loading={`Looking at ${host.name}…`}>
        {(data) => <KeyValues rows={rowsOf(data)} />}
      </Answer>
      {installing && <InstallDialog host={host.name} onClose={() => setInstalling(false)} />}
    </Card>
  );
}

/** A skew under this is a clock's ordinary drift. */
const noticeable = 5;

function rowsOf(probe: HostProbe): (readonly [string, string])[] {
  const skew = Math.round(probe.clockSkewSeconds);
  const tools = [
    ['rsync', probe.rsync],
    ['ssh', probe.ssh],
    ['tar', probe.tar],
    ['sendmail', probe.sendmail],
  ] as const;
  return [
    ['System', `${probe.os}, ${probe.shell}`],
    ['Scripts', probe.scripts ? `version ${probe.scripts}` : 'not installed; runs started here need none'],
    ['Schedule', probe.schedule ?? 'none'],
    ...(probe.rsyncFollows
      ? [['Reading', 'its rsync follows a symlink that a customer swaps in; rsync 3.5.0 does not'] as const]
      : []),
    ['Tools', tools.map(([name, version]) => `${name}: ${version ?? 'missing'}`).join(' · ')],
    ['Clock', Math.abs(skew) < noticeable ? 'right' : `${Math.abs(skew)} s ${skew > 0 ? 'ahead' : 'behind'}`],
    ...(probe.server ? [['Server', serverLine(probe.server)] as const] : []),
    ...(probe.freeBytes === undefined ? [] : [['Free', size(probe.freeBytes)] as const]),
  ];
}

const kept: Record<keyof ServerProbe['keeps'], string> = {
  fractions: 'fractions of a second',
  capitals: 'a beside A',
  hardLinks: 'hard links',
  symlinks: 'symlinks',
  modes: 'modes',
  longNames: 'long names',
  fifos: 'pipes',
};

function serverLine({ name, rsync, keeps }: ServerProbe): string {
  const lost = Object.entries(kept).flatMap(([key, word]) => (keeps[key as keyof typeof kept] === false ? word : []));
  const disk = lost.length > 0 ? ` · its disk does not keep ${lost.join(', ')}` : '';
  return `${name}, rsync: ${rsync ?? 'missing'}${disk}`;
}
