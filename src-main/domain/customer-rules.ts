import { withoutLookAtEnd } from './customers.ts';

/**
 * A customer pattern in three parts, each an extended regular expression as every awk reads it: what stands before the
 * customer's id, the id, and what follows. The host names customers by these in its mails, where no JavaScript runs.
 */
export interface CustomerRule {
  before: string;
  id: string;
  after: string;
}

/** Those of the patterns that can be said so; one that can't, such as one that looks ahead, names nobody in a mail. */
export function customerRules(patterns: readonly string[]): CustomerRule[] {
  return patterns.flatMap((pattern) => {
    try {
      return [new Translator(withoutLookAtEnd(pattern)).rule()];
    } catch (error) {
      if (error instanceof Untranslatable) return [];
      throw error;
    }
  });
}

class Untranslatable extends Error {}

const LONGEST = 500;
const CLASSES: Record<string, string> = { d: '0-9', w: 'A-Za-z0-9_' };

class Translator {
  readonly #pattern: string;
  #at = 0;
  #id: string | undefined;

  constructor(pattern: string) {
    this.#pattern = pattern;
  }

  rule(): CustomerRule {
    const parts = { before: '', after: '' };
    if (this.#take('^')) parts.before = '^';
    while (this.#at < this.#pattern.length) {
      const found = this.#id !== undefined;
      if (this.#pattern.slice(this.#at) === '$') {
        parts[found ? 'after' : 'before'] += '$';
        break;
      }
      if (!found && this.#take('(?<customer>')) this.#id = this.#alternatives();
      else parts[found ? 'after' : 'before'] += this.#repeated();
    }
    if (this.#id === undefined) throw new Untranslatable();
    if (parts.before.length + this.#id.length + parts.after.length > LONGEST) throw new Untranslatable();
    return { ...parts, id: this.#id };
  }

  /** Up to the bracket that closes a group. */
  #alternatives(): string {
    let text = '';
    while (!this.#take(')')) text += this.#take('|') ? '|' : this.#repeated();
    return text;
  }

  #repeated(): string {
    const atom = this.#atom();
    const bounds = /^\{(\d{1,3})(,?)(\d{0,3})\}/.exec(this.#pattern.slice(this.#at));
    let text = atom;
    if (bounds) {
      // Not every awk knows how to count.
      this.#at += bounds[0].length;
      const least = Number(bounds[1]);
      const most = bounds[2] ? bounds[3] : bounds[1];
      text = atom.repeat(least) + (most ? optional(atom, Number(most) - least) : `${atom}*`);
      if (text.length > LONGEST) throw new Untranslatable();
    } else {
      const sign = ['*', '+', '?'].find((each) => this.#take(each));
      text += sign ?? '';
    }
    if (this.#ahead('?') || this.#ahead('*') || this.#ahead('+') || this.#ahead('{')) throw new Untranslatable();
    return text;
  }

  #atom(): string {
    if (this.#take('(?:') || this.#takeName()) return `(${this.#alternatives()})`;
    if (this.#ahead('(?')) throw new Untranslatable();
    if (this.#take('(')) return `(${this.#alternatives()})`;
    if (this.#take('[')) return this.#class();
    const character = this.#next();
    if (character === '.' || (character === '$' && this.#ahead(')'))) return character;
    if (character === '\\') {
      const escaped = this.#next();
      return escaped in CLASSES ? `[${CLASSES[escaped]}]` : literal(plainEscape(escaped));
    }
    if ('^$|)]}{*+?'.includes(character)) throw new Untranslatable();
    return literal(character);
  }

  #class(): string {
    const not = this.#take('^') ? '^' : '';
    let [first, items, last] = ['', '', ''];
    while (!this.#take(']')) {
      let character = this.#next();
      if (character === '\\') {
        const escaped = this.#next();
        if (escaped in CLASSES) {
          items += CLASSES[escaped];
          continue;
        }
        character = plainEscape(escaped);
      }
      // Where each of these stands decides what it means.
      if (character === ']') first = ']';
      else if (character === '-') last = '-';
      else if ('^[\\'.includes(character) || character > '~' || character < ' ') throw new Untranslatable();
      else items += character + this.#range();
    }
    if (!first && !items && !last) throw new Untranslatable();
    return `[${not}${first}${items}${last}]`;
  }

  /** The rest of a range in a class, where one begins here. */
  #range(): string {
    const range = /^-[A-Za-z0-9]/.exec(this.#pattern.slice(this.#at));
    this.#at += range ? 2 : 0;
    return range?.[0] ?? '';
  }

  #takeName(): boolean {
    const name = /^\(\?<(\w+)>/.exec(this.#pattern.slice(this.#at));
    if (!name) return false;
    // A customer's name within another group may be there or not.
    if (name[1] === 'customer') throw new Untranslatable();
    this.#at += name[0].length;
    return true;
  }

  #ahead = (text: string) => this.#pattern.startsWith(text, this.#at);

  #take(text: string): boolean {
    const there = this.#ahead(text);
    if (there) this.#at += text.length;
    return there;
  }

  #next(): string {
    const character = this.#pattern[this.#at++];
    if (character === undefined) throw new Untranslatable();
    return character;
  }
}

/** Up to so many more. */
const optional = (atom: string, more: number): string => (more > 0 ? `(${atom}${optional(atom, more - 1)})?` : '');

function plainEscape(character: string): string {
  if (/[A-Za-z0-9]/.test(character)) throw new Untranslatable();
  return character;
}

function literal(character: string): string {
  if (/[A-Za-z0-9/_@%:,;=~#"'<>&! -]/.test(character)) return character;
  if (/[.()*+?{}|$[]/.test(character)) return `[${character}]`;
  if (character === ']') return '[]]';
  throw new Untranslatable();
}
