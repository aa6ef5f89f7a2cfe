import type { Hold } from '../../../src-main/contract/index.ts';
import { dateList } from '../../format/dates.ts';

/** A hold in a few words: `22 and 24 Feb of col00214`. */
export const nameOfHold = (hold: Hold): string =>
  `${dateList([...new Set(hold.nights.map((night) => night.date))].sort())} of ${hold.customer ?? hold.nights[0]?.host ?? hold.id}`;
