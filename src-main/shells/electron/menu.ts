import type { MenuItemConstructorOptions } from 'electron';
import type { ZoomStep } from './zoom.ts';

export interface MenuActions {
  /** Opens an address of the page. */
  go: (address: string) => void;
  zoom: (step: ZoomStep) => void;
}

const screens = [
  ['Tonight', '/tonight'],
  ['Customers', '/customers'],
  ['Hosts', '/hosts'],
  ['Holds', '/holds'],
  ['Activity', '/activity'],
] as const;

/** Every screen with its key, and what keyboards need to copy, paste, zoom and close; no entry for developers. */
export function applicationMenu(platform: NodeJS.Platform, { go, zoom }: MenuActions): MenuItemConstructorOptions[] {
  const isMac = platform === 'darwin';
  const settings: MenuItemConstructorOptions = {
    label: 'Settings…',
    accelerator: 'CmdOrCtrl+,',
    click: () => go('/settings'),
  };
  return [
    ...(isMac
      ? [
          {
            role: 'appMenu' as const,
            submenu: [
              { role: 'about' as const },
              { type: 'separator' as const },
              settings,
              { type: 'separator' as const },
              { role: 'services' as const },
              { type: 'separator' as const },
              { role: 'hide' as const },
              { role: 'hideOthers' as const },
              { role: 'unhide' as const },
              { type: 'separator' as const },
              { role: 'quit' as const },
            ],
          },
        ]
      : [
          {
            label: '&File',
            submenu: [settings, { type: 'separator' as const }, { role: 'close' as const }, { role: 'quit' as const }],
          },
        ]),
    { role: 'editMenu' },
    {
      label: '&Go',
      submenu: screens.map(([label, address], index) => ({
        label,
        accelerator: `CmdOrCtrl+${index + 1}`,
        click: () => go(address),
      })),
    },
    {
      label: '&View',
      submenu: [
        { label: 'Actual Size', accelerator: 'CmdOrCtrl+0', click: () => zoom('reset') },
        { label: 'Zoom In', accelerator: 'CmdOrCtrl+Plus', click: () => zoom('in') },
        // The key that has the plus sign, pressed without Shift.
        {
          label: 'Zoom In',
          accelerator: 'CmdOrCtrl+=',
          visible: false,
          acceleratorWorksWhenHidden: true,
          click: () => zoom('in'),
        },
        { label: 'Zoom Out', accelerator: 'CmdOrCtrl+-', click: () => zoom('out') },
        { type: 'separator' },
        { role: 'togglefullscreen' },
      ],
    },
    { role: 'windowMenu' },
    ...(isMac ? [] : [{ role: 'help' as const, submenu: [{ role: 'about' as const }] }]),
  ];
}
