export declare function lockPath(purpose: string): string;
