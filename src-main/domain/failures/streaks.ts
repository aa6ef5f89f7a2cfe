import type { FailureCause } from '../../contract/index.ts';
import { type Finding, keyOfFinding } from './finding.ts';

/** One bad night of one cause. */
export interface Sighting {
  path?: string | undefined;
  cause: FailureCause;
  message: string;
  /** ISO 8601. */
  at: string;
  date: string;
  suggestion?: string | undefined;
}

interface Streak {
  finding: Finding;
  dates: Set<string>;
}

/** Joins sightings of the same cause on following nights to one finding; the last such streak of each is kept. */
export class Streaks {
  readonly #host: string;
  readonly #streaks = new Map<string, Streak>();

  constructor(host: string) {
    this.#host = host;
  }

  see({ path, cause, message, at, date, suggestion }: Sighting): void {
    const key = keyOfFinding({ host: this.#host, path, cause });
    const lasting = this.#streaks.get(key);
    const streak = lasting && !lasting.finding.resolvedAt ? lasting : this.#begin(key, path, cause, at);
    streak.dates.add(date);
    Object.assign(streak.finding, { message, lastSeen: at, nights: streak.dates.size, suggestion });
  }

  /** Ends those that `ends` says it of. */
  resolve(at: string, ends: (finding: Finding) => boolean): void {
    for (const { finding } of this.#streaks.values()) {
      if (!finding.resolvedAt && ends(finding)) finding.resolvedAt = at;
    }
  }

  findings(): Finding[] {
    return [...this.#streaks.values()].map(({ finding }) => finding);
  }

  #begin(key: string, path: string | undefined, cause: FailureCause, at: string): Streak {
    const finding = {
      host: this.#host,
      path,
      cause,
      message: '',
      firstSeen: at,
      lastSeen: at,
      nights: 0,
      resolvedAt: undefined,
    };
    const streak = { finding, dates: new Set<string>() };
    this.#streaks.set(key, streak);
    return streak;
  }
}
