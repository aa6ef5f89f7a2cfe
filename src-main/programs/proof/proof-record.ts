import type { BadFile, ReadBack, Rehearsal } from '../../contract/index.ts';
import { countOf, dateOf, instantOf, NO_DATE, NO_TIME } from '../../domain/told-values.ts';
import type { ProgramEvent } from '../wire.ts';

/** What a backupdir has of proof. */
export interface FoundProof {
  /** When files were last read back; undefined if never. */
  checked?: ReadBack | undefined;
  bad: BadFile[];
  /** The last of each customer. */
  rehearsed: Rehearsal[];
}

/** What one program may tell of one backupdir; a server that was broken into may tell any number. */
const MOST_BAD = 1000;
const MOST_COPIES = 200;
const MOST_REHEARSED = 10_000;

const bad = (is: string | undefined): BadFile['is'] => (is === 'unreadable' || is === 'written' ? is : 'rotten');
const copy = (is: string | undefined): 'same' | 'good' | 'other' => (is === 'same' || is === 'good' ? is : 'other');
const count = (text: string | undefined): number => countOf(text) ?? 0;

/** Reads the lines of one backupdir. */
export class ProofReader {
  #checked: FoundProof['checked'];
  readonly #bad: BadFile[] = [];
  readonly #rehearsed = new Map<string, Rehearsal>();

  take({ name, fields }: ProgramEvent): void {
    if (name === 'copy') {
      const copies = this.#bad.at(-1)?.copies;
      if (copies && copies.length < MOST_COPIES) copies.push({ run: fields.run ?? '', is: copy(fields.is) });
      return;
    }
    // What is no time would be a wrong one on the screen.
    const at = instantOf(fields.at);
    if (!at) return;
    if (name === 'checked') {
      this.#checked = {
        at,
        files: count(fields.files),
        bytes: count(fields.bytes),
        noted: count(fields.noted),
        bad: count(fields.bad),
        yielded: fields.yielded === 'yes',
      };
    } else if (name === 'rot' && this.#bad.length < MOST_BAD) {
      this.#bad.push({ where: fields.where ?? '', path: fields.path ?? '', is: bad(fields.is), at, copies: [] });
    } else if (name === 'rehearsed') {
      const rehearsal = rehearsalOf(fields);
      // A later line of the same customer counts.
      if (this.#rehearsed.has(rehearsal.customer) || this.#rehearsed.size < MOST_REHEARSED)
        this.#rehearsed.set(rehearsal.customer, rehearsal);
    }
  }

  result(): FoundProof {
    return { checked: this.#checked, bad: this.#bad, rehearsed: [...this.#rehearsed.values()] };
  }
}

export const rehearsalOf = (fields: ProgramEvent['fields']): Rehearsal => ({
  customer: fields.customer ?? '',
  at: instantOf(fields.at) ?? NO_TIME,
  run: fields.run ?? '',
  date: dateOf(fields.date) ?? NO_DATE,
  root: fields.root ?? '',
  files: count(fields.files),
  bytes: count(fields.bytes),
  wrong: count(fields.wrong),
  part: fields.part === 'yes',
});
