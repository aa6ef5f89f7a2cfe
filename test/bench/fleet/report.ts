import type { Cost, FleetResult } from './bench.ts';

const ms = (value: number) => (value >= 10_000 ? `${(value / 1000).toFixed(1)} s` : `${Math.round(value)} ms`);
const kb = (value: number) => (value >= 1e6 ? `${(value / 1e6).toFixed(2)} MB` : `${(value / 1000).toFixed(1)} kB`);
const times = (value: number | undefined, of: number | undefined) =>
  value === undefined || !of ? '–' : `× ${(value / of).toFixed(2)}`;
const orDash = (value: number | undefined, unit = ms) => (value === undefined ? '–' : unit(value));
/** What all servers took, for one of them. */
const share = (value: number | undefined, servers: number) => (value === undefined ? undefined : value / servers);

/** A row of a reading beside the one it is measured by. */
const row = (what: string, cost: Cost, by: Cost) =>
  `| ${what} | ${ms(cost.wallMs)} (${times(cost.wallMs, by.wallMs)}) | ${orDash(cost.machinesCpuMs)} (${times(cost.machinesCpuMs, by.machinesCpuMs)}) | ${kb(cost.bytes)} (${times(cost.bytes, by.bytes)}) | ${cost.logins} |`;

/** The figures as tables. */
export function reportFleet({ options, processors, loop, first, warm, pass, round, whole }: FleetResult): string {
  const { hosts, servers, sshds } = options;
  const { app } = first;
  return [
    `${hosts} hosts on ${sshds} sshd's, ${servers} ${servers === 1 ? 'server' : 'servers'}, ${hosts * options.customers} customers, ${hosts * options.nights} records of nights; ${processors} processors for the machines and the app together.`,
    '',
    '| reading | wall | the machines’ CPU | bytes | logins |',
    '| --- | --- | --- | --- | --- |',
    row('`xargs -P16 ssh`, the same files', loop, loop),
    row('the app, for the first time', first, loop),
    row('the app again, as it does every quarter of an hour, nothing new *', round, first),
    row('the app, all of it again by hand, nothing new *', whole, first),
    `| a minute’s pass, nothing new, a server | – | ${orDash(share(pass.machinesCpuMs, servers))} | ${orDash(share(pass.bytes, servers), kb)} | 0 |`,
    '',
    '\\* beside the app’s first reading; the others beside the loop.',
    '',
    '| the app’s own process | |',
    '| --- | --- |',
    `| first start: Tonight and a search answered after | ${ms(app.answeredMs)} |`,
    `| first start: longest pause of the main thread, its own CPU in one | ${ms(app.longestPauseMs)}, ${ms(app.longestPauseCpuMs)} |`,
    `| all of it again: longest pause of the main thread, its own CPU in one | ${ms(whole.app.longestPauseMs)}, ${ms(whole.app.longestPauseCpuMs)} |`,
    `| first start: CPU | ${ms(app.cpuMs)} |`,
    `| memory after the first reading, the app’s objects in it | ${Math.round(app.residentMb)} MB, ${Math.round(app.heapMb)} MB |`,
    `| connections: most at once, and after | ${app.connectionsMost}, ${app.connectionsAfter} |`,
    `| warm start: Tonight and a search answered, CPU until then | ${ms(warm.app.answeredMs)}, ${ms(warm.app.answeredCpuMs)} |`,
    `| one \`tonight.get\`, one \`failures.list\`, as JSON | ${app.tonightMs.toFixed(1)} ms, ${app.failuresMs.toFixed(1)} ms |`,
    `| hosts, customers (a search tells no more than 10,000), not known | ${app.known.hosts}, ${app.known.customers}, ${app.known.notKnown} |`,
  ].join('\n');
}
