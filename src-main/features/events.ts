import type { EventName, Events } from '../contract/index.ts';
import type { Publish } from './feature.ts';

export type Subscribe = <Name extends EventName>(event: Name, listener: (payload: Events[Name]) => void) => () => void;

type AnyListener = (payload: never) => void;

/** Carries events from features to shells. A listener that throws is reported and harms no other. */
export function createEvents(onBug: (error: unknown, event: EventName) => void): {
  publish: Publish;
  subscribe: Subscribe;
} {
  const listeners = new Map<EventName, Set<AnyListener>>();
  return {
    publish(event, payload) {
      // A copy, since a listener may end its own subscription or add one.
      for (const listener of [...(listeners.get(event) ?? [])]) {
        try {
          listener(payload as never);
        } catch (error) {
          onBug(error, event);
        }
      }
    },
    subscribe(event, listener) {
      // A wrapper of its own, so that the same function subscribed twice is two subscriptions.
      const own: AnyListener = (payload) => listener(payload);
      const set = listeners.get(event) ?? new Set();
      listeners.set(event, set.add(own));
      return () => void set.delete(own);
    },
  };
}
