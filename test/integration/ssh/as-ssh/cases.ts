import type { Case } from './both.ts';
import { configCases } from './cases-config.ts';
import { hostKeyCases } from './cases-host-keys.ts';
import { keyCases } from './cases-keys.ts';
import { serverCases } from './cases-servers.ts';

/** In the order of the page's table. */
export const cases: readonly Case[] = [...configCases, ...keyCases, ...hostKeyCases, ...serverCases];
