import type { Host } from '../../../src-main/contract/index.ts';
import { displayText } from '../../format/display-text.ts';
import { scheduleInWords } from '../../format/schedule.ts';
import { useAnswer } from '../../state/commands.ts';
import { Soft } from '../../ui/page.tsx';
import { Tag } from '../../ui/tag.tsx';

/** What the machine is, how it is reached, and whether its nights come by themselves. */
export function HostFacts({ host }: { host: Host }) {
  const probe = useAnswer('hosts.probe', { host: host.name });
  const { user, host: address } = host.ssh;
  const who = `${user ?? 'as you'}@${host.name}`;
  return (
    <>
      <Soft>{displayText([probe.data?.os, user ? who : address, host.configPath].filter(Boolean).join(' · '))}</Soft>
      {probe.data &&
        (probe.data.schedule ? (
          <Tag tone="good">schedule {displayText(scheduleInWords(probe.data.schedule))}</Tag>
        ) : (
          <Tag tone="warn" mark>
            no schedule: nights come only by hand
          </Tag>
        ))}
      {probe.isError && (
        <Tag tone="bad" mark>
          {probe.error.code === 'unreachable' ? 'out of reach' : 'could not be looked at'}
        </Tag>
      )}
    </>
  );
}
