import type { MenuItemConstructorOptions, Tray } from 'electron';
import type { Core } from '../../core.ts';

export interface TrayDeps {
  core: Pick<Core, 'subscribe'>;
  tray: Pick<Tray, 'setToolTip' | 'on'>;
  openApp: () => void;
}

export const trayMenu = (openApp: () => void, quit: () => void): MenuItemConstructorOptions[] => [
  { label: 'Open Nightkeep', click: openApp },
  { type: 'separator' },
  { label: 'Quit', click: quit },
];

/** Says how many failures are open; a click opens the window. Gives what ends it. */
export function keepTray({ core, tray, openApp }: TrayDeps): () => void {
  tray.on('click', openApp);
  const say = (open: number) => tray.setToolTip(open === 0 ? 'Nightkeep' : `Nightkeep: ${open} to look at`);
  say(0);
  return core.subscribe('failures.changed', ({ open }) => say(open));
}
