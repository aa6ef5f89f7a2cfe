// npm start: the app in Electron, which is brought where it can be had; else in this machine's browser. What follows goes to the app.
import { spawn } from 'node:child_process';
import { buildIfChanged } from './build.mjs';
import { bringElectron } from './electron.mjs';
import { heapOptions } from './heap.mjs';
import { openInBrowser, openingFile } from './open.mjs';
import { inRoot, root, say } from './paths.mjs';
import { setUp } from './setup.mjs';

/** Gives the exit code. */
function runUntilEnd(child) {
  // Ctrl-C reaches the child by itself.
  process.on('SIGINT', () => {});
  for (const signal of ['SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal));
  return new Promise((resolve) => {
    child.once('error', (error) => {
      say(error.message);
      resolve(1);
    });
    child.once('exit', (code) => resolve(code ?? 1));
  });
}

function startWebShell(args) {
  const endWithParent = inRoot('build', 'end-with-parent.mjs');
  const program = inRoot('out', 'main', 'nightkeep.js');
  const opening = openingFile();
  const child = spawn(
    process.execPath,
    [...heapOptions, '--import', endWithParent, program, 'serve', '--opening', opening, ...args],
    {
      cwd: root,
      stdio: ['inherit', 'pipe', 'inherit'],
    },
  );
  let said = '';
  const look = (chunk) => {
    process.stdout.write(chunk);
    said += chunk;
    const newline = said.indexOf('\n');
    if (newline < 0) return;
    if (!openInBrowser(opening)) say('There is no display here: open the address in a browser of this machine.');
    child.stdout.off('data', look);
    child.stdout.pipe(process.stdout);
  };
  child.stdout.on('data', look);
  return child;
}

await setUp('start');
try {
  await buildIfChanged();
} catch (error) {
  say(error.message);
  process.exit(1);
}
const args = process.argv.slice(2);
const { program, why } = await bringElectron();
if (program) process.exit(await runUntilEnd(spawn(program, [root, ...args], { cwd: root, stdio: 'inherit' })));
say(`Opening Nightkeep in the browser, since ${why}.`);
process.exit(await runUntilEnd(startWebShell(args)));
