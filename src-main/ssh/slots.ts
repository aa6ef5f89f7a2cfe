/**
 * A limit on how many things are under way at once. Those over it wait in line, and leave it when their signal aborts;
 * one that has a place keeps it until it gives it back, since a cancelled command still has to be ended.
 */
export class Slots {
  #limit: number;
  #taken = 0;
  #waiting: (() => void)[] = [];

  constructor(limit: number) {
    this.#limit = limit;
  }

  /** Resolves with what gives the place back; rejects with the signal's reason. */
  async take(signal?: AbortSignal): Promise<() => void> {
    signal?.throwIfAborted();
    if (this.#taken < this.#limit) this.#taken += 1;
    else await this.#wait(signal);
    let given = false;
    return () => {
      if (given) return;
      given = true;
      // The place goes straight to the next in line.
      const next = this.#taken <= this.#limit ? this.#waiting.shift() : undefined;
      if (next) next();
      else this.#taken -= 1;
    };
  }

  /** One place fewer than are taken now, but at least one: the last one taken turned out to be one too many. */
  lower(): void {
    this.#limit = Math.max(1, Math.min(this.#limit, this.#taken - 1));
  }

  /** As many places as that. Those who wait are let in as others leave. */
  reset(limit: number): void {
    this.#limit = limit;
  }

  #wait(signal?: AbortSignal): Promise<void> {
    return new Promise((resolve, reject) => {
      const turn = () => {
        signal?.removeEventListener('abort', leave);
        resolve();
      };
      const leave = () => {
        this.#waiting = this.#waiting.filter((other) => other !== turn);
        reject(signal?.reason);
      };
      signal?.addEventListener('abort', leave, { once: true });
      this.#waiting.push(turn);
    });
  }
}
