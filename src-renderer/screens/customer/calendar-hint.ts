import { count, number } from '../../format/counts.ts';
import { fullDate } from '../../format/dates.ts';
import { displayText } from '../../format/display-text.ts';
import { entryWord, nightWord } from '../../format/states.ts';
import type { Day } from '../../state/calendar.ts';
import { longNote, type NightView } from '../../state/night-view.ts';

/** What the pointer learns of a day: each night in a line, and what was wrong with which directory. */
export const hintOfDay = (day: Day): string => [fullDate(day.date), ...day.nights.flatMap(linesOf)].join('\n');

function linesOf(view: NightView): string[] {
  const wrong = view.entries.filter((entry) => entry.state !== 'good' && entry.state !== 'covered').slice(0, 4);
  const changes =
    view.added + view.changed + view.deleted === 0
      ? []
      : [`+${number(view.added)} added, ~${number(view.changed)} changed, −${number(view.deleted)} deleted`];
  const leaves = view.night.expiresInNights;
  return [
    `${nightWord[view.state]}: ${longNote(view)}`,
    ...changes,
    ...wrong.map((entry) => `${displayText(entry.path)}: ${entry.message ?? entryWord[entry.state]}`),
    ...(leaves === undefined ? [] : [`leaves rotation in ${count(leaves, 'night')}`]),
  ];
}
