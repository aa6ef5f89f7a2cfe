export declare function openingFile(): string;
export declare function openInBrowser(file: string): boolean;
