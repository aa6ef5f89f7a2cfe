import type { Bridge, CommandName, ErrorEnvelope, EventName, Events } from '../../../src-main/contract/index.ts';
import { createHandlers } from './handlers.ts';
import { createFakeJobs } from './jobs.ts';
import { type Handler, Refusal } from './refusal.ts';
import { type Scenario, scenarioOf } from './scenario.ts';

export interface FakeBridge extends Bridge {
  /** Sends an event as the core would. */
  publish<Name extends EventName>(event: Name, payload: Events[Name]): void;
  /** Makes a command fail from now on, or work again. */
  fail(name: CommandName, error: ErrorEnvelope | undefined): void;
  /** Makes answers to a command wait, or lets them all go. */
  wait(name: CommandName, waits: boolean): void;
  /** What was called, in order. */
  calls: { name: CommandName; input: unknown }[];
}

const LATENCY_MS = 5;

/** A core made of fixtures, for looking at the screens in every state without a machine. */
export function createFakeBridge(scenario: Scenario = scenarioOf('')): FakeBridge {
  const listeners = new Map<EventName, Set<(payload: never) => void>>();
  const failing = new Map<CommandName, ErrorEnvelope>(scenario.failing);
  const waiting = new Map(scenario.waiting.map((name) => [name, Promise.withResolvers<void>()]));
  const calls: FakeBridge['calls'] = [];
  const publish = <Name extends EventName>(event: Name, payload: Events[Name]) => {
    for (const listener of listeners.get(event) ?? []) listener(payload as never);
  };
  const jobs = createFakeJobs((job) => publish('job.changed', structuredClone(job)), scenario.tick, scenario.holdAt);
  const handlers = createHandlers({ scenario, jobs, publish });

  return {
    calls,
    publish,
    fail: (name, error) => (error ? failing.set(name, error) : failing.delete(name)),
    wait(name, waits) {
      waiting.get(name)?.resolve();
      if (waits) waiting.set(name, Promise.withResolvers());
      else waiting.delete(name);
    },
    async call(name, input) {
      calls.push({ name, input });
      await new Promise((resolve) => setTimeout(resolve, LATENCY_MS));
      await waiting.get(name)?.promise;
      const error = failing.get(name);
      if (error) return { error };
      try {
        const handler = handlers[name] as Handler<typeof name>;
        // As over the wire: nothing of the core's is shared with the window.
        return { result: structuredClone(handler(input as never)) };
      } catch (thrown) {
        if (thrown instanceof Refusal) return { error: thrown.envelope };
        throw thrown;
      }
    },
    subscribe(event, listener) {
      const set = listeners.get(event) ?? new Set();
      listeners.set(event, set.add(listener as (payload: never) => void));
      return () => set.delete(listener as (payload: never) => void);
    },
  };
}
