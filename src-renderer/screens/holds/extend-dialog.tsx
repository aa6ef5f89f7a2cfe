import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import type { Hold } from '../../../src-main/contract/index.ts';
import { day } from '../../format/times.ts';
import { reread, useAction } from '../../state/commands.ts';
import { useNow, useTimeZone } from '../../state/fleet.ts';
import { Button } from '../../ui/button.tsx';
import { ErrorBox } from '../../ui/error-box.tsx';
import { SelectField } from '../../ui/field.tsx';
import { Modal } from '../../ui/modal.tsx';
import { nameOfHold } from './hold-name.ts';

const choices = [
  ['7', '1 week'],
  ['14', '2 weeks'],
  ['30', '30 days'],
  ['90', '90 days'],
] as const;

export function ExtendDialog({ hold, onClose }: { hold: Hold; onClose: () => void }) {
  const [days, setDays] = useState('14');
  const client = useQueryClient();
  const extend = useAction('holds.extend');
  const zone = useTimeZone();
  const now = useNow();
  // From its end, or from now where that has passed: extending never shortens.
  const from = Math.max(new Date(hold.until).getTime(), now.getTime());
  const until = new Date(from + Number(days) * 86_400_000).toISOString();
  const save = () =>
    extend.mutate(
      { id: hold.id, until },
      {
        onSuccess: () => {
          void reread(client, 'holds.list', 'activity.list');
          onClose();
        },
      },
    );
  return (
    <Modal
      open
      title={`Hold ${nameOfHold(hold)} for longer`}
      onClose={onClose}
      actions={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button look="primary" disabled={extend.isPending} onClick={save}>
            Hold until {day(until, zone, now)}
          </Button>
        </>
      }
    >
      <SelectField
        label={`Now until ${day(hold.until, zone, now)}; longer by`}
        options={choices}
        value={days}
        onChange={(event) => setDays(event.target.value)}
      />
      {extend.isError && <ErrorBox error={extend.error} />}
    </Modal>
  );
}
