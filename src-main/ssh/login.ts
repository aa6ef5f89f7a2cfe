import ssh2, {
  type AnyAuthMethod,
  type AuthenticationType,
  type IdentityCallback,
  type ParsedKey,
  type Prompt,
  type SignCallback,
  type SigningRequestOptions,
} from 'ssh2';
import { type Identities, type Identity, KeyLocked, type LockedKey } from './identities.ts';
import { type Ask, type Question, shownQuestion } from './questions.ts';
import type { Target } from './target.ts';

/** How often a question is asked anew when its answer was wrong, as ssh does. */
const MOST_ANSWERS = 3;

/** What a machine said to the ways of logging in that were tried. */
export interface LoginStory {
  /** Keys that were offered, and what else was tried. */
  tried: string[];
  /** Keys that the machine accepted, and then wanted more. */
  accepted: string[];
  /** A key that the machine accepts and that has signed, while it has not said what it makes of that. */
  signed: string | undefined;
  /** What the machine would take next, as far as it told. */
  left: string[] | undefined;
  /** A key that the machine accepts, and that has to be opened for it. */
  locked: LockedKey | undefined;
  /** What was answered was wrong, as often as may be. */
  wrongAnswers: boolean;
  /** A question that nobody was there to answer. */
  unanswered: Question | undefined;
  /** The machine takes RSA keys only with the signatures of old, which were not allowed. */
  oldSignature: boolean;
}

/**
 * Tries the ways to log in to one machine, one after another, and takes down what it says. Made anew for each attempt.
 * `ask` is given where somebody is there to answer.
 */
export class Login {
  readonly story: LoginStory = {
    tried: [],
    accepted: [],
    signed: undefined,
    left: undefined,
    locked: undefined,
    wrongAnswers: false,
    unanswered: undefined,
    oldSignature: false,
  };
  readonly #target: Target;
  readonly #ask: Ask | undefined;
  readonly #keys: Identity[];
  readonly #oldSignatures: boolean;
  readonly #asking: ('keyboard-interactive' | 'password')[];
  #offered: Identity | undefined;
  #signed = false;
  #learnt = false;
  #answers = 0;
  #answered = false;

  constructor(target: Target, identities: Identities, oldSignatures: boolean, ask: Ask | undefined) {
    this.#target = target;
    this.#ask = ask;
    this.#oldSignatures = oldSignatures;
    this.#keys = target.settings.methods.publickey ? [...identities.keys] : [];
    this.#asking = [...target.settings.methods.asking];
    this.story.tried.push(...identities.problems);
  }

  /** Somebody answered a question on the way. */
  get answered(): boolean {
    return this.#answered;
  }

  /** The next way to try; `left` is what the machine told it takes, which ssh2 doesn't learn while it offers a key. */
  async next(left: readonly AuthenticationType[] | null): Promise<AnyAuthMethod | undefined> {
    if (this.#offered) {
      if (this.#signed) this.story.accepted.push(this.#offered.label);
      // A key that was accepted changes what is left; an empty question tells.
      this.#learnt = this.#learnt && !this.#signed;
      this.#offered = undefined;
      this.story.signed = undefined;
    } else if (left) this.story.left = [...left];
    if (!this.#learnt) {
      this.#learnt = true;
      return { type: 'none', username: this.#target.user };
    }
    return this.#nextKey() ?? (await this.#nextQuestion());
  }

  #takes = (method: string) => this.story.left === undefined || this.story.left.includes(method);

  #nextKey(): AnyAuthMethod | undefined {
    if (!this.#takes('publickey')) return undefined;
    const identity = this.#keys.shift();
    if (!identity) return undefined;
    this.#offered = identity;
    this.#signed = false;
    this.story.tried.push(identity.label);
    return { type: 'agent', username: this.#target.user, agent: new OneKey(identity, this.#sign) };
  }

  #sign = async (identity: Identity, data: Buffer, hash: string | undefined): Promise<Buffer> => {
    if (hash === 'sha1' && !this.#oldSignatures) {
      this.story.oldSignature = true;
      throw new Error('SHA-1 signatures are not allowed');
    }
    try {
      const signature = await identity.sign(data, hash);
      this.#signed = true;
      this.story.signed = identity.label;
      return signature;
    } catch (error) {
      if (error instanceof KeyLocked) this.story.locked ??= error.key;
      else this.story.tried.push(`${identity.label} can't sign: ${(error as Error).message}`);
      throw error;
    }
  };

  async #nextQuestion(): Promise<AnyAuthMethod | undefined> {
    // A key that only has to be opened comes before a password.
    if (this.story.locked) return undefined;
    const method = this.#asking.find(this.#takes);
    if (method === undefined) return undefined;
    if (this.#answers >= MOST_ANSWERS) {
      this.#asking.splice(this.#asking.indexOf(method), 1);
      this.#answers = 0;
      // A machine that lets the account in by no means refuses without a question.
      this.story.wrongAnswers ||= this.#answered;
      return this.#nextQuestion();
    }
    const { user } = this.#target;
    if (method === 'keyboard-interactive') {
      this.#answers += 1;
      return { type: 'keyboard-interactive', username: user, prompt: this.#prompt };
    }
    const answers = await this.#put({ prompts: [{ text: `Password of ${this.#target.address}`, echo: false }] });
    if (answers === undefined) return undefined;
    this.#answers += 1;
    return { type: 'password', username: user, password: answers[0] ?? '' };
  }

  #prompt = (
    name: string,
    instructions: string,
    _language: string,
    prompts: Prompt[],
    finish: (answers: string[]) => void,
  ) => {
    const question = {
      name,
      instructions,
      prompts: prompts.map(({ prompt, echo }) => ({ text: prompt, echo: echo === true })),
    };
    this.#put(question).then((answers) => {
      if (answers) return finish(answers);
      // There is no way to take a question back: the machine is answered with nothing, and asked no more.
      this.#asking.length = 0;
      finish(prompts.map(() => ''));
    });
  };

  async #put(question: Omit<Question, 'machine' | 'again'>): Promise<string[] | undefined> {
    // Who did not answer is not asked for the rest of it.
    if (this.story.unanswered) return undefined;
    const whole = { ...question, machine: this.#target.machine, again: this.#answers > 1 };
    const shown = shownQuestion(whole);
    const answers = shown && (await this.#ask?.(shown));
    if (answers === undefined) this.story.unanswered = shown ?? whole;
    else this.#answered = true;
    return answers;
  }
}

/** An agent with one key. A class of ssh2's own kind: it takes no other. */
class OneKey extends ssh2.BaseAgent<ParsedKey> {
  readonly #identity: Identity;
  readonly #sign: (identity: Identity, data: Buffer, hash: string | undefined) => Promise<Buffer>;

  constructor(
    identity: Identity,
    sign: (identity: Identity, data: Buffer, hash: string | undefined) => Promise<Buffer>,
  ) {
    super();
    this.#identity = identity;
    this.#sign = sign;
  }

  override getIdentities(callback: IdentityCallback<ParsedKey>): void {
    callback(undefined, [this.#identity.publicKey]);
  }

  override sign(
    _key: ParsedKey | Buffer | string,
    data: Buffer,
    options: SigningRequestOptions | SignCallback,
    callback?: SignCallback,
  ): void {
    const done = typeof options === 'function' ? options : callback;
    const hash = typeof options === 'function' ? undefined : options.hash;
    this.#sign(this.#identity, data, hash).then(
      (signature) => done?.(undefined, signature),
      (error: Error) => done?.(error),
    );
  }
}
