import { Search } from 'lucide-react';
import { useState } from 'react';
import { useGo } from '../../state/location.ts';
import type { NightView } from '../../state/night-view.ts';
import type { Place } from '../../state/places.ts';
import { Card } from '../../ui/card.tsx';
import { Breadcrumb } from './breadcrumb.tsx';
import styles from './files-card.module.css';
import { FindInNights } from './find-in-nights.tsx';
import { FolderView } from './folder-view.tsx';
import type { Choice } from './use-choice.ts';

interface Props {
  customer: string;
  place: Place;
  /** The folder in the address; without one, the customer's root. */
  path: string | undefined;
  views: NightView[];
  choice: Choice;
}

/** The customer's files, a column a night; or where a file of some name lies in all of them. */
export function FilesCard({ customer, place, path, views, choice }: Props) {
  const go = useGo();
  const [text, setText] = useState('');
  const [pattern, setPattern] = useState('');
  const root = place.root ?? '/';
  const folder = path ?? root;
  const open = (next: string) => {
    setPattern('');
    setText('');
    go({ screen: 'customer', id: customer, place: next === root ? undefined : { host: place.host, path: next } });
  };
  return (
    <Card fill>
      <div className={styles.head}>
        <Breadcrumb customer={customer} host={place.host} root={root} folder={folder} />
        <search className={styles.search}>
          <form
            className={styles.find}
            onSubmit={(event) => {
              event.preventDefault();
              setPattern(text.trim());
            }}
          >
            <Search size={13} aria-hidden="true" />
            <input
              type="search"
              aria-label="Find a file in all nights"
              placeholder="find a file in all nights"
              value={text}
              spellCheck={false}
              autoComplete="off"
              onChange={(event) => {
                setText(event.target.value);
                if (event.target.value === '') setPattern('');
              }}
            />
          </form>
        </search>
      </div>
      <div className={styles.body}>
        {pattern === '' ? (
          <FolderView
            customer={customer}
            host={place.host}
            root={root}
            folder={folder}
            views={views}
            choice={choice}
            onOpen={open}
          />
        ) : (
          <FindInNights
            key={pattern}
            customer={customer}
            pattern={pattern}
            root={root}
            views={views}
            choice={choice}
            onOpen={open}
            onClose={() => open(folder)}
          />
        )}
      </div>
    </Card>
  );
}
