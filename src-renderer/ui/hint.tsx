import { useEffect, useLayoutEffect, useRef, useState } from 'react';
import styles from './hint.module.css';

interface Shown {
  text: string;
  box: DOMRect;
}

const delay = 250;

/**
 * The one tooltip of the window. Whatever has a `data-hint` shows it while the pointer rests on it or the keyboard is
 * there: a calendar or a heat map has hundreds of cells, and none needs a component of its own for it.
 */
export function HintLayer() {
  const [shown, setShown] = useState<Shown>();
  const element = useRef<HTMLDivElement>(null);
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined;
    const show = (target: EventTarget | null, wait: number) => {
      clearTimeout(timer);
      const owner = target instanceof Element ? target.closest<HTMLElement>('[data-hint]') : null;
      const text = owner?.dataset.hint;
      if (!owner || !text) return setShown(undefined);
      timer = setTimeout(() => setShown({ text, box: owner.getBoundingClientRect() }), wait);
    };
    const hide = () => {
      clearTimeout(timer);
      setShown(undefined);
    };
    const over = (event: PointerEvent) => show(event.target, delay);
    const focus = (event: FocusEvent) => {
      if (event.target instanceof Element && event.target.matches(':focus-visible')) show(event.target, 500);
    };
    document.addEventListener('pointerover', over);
    document.addEventListener('focusin', focus);
    for (const event of ['pointerdown', 'focusout', 'scroll', 'keydown']) document.addEventListener(event, hide, true);
    return () => {
      clearTimeout(timer);
      document.removeEventListener('pointerover', over);
      document.removeEventListener('focusin', focus);
      for (const event of ['pointerdown', 'focusout', 'scroll', 'keydown'])
        document.removeEventListener(event, hide, true);
    };
  }, []);
  useLayoutEffect(() => {
    if (!shown || !element.current) return;
    const own = element.current.getBoundingClientRect();
    const below = shown.box.bottom + 6;
    const top = below + own.height > window.innerHeight ? shown.box.top - own.height - 6 : below;
    const left = Math.max(8, Math.min(shown.box.left, window.innerWidth - own.width - 8));
    element.current.style.top = `${Math.max(8, top)}px`;
    element.current.style.left = `${left}px`;
  }, [shown]);
  if (!shown) return null;
  return (
    <div ref={element} className={styles.hint} role="tooltip">
      {shown.text}
    </div>
  );
}
