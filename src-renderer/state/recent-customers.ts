import { readStored, useStored, writeStored } from './stored.ts';

const key = 'recent-customers';
const most = 8;

const parsed = (text: string | undefined): string[] => {
  try {
    const value: unknown = JSON.parse(text ?? '[]');
    return Array.isArray(value) ? value.filter((id) => typeof id === 'string') : [];
  } catch {
    return [];
  }
};

/** The latest first. */
export const useRecentCustomers = (): string[] => parsed(useStored(key));

export function rememberCustomer(id: string): void {
  const others = parsed(readStored(key)).filter((other) => other !== id);
  writeStored(key, JSON.stringify([id, ...others].slice(0, most)));
}
