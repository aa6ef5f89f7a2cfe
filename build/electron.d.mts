/** Electron's program, or why it can't be used here; neither where nothing was looked for. */
export interface Electron {
  program?: string;
  why?: string;
}
interface Places {
  /** Electron's package. */
  folder?: string;
  /** Why this machine could show no window. */
  noWindow?: () => string | undefined;
}
interface BringOptions extends Places {
  refusalFile?: string;
  now?: () => number;
  limits?: { stalledMs: number; allMs: number };
}
export declare function findElectron(places?: Places): Electron;
export declare function bringElectron(options?: BringOptions): Promise<Electron>;
export declare function whyNoWindow(environment?: NodeJS.ProcessEnv): string | undefined;
