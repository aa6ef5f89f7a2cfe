import type { UseQueryResult } from '@tanstack/react-query';
import { Search } from 'lucide-react';
import { useState } from 'react';
import type { CallError } from '../../api/call-error.ts';
import { displayText } from '../../format/display-text.ts';
import { inCustomer } from '../../format/paths.ts';
import { useDebounced } from '../../state/debounced.ts';
import { useGo } from '../../state/location.ts';
import type { NightView } from '../../state/night-view.ts';
import type { Place } from '../../state/places.ts';
import { Card } from '../../ui/card.tsx';
import { Empty } from '../../ui/empty.tsx';
import { Loading } from '../../ui/loading.tsx';
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
  nights: UseQueryResult<unknown, CallError>;
  views: NightView[];
  choice: Choice;
}

/** Letters that are looked for without Enter: one alone is in nearly every name. */
const shortest = 2;

/** The customer's files, a column a night; or where a file of some name lies in all of them. */
export function FilesCard({ customer, place, path, nights, views, choice }: Props) {
  const go = useGo();
  const [text, setText] = useState('');
  const [asked, setAsked] = useState('');
  // As one types, once the typing rests; Enter asks at once.
  const rested = useDebounced(text.trim(), 450);
  const pattern = text.trim() === '' ? '' : asked === text.trim() || rested.length < shortest ? asked : rested;
  const root = place.root ?? '/';
  const folder = path ?? root;
  const open = (next: string) => {
    setText('');
    setAsked('');
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
              setAsked(text.trim());
            }}
          >
            <Search size={13} aria-hidden="true" />
            <input
              type="search"
              aria-label="Find a file in all nights, by its name or path"
              placeholder="name or path, all nights"
              value={text}
              spellCheck={false}
              autoComplete="off"
              onChange={(event) => setText(event.target.value)}
            />
          </form>
        </search>
      </div>
      <div className={styles.body}>
        {/* Which nights there are is not known yet, or can't be: their column says why. */}
        {nights.data === undefined ? (
          nights.isError ? (
            <Empty title="No files to show">The nights of {place.host} could not be read.</Empty>
          ) : (
            <Loading>{`Reading ${displayText(inCustomer(folder, root))} in all nights…`}</Loading>
          )
        ) : pattern === '' ? (
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
