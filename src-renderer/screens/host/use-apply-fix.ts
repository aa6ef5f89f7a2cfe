import { useEffect, useRef } from 'react';
import { entriesIn, withoutLine, withPathOn } from '../../state/config-text.ts';
import type { HostFix } from '../../state/routes.ts';
import type { ConfigDraft } from './use-config-draft.ts';

/** Makes the edit one came for, once; it is saved by the reader, never by itself. */
export function useApplyFix(draft: ConfigDraft, fix: HostFix | undefined): void {
  const done = useRef<HostFix | undefined>(undefined);
  const { text, setText, problems, checked } = draft;
  useEffect(() => {
    if (!fix || fix === done.current) return;
    if (fix.kind !== 'remove' && fix.kind !== 'use') return;
    const entry = entriesIn(text).find(({ path }) => path === fix.path);
    if (!entry) {
      done.current = fix;
      return;
    }
    if (fix.kind === 'remove') {
      done.current = fix;
      setText(withoutLine(text, entry.line));
    } else if (checked) {
      done.current = fix;
      const target = problems.find((problem) => problem.line === entry.line)?.suggestion;
      if (target) setText(withPathOn(text, entry.line, target));
    }
  }, [fix, text, setText, problems, checked]);
}
