export const heapOptions: readonly string[];
