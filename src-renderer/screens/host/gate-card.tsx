import { RotateCw } from 'lucide-react';
import { useState } from 'react';
import type { GateCheck } from '../../../src-main/contract/index.ts';
import { count } from '../../format/counts.ts';
import { displayText } from '../../format/display-text.ts';
import { useAnswer } from '../../state/commands.ts';
import { useStored } from '../../state/stored.ts';
import { Answer } from '../../ui/answer.tsx';
import { Button, IconButton } from '../../ui/button.tsx';
import { Card } from '../../ui/card.tsx';
import { StateMark } from '../../ui/state-mark.tsx';
import { Tag } from '../../ui/tag.tsx';
import styles from './gate-card.module.css';
import { GateDialog, type GateWish } from './gate-dialog.tsx';
import { GateRefusals } from './gate-refusals.tsx';
import { KeysFile } from './keys-file.tsx';

/** What the host’s key opens on its server, and the gate that bounds it. */
export function GateCard({ host }: { host: string }) {
  const keysFile = useStored(`keys-file.${host}`);
  const check = useAnswer('gate.check', { host, ...(keysFile === undefined ? {} : { authorizedKeys: keysFile }) });
  const [wish, setWish] = useState<GateWish>();
  const { data } = check;
  const isNowhere = data ? data.lines.length === 0 : check.error?.code === 'not-found';
  return (
    <Card
      title="What this host may do on its server"
      aside={
        <span className={styles.aside}>
          {data && <Wishes check={data} onWish={setWish} />}
          <IconButton
            small
            label="Look again"
            disabled={check.isFetching}
            onClick={() => void check.refetch({ cancelRefetch: false })}
          >
            <RotateCw size={13} aria-hidden="true" />
          </IconButton>
        </span>
      }
    >
      <div className={styles.body}>
        <Answer of={check} loading={`Looking for the key of ${host} on its server…`}>
          {(checked) => <Checked check={checked} />}
        </Answer>
        {(isNowhere || keysFile !== undefined) && <KeysFile host={host} server={data?.server} />}
      </div>
      {wish && data && (
        <GateDialog
          host={host}
          server={data.server}
          wish={wish}
          keysFile={keysFile}
          onClose={() => setWish(undefined)}
        />
      )}
    </Card>
  );
}

function Wishes({ check, onWish }: { check: GateCheck; onWish: (wish: GateWish) => void }) {
  if (check.lines.length === 0) return null;
  if (!isBound(check)) {
    return (
      <Button small onClick={() => onWish('bind')}>
        Bind to the gate…
      </Button>
    );
  }
  return (
    <>
      {check.open.length > 0 && (
        <Button small onClick={() => onWish('update')}>
          Update the gate…
        </Button>
      )}
      <Button small look="quiet" onClick={() => onWish('free')}>
        Free the key…
      </Button>
    </>
  );
}

function Checked({ check }: { check: GateCheck }) {
  const { host, server, open, remains } = check;
  return (
    <>
      <div className={styles.head}>
        <Bound check={check} />
        {check.gated && (
          <span className={styles.soft}>
            {host} brings its nights to {server}, fetches what is held for it, and can do nothing else there.
          </span>
        )}
      </div>
      {open.length > 0 && (
        <ul className={styles.open} aria-label="What is open">
          {open.map((hole) => (
            <li key={hole}>
              <StateMark tone="warn" size={8} />
              <span>{displayText(hole)}</span>
            </li>
          ))}
        </ul>
      )}
      <GateRefusals check={check} />
      <details>
        <summary>What no gate closes ({count(remains.length, 'thing')})</summary>
        <ul className={styles.remains}>
          {remains.map((each) => (
            <li key={each}>{displayText(each)}</li>
          ))}
        </ul>
      </details>
    </>
  );
}

const isBound = ({ lines }: GateCheck) => lines.length > 0 && lines.every(({ state }) => state === 'gated');

function Bound({ check }: { check: GateCheck }) {
  const { gated, lines, open, server } = check;
  if (gated && open.length === 0) {
    return (
      <Tag tone="good" mark>
        bound to the gate on {server}
      </Tag>
    );
  }
  const word = isBound(check) ? 'bound, but not whole' : lines.length === 0 ? 'not known' : 'not bound to a gate';
  return (
    <Tag tone="warn" mark>
      {word}
    </Tag>
  );
}
