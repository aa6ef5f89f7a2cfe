/** `NIGHTKEEP_SEED=…`, `NIGHTKEEP_NIGHTS=300`, `NIGHTKEEP_KILLS=300`: to go further than `npm test` does, as `npm test -- --all`. */
export const seed = process.env.NIGHTKEEP_SEED ?? 'nightkeep';
export const nightsToRun = Number(process.env.NIGHTKEEP_NIGHTS ?? 18);
export const killsToTry = Number(process.env.NIGHTKEEP_KILLS ?? 30);
/** On btrfs, where the same are run once more: fewer, unless more were asked for. */
export const btrfsNights = process.env.NIGHTKEEP_NIGHTS ? nightsToRun : 6;
export const killsOnBtrfs = Math.ceil(killsToTry / 6);
