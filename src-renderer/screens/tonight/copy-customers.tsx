import type { FailureItem } from '../../../src-main/contract/index.ts';
import { count } from '../../format/counts.ts';
import { customersToWriteTo } from '../../state/customers-to-write-to.ts';
import { CopyButton } from '../../ui/copy-button.tsx';

/** The customers that failures name, to be written to: whom, and what of theirs it is. */
export function CopyCustomers({ failures }: { failures: readonly FailureItem[] }) {
  const { customers, text } = customersToWriteTo(failures);
  return customers === 0 ? null : <CopyButton label={`Copy ${count(customers, 'customer')}`} text={text} />;
}
