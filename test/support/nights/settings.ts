/** `NIGHTKEEP_SEED=…`, `NIGHTKEEP_NIGHTS=300`, `NIGHTKEEP_KILLS=300`: to go further than `npm test` does. */
export const seed = process.env.NIGHTKEEP_SEED ?? 'nightkeep';
export const nightsToRun = Number(process.env.NIGHTKEEP_NIGHTS ?? 30);
export const killsToTry = Number(process.env.NIGHTKEEP_KILLS ?? 30);
