/** Debian's Chromium: Playwright's own browser can't be had everywhere. */
export const launchOptions = {
  executablePath: process.env.NIGHTKEEP_CHROMIUM ?? '/usr/bin/chromium',
  args: [
    '--no-sandbox',
    '--disable-gpu',
    '--disable-quic',
    '--no-first-run',
    '--disable-background-networking',
    '--disable-component-update',
    '--disable-sync',
  ],
};
