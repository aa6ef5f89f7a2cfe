/** One way of making a night, as the bench runs it. */
export interface Method {
  name: string;
  label: string;
  /** Everything of it lies below this folder, which is on the file system it is measured on. */
  folder: string;
  /** The night as one command, until it may be left alone; what it leaves running belongs to it. */
  command: (night: NightToMake) => Command;
  /** What to read of the night afterwards. `said` is its output, each line with the time it came. */
  steps: (said: SaidLine[], logged: string) => Steps;
  /** The oldest night it keeps after that many: where the source's copy lies, and of which night it is. */
  oldest: (nights: number) => { path: string; night: number };
  /** Waits for what it left behind in the background, where the process group alone doesn't tell. */
  isSettled?: () => boolean;
}

export interface NightToMake {
  /** From 0. */
  index: number;
  /** An empty file to which its steps may be written. */
  log: string;
}

export interface Command {
  file: string;
  args: string[];
  env?: Record<string, string>;
  stdin?: string | Buffer;
}

export interface SaidLine {
  /** Milliseconds since the night began. */
  at: number;
  text: string;
}

/** Milliseconds. */
export interface Steps {
  /** From the start until the night stands as newest; the whole where that is last. */
  published?: number;
  /** How long the newest night was not whole, or was half of one night and half of another. */
  publish?: number;
  /** Deleting what is no longer kept, where the method tells. */
  deletion?: number;
}
