import type { LockedKey } from '../identities.ts';
import type { Keyring } from '../keyring.ts';
import { type Ask, type Question, shownQuestion } from '../questions.ts';
import type { Target } from '../target.ts';
import type { Asked } from './askpass.ts';

/** Answers what ssh asks on its way in: with a passphrase that was given before, or by asking the person. */
export class Answers {
  /** Somebody had to answer. */
  given = false;
  locked: LockedKey | undefined;
  unanswered: Question | undefined;
  readonly #target: Target;
  readonly #keyring: Keyring;
  readonly #ask: Ask | undefined;
  readonly #giveUp: () => void;
  readonly #tried = new Set<string>();
  readonly #opened = new Map<string, string>();

  /** `giveUp` ends ssh: a question can't be taken back. */
  constructor(target: Target, keyring: Keyring, ask: Ask | undefined, giveUp: () => void) {
    this.#target = target;
    this.#keyring = keyring;
    this.#ask = ask;
    this.#giveUp = giveUp;
  }

  answer = async ({ kind, text }: Asked): Promise<string | undefined> => {
    const file = /^Enter passphrase for (?:key )?'?(.+?)'?: *$/.exec(text)?.[1];
    const answer = file === undefined ? await this.#put(kind, text) : this.#passphrase(file);
    if (answer === undefined) this.#giveUp();
    return answer;
  };

  /** The machine let us in. Tells whether somebody had to answer for it. */
  succeeded(): boolean {
    for (const [file, passphrase] of this.#opened) this.#keyring.keepPassphrase(file, passphrase);
    return this.given;
  }

  #passphrase(file: string): string | undefined {
    const { machine } = this.#target;
    const again = this.#opened.delete(file);
    const passphrase = again ? undefined : this.#keyring.takePassphrase(machine, file);
    if (passphrase === undefined) this.locked = { file, wrongPassphrase: again };
    else this.#opened.set(file, passphrase);
    return passphrase;
  }

  async #put(kind: string, text: string): Promise<string | undefined> {
    const again = this.#tried.has(text);
    this.#tried.add(text);
    // ssh puts the account before what the machine asks.
    const prompt = text.replace(/^\([^)]*@[^)]*\) /, '');
    const question = { machine: this.#target.machine, prompts: [{ text: prompt, echo: kind === 'confirm' }], again };
    const shown = shownQuestion(question);
    const answers = shown && (await this.#ask?.(shown));
    if (answers === undefined) this.unanswered = shown ?? question;
    else this.given = true;
    return answers?.[0];
  }
}
