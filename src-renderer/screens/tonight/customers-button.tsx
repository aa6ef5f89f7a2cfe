import { useState } from 'react';
import type { FailureItem } from '../../../src-main/contract/index.ts';
import { Button } from '../../ui/button.tsx';
import { CustomersDialog } from './customers-dialog.tsx';

/** Whom to write to about failures. */
export function CustomersButton({ failures, all = false }: { failures: readonly FailureItem[]; all?: boolean }) {
  const [open, setOpen] = useState(false);
  return (
    <>
      <Button small onClick={() => setOpen(true)}>
        {all ? 'All affected customers…' : 'Customers…'}
      </Button>
      {open && <CustomersDialog failures={failures} onClose={() => setOpen(false)} />}
    </>
  );
}
