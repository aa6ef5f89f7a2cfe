export declare function openInBrowser(url: string): boolean;
