import type { Configuration } from 'electron-builder';

export const APP_ID: string;
export const PROTOCOL: string;
export function builderConfig(places: {
  electronDist: string;
  output: string;
  feed: string | undefined;
}): Configuration & {
  linux: { target: string[]; icon: string };
  mac: { target: string[]; icon: string };
  win: { target: string[]; icon: string };
};
