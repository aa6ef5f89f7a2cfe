import { Search } from 'lucide-react';
import { type KeyboardEvent, useEffect, useId, useRef, useState } from 'react';
import { count } from '../../format/counts.ts';
import { useAnswer } from '../../state/commands.ts';
import { useDebounced } from '../../state/debounced.ts';
import { turnTo, useDrafts } from '../../state/drafts.ts';
import { useFleet } from '../../state/fleet.ts';
import { useGo, useRoute } from '../../state/location.ts';
import { useRecentCustomers } from '../../state/recent-customers.ts';
import { subjectOf } from '../../state/routes.ts';
import type { SearchOption } from '../../state/search-results.ts';
import { recentGroup, searchGroups, ticketGroup } from '../../state/search-results.ts';
import { useShortcut } from '../../state/shortcuts.ts';
import styles from './search-box.module.css';
import { SearchList } from './search-list.tsx';

const mac = navigator.platform.startsWith('Mac');

/** Search from anywhere: results as one types, arrow keys, Enter. */
export function SearchBox() {
  const [text, setText] = useState('');
  const [open, setOpen] = useState(false);
  const [active, setActive] = useState(0);
  const [entered, setEntered] = useState(false);
  const input = useRef<HTMLInputElement>(null);
  const listId = useId();
  const go = useGo();
  const subject = subjectOf(useRoute());
  const ledTo = useRef('');
  const query = useDebounced(text.trim(), 60);
  const answer = useAnswer('customers.search', { query, limit: 50 }, { enabled: query !== '', keepPrevious: true });
  const hosts = useFleet().data?.fleet.hosts ?? [];
  const drafts = useDrafts();
  const recent = recentGroup(useRecentCustomers(), drafts);
  const tickets = ticketGroup(query, drafts);
  const found = searchGroups(
    query,
    query ? (answer.data?.customers ?? []) : [],
    query ? hosts.map((host) => host.name) : [],
  );
  const total = found.total + tickets.reduce((sum, { options }) => sum + options.length, 0);
  const isEmpty = text.trim() === '' && query === '';
  const groups = isEmpty ? recent : [...found.groups, ...tickets];
  const options = groups.flatMap((group) => group.options);
  const shown = open && (query !== '' || (isEmpty && recent.length > 0));
  const settled = query === text.trim() && !answer.isPlaceholderData && !answer.isPending;

  useShortcut('mod+k', () => {
    input.current?.focus();
    input.current?.select();
    setOpen(true);
  });
  // biome-ignore lint/correctness/useExhaustiveDependencies: new results start at their first
  useEffect(() => setActive(0), [query]);

  // What was searched for stands there as long as one is where it led to.
  useEffect(() => {
    if (subject !== ledTo.current && document.activeElement !== input.current) setText('');
  }, [subject]);

  const pick = (option: SearchOption | undefined) => {
    setEntered(false);
    setOpen(false);
    input.current?.blur();
    const route = option?.route ?? { screen: 'customers', query: text.trim() };
    ledTo.current = subjectOf(route);
    if (option?.draft !== undefined && route.screen === 'customer') turnTo(route.id, option.draft);
    go(route);
  };

  // Enter is often quicker than the answer: it opens the first result of what was typed, once that is known.
  // biome-ignore lint/correctness/useExhaustiveDependencies: only these two make it due
  useEffect(() => {
    if (entered && settled) pick(options[active]);
  }, [entered, settled]);

  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === 'ArrowDown' || event.key === 'ArrowUp') {
      event.preventDefault();
      setOpen(true);
      const step = event.key === 'ArrowDown' ? 1 : -1;
      if (options.length > 0) setActive((active + step + options.length) % options.length);
    } else if (event.key === 'Enter' && isEmpty && shown) {
      event.preventDefault();
      pick(options[active]);
    } else if (event.key === 'Enter' && text.trim() !== '') {
      event.preventDefault();
      setEntered(true);
    } else if (event.key === 'Escape') {
      if (shown) setOpen(false);
      else if (text !== '') setText('');
      else input.current?.blur();
    }
  };

  return (
    <>
      <search
        className={styles.search}
        onBlur={(event) => !event.currentTarget.contains(event.relatedTarget) && setOpen(false)}
      >
        <div className={styles.field}>
          <Search size={14} aria-hidden="true" />
          <input
            ref={input}
            type="search"
            aria-label="Find a customer, host or path"
            placeholder="Find a customer, host or path"
            aria-controls={shown ? listId : undefined}
            aria-activedescendant={shown && options[active] ? `${listId}-${active}` : undefined}
            aria-keyshortcuts={mac ? 'Meta+K' : 'Control+K'}
            autoComplete="off"
            spellCheck={false}
            value={text}
            onChange={(event) => {
              setText(event.target.value);
              setEntered(false);
              setOpen(true);
            }}
            onFocus={() => setOpen(true)}
            onKeyDown={onKeyDown}
          />
          <kbd>{mac ? '⌘ K' : 'Ctrl K'}</kbd>
        </div>
        {shown && (
          <SearchList
            id={listId}
            query={query}
            groups={groups}
            active={active}
            error={answer.isError ? answer.error : undefined}
            pending={answer.isPending}
            onHover={setActive}
            onPick={pick}
          />
        )}
      </search>
      <span className={styles.count} role="status">
        {query !== '' && answer.data
          ? `${count(total, 'match', 'matches')} in ${Math.max(1, Math.round(answer.data.tookMs))} ms`
          : ''}
      </span>
    </>
  );
}
