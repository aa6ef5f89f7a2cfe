import { X } from 'lucide-react';
import { useEffect, useState } from 'react';
import { displayText } from '../../format/display-text.ts';
import { hrefOf } from '../../state/routes.ts';
import { type Toast, useToasts } from '../../state/toasts.tsx';
import { StateMark } from '../../ui/state-mark.tsx';
import { PartGuard } from './part-guard.tsx';
import styles from './toast-list.module.css';

export function ToastList() {
  const { toasts, close } = useToasts();
  return (
    <section className={styles.list} aria-label="Notices" aria-live="polite">
      {toasts.map((toast) => (
        <PartGuard key={toast.id} part="This notice" onClose={() => close(toast.id)}>
          <ToastBox toast={toast} onClose={() => close(toast.id)} />
        </PartGuard>
      ))}
    </section>
  );
}

const shownFor = { bad: 20_000, other: 8_000 };

function ToastBox({ toast, onClose }: { toast: Toast; onClose: () => void }) {
  const [held, setHeld] = useState(false);
  // biome-ignore lint/correctness/useExhaustiveDependencies: onClose is new at every render and must not restart the time
  useEffect(() => {
    if (held) return;
    const timer = setTimeout(onClose, toast.tone === 'bad' ? shownFor.bad : shownFor.other);
    return () => clearTimeout(timer);
  }, [held, toast.tone]);
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: pointing at it only keeps it from going away
    <div className={styles.toast} onMouseEnter={() => setHeld(true)} onMouseLeave={() => setHeld(false)}>
      <span className={styles.title}>
        <StateMark tone={toast.tone} />
        {toast.title}
      </span>
      {toast.text && <span className={styles.text}>{displayText(toast.text)}</span>}
      {(toast.open || toast.action) && (
        <span className={styles.actions}>
          {toast.open && (
            <a href={hrefOf(toast.open.route)} onClick={onClose}>
              {toast.open.label}
            </a>
          )}
          {toast.action && (
            <button
              type="button"
              onClick={() => {
                toast.action?.run();
                onClose();
              }}
            >
              {toast.action.label}
            </button>
          )}
        </span>
      )}
      <button type="button" className={styles.close} aria-label="Close this notice" onClick={onClose}>
        <X size={14} aria-hidden="true" />
      </button>
    </div>
  );
}
