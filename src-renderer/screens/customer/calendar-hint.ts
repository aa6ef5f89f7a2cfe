import type { RunEntry } from '../../../src-main/contract/index.ts';
import { number } from '../../format/counts.ts';
import { fullDate } from '../../format/dates.ts';
import { displayText } from '../../format/display-text.ts';
import { keptNote, nightsUntil } from '../../format/kept.ts';
import { inCustomer, isInside } from '../../format/paths.ts';
import { entryWord, nightWord } from '../../format/states.ts';
import { day } from '../../format/times.ts';
import type { Day } from '../../state/calendar.ts';
import type { Held } from '../../state/held.ts';
import { longNote, type NightView } from '../../state/night-view.ts';

/** What the pointer learns of a day: each night in a line, and what was wrong with which directory. */
export const hintOfDay = ({ date, nights }: Day, held: readonly string[] = []): string =>
  [fullDate(date), ...nights.flatMap(linesOf), ...held].join('\n');

/** `all of it is held until 10 Dec`; none where nothing of it is held. */
export const heldNote = (held: Held | undefined, zone: string, now: Date): string[] =>
  held === undefined ? [] : [`${held.whole ? 'all' : 'a part'} of it is held until ${day(held.until, zone, now)}`];

const shownPath = ({ roots }: NightView, path: string): string =>
  displayText(
    inCustomer(
      path,
      roots.find((root) => isInside(path, root)),
    ),
  );

/** A message that begins with the path would say it twice. */
const whatIsWrong = ({ path, state, message }: RunEntry): string =>
  message === undefined || message.startsWith(path) ? entryWord[state] : displayText(message);

function linesOf(view: NightView): string[] {
  const wrong = view.entries.filter((entry) => entry.state !== 'good' && entry.state !== 'covered').slice(0, 4);
  const changes =
    view.added + view.changed + view.deleted === 0
      ? []
      : [`+${number(view.added)} added, ~${number(view.changed)} changed, −${number(view.deleted)} deleted`];
  const { expiresInNights: leaves, recordedDate, kept } = view.night;
  return [
    `${nightWord[view.state]}: ${longNote(view)}`,
    ...(recordedDate === undefined
      ? []
      : [`its record says ${fullDate(recordedDate)}, which can’t be: the host’s clock was wrong`]),
    ...changes,
    ...wrong.map((entry) => `${shownPath(view, entry.path)}: ${whatIsWrong(entry)}`),
    ...(leaves === undefined ? [] : [`leaves rotation in ${nightsUntil(leaves)}`]),
    ...(kept === undefined ? [] : [keptNote(kept)]),
  ];
}
