import { setTimeout as pause } from 'node:timers/promises';
import type { Seeded } from '../fleet/seeded.ts';
import { killAll, type Process, processesOf } from './processes.ts';
import type { Rig, Running } from './rig.ts';
import type { Moment } from './shims.ts';

/** Who is killed: one process, or all that a machine has, as when its power goes. */
export const victims = [
  'host program',
  'host',
  'session',
  'server',
  'sender',
  'receiver',
  'one connection',
  'all connections',
  'one process',
  'that command',
  'everything',
  'cancelled',
] as const;
export type Victim = (typeof victims)[number];

const wholeMachines = new Set<Victim>(['host', 'server', 'everything']);

/** Whether the host's program lives on, and can say what happened. */
export const isSparingTheProgram = (victim: Victim): boolean =>
  ['session', 'server', 'sender', 'receiver', 'one connection', 'all connections'].includes(victim);

/** When: at a call of a command, at a step that the program itself names, or after so many milliseconds. */
export type When = { at: Moment } | { step: string } | { after: number };

export interface Kill {
  when: When;
  victim: Victim;
}

export const inWords = ({ when, victim }: Kill): string => {
  if ('step' in when) return `dies at ${when.step}`;
  if ('after' in when) return `${victim} after ${when.after} ms`;
  const { machine, command, occurrence } = when.at;
  return `${victim} ${when.at.when} ${command} #${occurrence} of the ${machine}`;
};

/** Kills as told, in a run that is going on. Gives whom it hit: nobody where the run was over before. */
export async function doKill(rig: Rig, running: Running, { when, victim }: Kill, chance: Seeded): Promise<Process[]> {
  if ('step' in when) return [];
  if ('after' in when) await pause(when.after);
  else if (!(await rig.shims.reached(running.isOver))) {
    // What goes on in the background after the run may still come there.
    rig.shims.goOn();
    return [];
  }
  const find = () => chosen(rig.mark, running.pid, victim, chance);
  const hit = find();
  if (victim === 'cancelled') {
    // As the app cancels: the whole process group, gently.
    if (!running.isOver()) process.kill(-running.pid, 'SIGTERM');
  } else {
    killAll(hit);
    // A machine dies at once: what was started while the others were killed dies too.
    if (wholeMachines.has(victim)) while (killAll(find()) > 0);
  }
  rig.shims.goOn();
  return hit;
}

/**
 * The connections, each by the shell of the stand-in for ssh that has it. A real ssh is one process: of the several that
 * a stand-in has, none ends alone.
 */
function connectionsAmong(all: readonly Process[]): Process[] {
  const shells = all.filter(({ machine, command }) => machine === 'host' && /bin-host\/ssh/.test(command));
  return shells.filter(({ parent }) => !shells.some(({ pid }) => pid === parent));
}

/** All of some connections. They are stopped first, or they might start more of them meanwhile. */
function allOf(connections: readonly Process[], mark: string): Process[] {
  for (const { pid } of connections) stop(pid);
  const isOf = (one: Process) => connections.some(({ pid }) => pid === one.pid || pid === one.parent);
  return processesOf(mark).filter((one) => one.machine === 'host' && isOf(one));
}

function stop(pid: number): void {
  try {
    process.kill(pid, 'SIGSTOP');
  } catch {
    // It has just ended.
  }
}

function chosen(mark: string, program: number, victim: Victim, chance: Seeded): Process[] {
  const all = processesOf(mark);
  const on = (machine: string) => all.filter((one) => one.machine === machine);
  const connections = connectionsAmong(all);
  const one = (some: readonly Process[]) => (some.length === 0 ? [] : [chance.pick(some)]);
  switch (victim) {
    case 'host program':
      return all.filter(({ pid }) => pid === program);
    case 'host':
      return on('host');
    case 'session':
      return on('server')
        .filter(({ parent }) => connections.some(({ pid }) => pid === parent))
        .sort((a, b) => a.pid - b.pid)
        .slice(0, 1);
    case 'server':
      return on('server');
    case 'sender':
      return on('host').filter(({ command }) => /^\S*rsync /.test(command));
    case 'receiver':
      return on('server').filter(({ command }) => /^\S*rsync --server/.test(command));
    case 'one connection':
      return allOf(one(connections), mark);
    case 'all connections':
      return allOf(connections, mark);
    case 'one process':
      return one(all).flatMap((process) => {
        const ends = connections.filter(({ pid }) => pid === process.pid || pid === process.parent);
        return process.machine === 'host' && ends.length > 0 ? allOf(ends, mark) : [process];
      });
    case 'that command':
      // What was stopped at; where nothing was, there is none.
      return all.filter(({ command }) => /^\S*sh \S*\/shims\//.test(command));
    case 'everything':
    case 'cancelled':
      return all;
  }
}

/** A kill at random: mostly at some call that a whole run makes, else at some moment. */
export function someKill(chance: Seeded, calls: readonly Omit<Moment, 'when'>[], milliseconds: number): Kill {
  const victim = chance.pick(victims);
  if (chance.next() < 0.3) return { victim, when: { after: chance.between(0, milliseconds) } };
  return { victim, when: { at: { ...chance.pick(calls), when: chance.pick(['before', 'after']) } } };
}
