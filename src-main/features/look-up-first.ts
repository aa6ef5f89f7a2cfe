import type { Handlers } from './feature.ts';

type ByCustomer = Handlers<'nights.list' | 'files.search'>;

/**
 * Commands that find a customer's hosts in the index, with the index made first where it doesn't know the customer: on
 * a fresh data folder nobody has searched yet.
 */
export function lookUpFirst(handlers: ByCustomer, lookUp: (customer: string) => Promise<void>): ByCustomer {
  return {
    'nights.list': async (input, caller) => {
      if ('customer' in input) await lookUp(input.customer);
      return await handlers['nights.list'](input, caller);
    },
    'files.search': async (input, caller) => {
      await lookUp(input.customer);
      return await handlers['files.search'](input, caller);
    },
  };
}
