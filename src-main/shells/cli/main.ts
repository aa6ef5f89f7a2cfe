import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { NightkeepError } from '../../contract/index.ts';
import { openSettings } from '../../ports.ts';
import { version } from '../../version.ts';
import { openHome } from '../shared/home.ts';
import { startCore } from '../shared/start-core.ts';
import { startWebServer } from '../web/server.ts';
import { help, type Invocation, parseInvocation } from './arguments.ts';
import { printError, runCall, type Terminal } from './call.ts';
import { runWatch, WATCH_EXIT } from './watch.ts';

/** Where the build puts the renderer, seen from out/main/nightkeep.js. */
const RENDERER = fileURLToPath(new URL('../renderer', import.meta.url));
/** After everything was closed, what still holds the program is a leak; it ends all the same. */
const LAST_RESORT_MS = 3000;

const terminal: Terminal = {
  out: (line) => void process.stdout.write(line),
  err: (line) => void process.stderr.write(line),
  onInterrupt(interrupt) {
    process.on('SIGINT', interrupt).on('SIGTERM', interrupt);
    return () => process.off('SIGINT', interrupt).off('SIGTERM', interrupt);
  },
};

// `nightkeep call … | head` closes the pipe early.
for (const stream of [process.stdout, process.stderr]) stream.on('error', () => {});

process.exitCode = await run(process.argv.slice(2));
setTimeout(() => process.exit(), LAST_RESORT_MS).unref();

async function run(args: string[]): Promise<number> {
  try {
    return await perform(parseInvocation(args));
  } catch (error) {
    return printError(terminal, envelopeOf(error));
  }
}

async function perform(invocation: Invocation): Promise<number> {
  switch (invocation.kind) {
    case 'help':
      terminal.out(help);
      return 0;
    case 'version':
      terminal.out(`${version}\n`);
      return 0;
    case 'call':
      return await call(invocation);
    case 'watch':
      return await watch(invocation);
    case 'serve':
      return await serve(invocation);
  }
}

async function call({ home, command, json }: Extract<Invocation, { kind: 'call' }>): Promise<number> {
  const input = json === '-' ? await text(process.stdin) : json;
  const { core } = startCore(openSettings(openHome(home, process.env, process.platform)), 'cli');
  try {
    return await runCall(core, command, input, terminal);
  } finally {
    await core.close();
  }
}

async function watch({ home }: Extract<Invocation, { kind: 'watch' }>): Promise<number> {
  try {
    const { core } = startCore(openSettings(openHome(home, process.env, process.platform)), 'cli');
    try {
      return await runWatch(core, terminal);
    } finally {
      await core.close();
    }
  } catch (error) {
    // Whatever it is, a monitoring system must not take it for a warning.
    printError(terminal, envelopeOf(error));
    return WATCH_EXIT.unknown;
  }
}

function envelopeOf(error: unknown) {
  return (error instanceof NightkeepError ? error : new NightkeepError('internal', String(error))).toEnvelope();
}

async function serve({ home, port, openingFile }: Extract<Invocation, { kind: 'serve' }>): Promise<number> {
  const { core, log } = startCore(openSettings(openHome(home, process.env, process.platform)), 'web');
  try {
    const server = await startWebServer({ core, log, folder: RENDERER, port, openingFile });
    terminal.out(`${server.url}\n`);
    await new Promise<void>((resolve) => {
      const stop = terminal.onInterrupt(() => {
        stop();
        resolve();
      });
    });
    await server.close();
    return 0;
  } finally {
    await core.close();
  }
}
