/** Whether a command is on the PATH, sbin included. */
export declare function onPath(command: string): boolean;
