import type { MenuItemConstructorOptions, NativeImage, Tray } from 'electron';
import type { Core } from '../../core.ts';
import type { StartAtLogin } from './login.ts';

export interface TrayDeps {
  core: Pick<Core, 'subscribe'>;
  tray: Pick<Tray, 'setToolTip' | 'setImage' | 'on'>;
  /** Puts up the menu anew. */
  setMenu: (template: MenuItemConstructorOptions[]) => void;
  icons: { calm: NativeImage; open: NativeImage };
  /** Opens the app, at an address of the page if one is given. */
  openApp: (address?: string) => void;
  quit: () => void;
  /** Undefined where the app is not installed. */
  login: StartAtLogin | undefined;
}

export interface KeptTray {
  /** From now on the menu offers to take the update. */
  offerUpdate(version: string, install: () => void): void;
  end(): void;
}

/** Says how many failures are open and what runs; a click opens the window. */
export function keepTray({ core, tray, setMenu, icons, openApp, quit, login }: TrayDeps): KeptTray {
  const running = new Map<string, string>();
  let open = 0;
  let update: MenuItemConstructorOptions | undefined;

  const show = () => {
    tray.setToolTip(open === 0 ? 'Nightkeep' : `Nightkeep: ${open} to look at`);
    tray.setImage(open === 0 ? icons.calm : icons.open);
    setMenu([
      { label: open === 0 ? 'Nothing to look at' : `${open} to look at…`, click: () => openApp('/tonight') },
      ...[...running.values()].map((title) => ({ label: `Running: ${title}`, enabled: false })),
      { type: 'separator' },
      { label: 'Open Nightkeep', click: () => openApp() },
      ...(login
        ? [
            {
              label: 'Start at login',
              type: 'checkbox' as const,
              checked: login.isOn(),
              click: () => {
                login.set(!login.isOn());
                show();
              },
            },
          ]
        : []),
      ...(update ? [update] : []),
      { type: 'separator' },
      { label: 'Quit', click: quit },
    ]);
  };

  tray.on('click', () => openApp());
  show();
  const ends = [
    core.subscribe('failures.changed', (change) => {
      open = change.open;
      show();
    }),
    core.subscribe('job.changed', ({ id, title, finishedAt }) => {
      const known = running.get(id);
      if (finishedAt !== undefined) running.delete(id);
      else running.set(id, title);
      // Progress is no news here, and a menu that is open would close.
      if (known !== running.get(id)) show();
    }),
  ];
  return {
    offerUpdate(version, install) {
      update = { label: `Restart to take Nightkeep ${version}`, click: install };
      show();
    },
    end() {
      for (const end of ends) end();
    },
  };
}
