import { createContext, type ReactNode, useCallback, useContext, useMemo, useRef, useState } from 'react';
import type { Tone } from '../format/states.ts';
import type { Route } from './routes.ts';

export interface Toast {
  id: number;
  /** What is shown of the same kind already gives way to it. */
  kind?: string | undefined;
  tone: Tone;
  title: string;
  text?: string | undefined;
  open?: { label: string; route: Route } | undefined;
  action?: { label: string; run: () => void } | undefined;
}

interface Toasts {
  toasts: Toast[];
  show: (toast: Omit<Toast, 'id'>) => void;
  close: (id: number) => void;
}

const ToastContext = createContext<Toasts | undefined>(undefined);
const most = 4;

export function ToastProvider({ children }: { children: ReactNode }) {
  const [toasts, setToasts] = useState<Toast[]>([]);
  const lastId = useRef(0);
  const show = useCallback((toast: Omit<Toast, 'id'>) => {
    lastId.current += 1;
    const id = lastId.current;
    const stays = (other: Toast) => other.kind === undefined || other.kind !== toast.kind;
    setToasts((old) => [...old.filter(stays), { ...toast, id }].slice(-most));
  }, []);
  const close = useCallback((id: number) => setToasts((old) => old.filter((toast) => toast.id !== id)), []);
  const value = useMemo(() => ({ toasts, show, close }), [toasts, show, close]);
  return <ToastContext value={value}>{children}</ToastContext>;
}

export function useToasts(): Toasts {
  const toasts = useContext(ToastContext);
  if (!toasts) throw new Error('a toast was shown outside ToastProvider');
  return toasts;
}
