import { BOOT } from '../boot.ts';
import { keeperSource } from '../keeper/keeper.ts';
import night from '../nights/night.sh?raw';
import { compose, embed, type Program } from '../program.ts';
import serverCall from '../shared/server-call.sh?raw';
import sha256 from '../shared/sha256.sh?raw';
import customerRoot from './customer-root.sh?raw';
import deliverSource from './deliver.sh?raw';
import fetchTarball from './fetch-tarball.sh?raw';
import machine from './machine.sh?raw';
import stage from './stage.sh?raw';

export interface Delivery {
  /** The customer's root on the host. */
  root: string;
  /** The tarball's name there, without `.tar.gz`; a number is put after it where it is taken. */
  name: string;
  /** As the host's backup.config names it. */
  server: string;
  backupdir: string;
  /** The hold, and the tarball's file name in it. */
  hold: string;
  tarball: string;
  bytes: number;
  sha256: string;
}

export interface Delivered {
  /** The file's name in the customer's root. */
  name: string;
  bytes: number;
  sha256: string;
  /** It lay there already, whole. */
  before: boolean;
  /** As uname -s has it. */
  os: string;
  /** The host's tar is GNU's, and keeps ACLs and extended attributes when it is told to. */
  gnuTar: boolean;
}

/** `done` and `total` in bytes; neither once what came is being verified. */
export interface DeliveryProgress {
  done?: number;
  total?: number;
}

/**
 * Runs on the host. Errors: no-space, checksum-mismatch, unreachable (the server, from the host), permission-denied,
 * unsafe-path (someone in the jail meddled); in each case nothing is left in the customer's root.
 */
export const deliver: Program<Delivery, Delivered, DeliveryProgress> = {
  name: 'deliver',
  source: compose(
    embed('nk_boot', BOOT),
    embed('nk_keeper', keeperSource),
    night,
    serverCall,
    machine,
    sha256,
    customerRoot,
    stage,
    fetchTarball,
    deliverSource,
  ),
  encode: (delivery) => [
    ['root', delivery.root || '/'],
    ['name', delivery.name],
    ['server', delivery.server],
    ['backupdir', delivery.backupdir],
    ['hold', delivery.hold],
    ['tarball', delivery.tarball],
    ['bytes', String(delivery.bytes)],
    ['sha256', delivery.sha256],
  ],
  reader: () => {
    let delivered: Delivered = { name: '', bytes: 0, sha256: '', before: false, os: '', gnuTar: false };
    return {
      take: ({ name, fields }) => {
        if (name === 'progress') return { done: Number(fields.done), total: Number(fields.total) };
        if (name === 'verifying') return {};
        if (name === 'delivered') {
          delivered = {
            name: fields.name ?? '',
            bytes: Number(fields.bytes),
            sha256: fields.sha256 ?? '',
            before: fields.before === 'yes',
            os: fields.os ?? '',
            gnuTar: fields.tar === 'gnu',
          };
        }
        return undefined;
      },
      result: () => delivered,
    };
  },
};
