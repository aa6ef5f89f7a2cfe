export interface Counts {
  passed: number;
  failed: number;
  skipped: number;
}
export declare function vitestCounts(path: string): Counts;
export declare function playwrightCounts(path: string): Counts;
export declare function playwrightSkips(path: string): string[];
export declare function sum(all: Counts[]): Counts;
