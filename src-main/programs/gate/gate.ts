import { createHash } from 'node:crypto';
import { textFromBytes } from '../../domain/bytes.ts';
import { BOOT } from '../boot.ts';
import keeper from '../keeper/keeper.sh?raw';
import { keeperParts } from '../keeper/keeper.ts';
import { compose, embed } from '../program.ts';
import { encodeInput } from '../wire.ts';
import begin from './begin.sh?raw';
import bounds from './bounds.sh?raw';
import gate from './gate.sh?raw';
import narrow from './narrow.sh?raw';
import place from './place.sh?raw';
import refusals from './refusals.sh?raw';
import settings from './settings.sh?raw';
import watch from './watch.sh?raw';

/** What a server has decided about one host. */
export interface GateSettings {
  host: string;
  /** Where the host's nights lie; undefined on a server that has none of it. */
  backupdir: string | undefined;
  /** The folder of the scripts; undefined on a server that is not the repository's. */
  repository: string | undefined;
  nightsToKeep: number;
  /** 0 to 1. */
  collapseShare: number;
  timeZone: string;
  /** Seconds; for tests. */
  idle?: number;
  /** Nights of one date; for tests. */
  runs?: number;
}

/**
 * The gate as it is installed on a server: the forced command of a host's key. It has a keeper of its own in it, which
 * is the only one that a host behind it reaches.
 */
export const gateSource: string = `#!/bin/sh\n${[begin, compose(...keeperParts, settings, refusals, watch, bounds, place, narrow), embed('nk_boot', BOOT), gate, keeper].join('\n').replace(/\n*$/, '\n')}`;

/** Tells a gate from an older one. */
export const gateSha256: string = createHash('sha256').update(gateSource).digest('hex');

/** Where the gate lies on a server. */
export const GATE_FOLDER = '/usr/local/libexec/nightkeep';

/** The text of hosts/NAME. */
export function settingsText(of: GateSettings): string {
  const lines: [string, string | undefined][] = [
    ['host', of.host],
    ['backupdir', of.backupdir],
    ['repository', of.repository],
    ['nights', String(of.nightsToKeep)],
    ['share', String(Math.round(of.collapseShare * 100))],
    ['timeZone', of.timeZone],
    ['idle', of.idle?.toString()],
    ['runs', of.runs?.toString()],
  ];
  return textFromBytes(encodeInput(lines.filter((line): line is [string, string] => line[1] !== undefined)));
}
