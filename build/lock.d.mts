/** Whether that process is still there. */
export declare function alive(pid: number): boolean;
/** Runs `work` while no other process of this checkout does the same. */
export declare function withLock<T>(purpose: string, work: () => T | Promise<T>): Promise<T>;
