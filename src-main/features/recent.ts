/** Remembers the latest answers of questions whose answers never change. A failure is forgotten. */
export interface Recent<Key, Answer> {
  get(key: Key, ask: () => Promise<Answer>): Promise<Answer>;
}

export function createRecent<Key, Answer>(most: number): Recent<Key, Answer> {
  const answers = new Map<Key, Promise<Answer>>();
  return {
    get(key, ask) {
      const known = answers.get(key);
      const answer = known ?? ask();
      // Taken out and put in again, so that the first in the map is the one longest unused.
      answers.delete(key);
      answers.set(key, answer);
      if (!known) answer.catch(() => answers.get(key) === answer && answers.delete(key));
      const oldest = answers.keys().next();
      if (answers.size > most && !oldest.done) answers.delete(oldest.value);
      return answer;
    },
  };
}
