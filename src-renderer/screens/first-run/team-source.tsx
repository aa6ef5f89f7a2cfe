import { useState } from 'react';
import { Card } from '../../ui/card.tsx';
import { SelectField, TextField } from '../../ui/field.tsx';
import { TeamFleet } from '../settings/team-fleet.tsx';
import styles from './first-run.module.css';

interface Props {
  /** Names of servers that were met. */
  servers: readonly string[];
  identityFile: string | undefined;
  onTaken: () => void;
}

/** Where colleagues have a fleet already, it is on one of the servers: all of it comes from there. */
export function TeamSource({ servers, identityFile, onTaken }: Props) {
  const [server, setServer] = useState(servers[0] ?? '');
  const [path, setPath] = useState('/data/scripts');
  return (
    <Card title="Do your colleagues have a fleet already?">
      <p className={styles.why}>
        Then a server holds it beside the scripts that hosts fetch there. Nothing of it is yours before you choose it.
      </p>
      <div className={styles.common}>
        <SelectField
          label="On the server"
          options={servers.map((name) => [name, name] as const)}
          value={server}
          onChange={(event) => setServer(event.target.value)}
        />
        <TextField
          label="Path of the scripts there"
          mono
          value={path}
          onChange={(event) => setPath(event.target.value)}
        />
      </div>
      <TeamFleet key={`${server} ${path}`} at={{ server, path }} identityFile={identityFile} onTaken={onTaken} />
    </Card>
  );
}
