export interface Failure {
  /** File, line and title. */
  name: string;
  /** What it said, without colours and cut in its middle to a screen. */
  text: string;
}
export declare function vitestFailures(path: string): Failure[];
export declare function playwrightFailures(path: string): Failure[];
export declare function failuresText(failures: Failure[]): string;
export declare function failuresList(failures: Failure[]): string;
