import type { WebContents } from 'electron';

/** From 80 to 200 %: what the screens are made for. */
const steps = [0.8, 0.9, 1, 1.1, 1.25, 1.5, 1.75, 2] as const;

export type ZoomStep = 'in' | 'out' | 'reset';

/** The factor after a step. What is stored may be anything. */
export function zoomed(current: unknown, step: ZoomStep): number {
  const from = knownZoom(current);
  if (step === 'reset') return 1;
  if (step === 'in') return steps.find((factor) => factor > from) ?? from;
  return steps.findLast((factor) => factor < from) ?? from;
}

export const knownZoom = (stored: unknown): number => steps.find((factor) => factor === stored) ?? 1;

/** Ctrl and the wheel step like the menu, and no further; so does a page that comes anew. */
export function keepZoom(
  contents: Pick<WebContents, 'on' | 'setZoomFactor'>,
  read: () => unknown,
  step: (step: ZoomStep) => void,
): void {
  contents.on('did-finish-load', () => contents.setZoomFactor(knownZoom(read())));
  contents.on('zoom-changed', (_event, direction) => step(direction));
}
