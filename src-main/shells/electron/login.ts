import { existsSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { App } from 'electron';

/** Whether the app starts when its user logs in: without a window, so that nights are watched. */
export interface StartAtLogin {
  isOn(): boolean;
  set(on: boolean): void;
}

/** Given to the app when it is to start without a window. */
export const HIDDEN = '--hidden';

export interface LoginParts {
  app: Pick<App, 'getLoginItemSettings' | 'setLoginItemSettings'>;
  platform: NodeJS.Platform;
  /** The program that is to be started: the AppImage, not what it is mounted as. */
  program: string;
  /** Where this user's settings are, as XDG has it. */
  configFolder: string;
}

export function startAtLogin({ app, platform, program, configFolder }: LoginParts): StartAtLogin {
  if (platform !== 'linux') {
    // macOS passes no arguments: there the app asks whether it was opened at login.
    const options = platform === 'win32' ? { path: program, args: [HIDDEN] } : {};
    return {
      isOn: () => app.getLoginItemSettings(options).openAtLogin,
      set: (on) => app.setLoginItemSettings({ ...options, openAtLogin: on }),
    };
  }
  const file = join(configFolder, 'autostart', 'nightkeep.desktop');
  return {
    isOn: () => existsSync(file),
    set(on) {
      if (!on) return rmSync(file, { force: true });
      mkdirSync(dirname(file), { recursive: true });
      writeFileSync(
        file,
        `[Desktop Entry]\nType=Application\nName=Nightkeep\nExec=${quoted(program)} ${HIDDEN}\nX-GNOME-Autostart-enabled=true\n`,
      );
    },
  };
}

/** As the Desktop Entry Specification wants an argument: what a shell would take is escaped, and a percent sign doubled. */
const quoted = (path: string) => `"${path.replace(/["`$\\]/g, '\\\\$&').replaceAll('%', '%%')}"`;

/** Whether this start is to show no window. */
export const isHiddenStart = (
  app: Pick<App, 'getLoginItemSettings'>,
  args: readonly string[],
  platform: NodeJS.Platform,
): boolean => args.includes(HIDDEN) || (platform === 'darwin' && app.getLoginItemSettings().wasOpenedAtLogin);
