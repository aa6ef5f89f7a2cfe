import { z } from 'zod';
import { type Declaration, job, query } from './declare.ts';
import { digestCommands, timeOfDay } from './digest.ts';
import { become, type Fleet, fleet, longerRule, machineName, repository, sshTarget } from './fleet.ts';
import { listCommands } from './lists.ts';
import type * as m from './models.ts';
import { proofCommands } from './proofs.ts';
import { replyCommands } from './replies.ts';

/** In UTF-16 units. A host's program reads no file of more than 1 MiB. */
const configText = z.string().max(16 * 1024 * 1024);
const nothing = z.object({}).default({});
const name = z.string().min(1).max(255);
const customer = z.string().min(1).max(255);
const id = z.string().regex(/^[A-Za-z0-9._-]{1,128}$/);
/** As OpenSSH prints it. */
const fingerprint = z.string().regex(/^SHA256:[A-Za-z0-9+/]{43}$/, 'a fingerprint as SHA256:…');
const failureIds = z.array(id).min(1).max(10_000);
const instant = z.iso.datetime({ offset: true });
const path = z
  .string()
  .min(1)
  .max(4096)
  .refine((text) => text.startsWith('/') && !text.includes('\0'), 'an absolute path without NUL')
  .refine((text) => !text.split('/').some((part) => part === '..' || part === '.'), 'no . or .. in a path');
/** A known_hosts file of a large company, in UTF-16 units. */
const knownHosts = z.string().max(4 * 1024 * 1024);
const keysOfMachines = z
  .array(z.object({ machine: name, fingerprint: z.string().min(1) }))
  .min(1)
  .max(10_000);
/** Of machines that are to leave a fleet, as the question for them has them. */
const names = z.string().max(200_000).optional();
const revision = z.string().max(100);
const realPaths = z.array(z.string().max(4096)).max(100_000);
const selections = z.array(z.object({ host: name, runId: id, paths: z.array(path).min(1) })).min(1);
const ticket = z.string().max(200).optional();
/**
 * Where a restore goes: into the customer's `/` on their host where nothing is said; into theirs on another host, which
 * has to match the fleet's patterns; unpacked in a new folder of their own `/`; to the machine that Nightkeep runs on; or, where
 * the fleet's settings allow it, in place of what is there. To start that, `confirm` names what is put in place, by its full
 * paths.
 */
const to = z
  .union([
    z.object({ way: z.literal('host'), host: name, root: path }),
    z.object({ way: z.literal('unpacked') }),
    z.object({ way: z.literal('desk') }),
    z.object({ way: z.literal('in-place'), confirm: z.array(path).max(1000).optional() }),
  ])
  .optional();
/** Where the customer's host does not answer, its nights are held all the same, and delivered as soon as it does. */
const wait = z.boolean().optional();
const restoreInput = z.object({ customer, selections, ticket, to, wait });
/** What was restored or held before is restored from its hold, though its nights have left rotation. */
const hold = z.object({ server: name, id });
/** Of what it holds only these; all of it without them. */
const parts = z
  .array(z.object({ runId: id, paths: z.array(path).min(1).max(10_000) }))
  .min(1)
  .max(1000)
  .optional();
const heldInput = z.object({ hold, parts, ticket, to, wait });
/** In a night; where a hold is named, in what it has of that night. */
const inNight = z.object({ host: name, runId: id, path, hold: hold.optional() });
export const noticeSettings = z.object({
  on: z.boolean(),
  quiet: z.object({ from: timeOfDay, to: timeOfDay }).optional(),
});

/** Every command of Nightkeep, once. Preload, dispatcher, WebSocket and command line are derived from this table. */
export const commands = {
  'app.info': query(nothing).returns<{
    version: string;
    shell: string;
    home: string;
    user: string;
    now: string;
    /** What is wrong with the data folder, in sentences that name the file and what to do. */
    troubles: string[];
  }>(),

  'fleet.get': query(nothing).returns<{ fleet: Fleet }>(),
  /** Where machines would leave the fleet it asks first, naming them; `confirm` repeats their names. */
  'fleet.save': query(z.object({ fleet, confirm: names })).returns<{ fleet: Fleet }>(),
  'fleet.status': query(nothing).returns<{ machines: m.MachineStatus[] }>(),
  'fleet.refresh': job(nothing).returns<{ hosts: number; customers: number; problems: string[] }>(),

  /** The fleet file that the repository server holds for the whole team, beside one's own. `at`: another repository. */
  'teamFleet.read': query(z.object({ at: repository.optional() }).default({})).returns<m.TeamFleet>(),
  /**
   * Takes differences over into one's own fleet, by their ids, and no others. Machines that come in get `identityFile`;
   * where some would leave, it asks first as `fleet.save` does.
   */
  'teamFleet.takeOver': query(
    z.object({
      at: repository.optional(),
      revision,
      take: z.array(z.string().max(300)).min(1).max(20_000),
      identityFile: z.string().min(1).max(4096).optional(),
      confirm: names,
    }),
  ).returns<{ fleet: Fleet }>(),
  /** One's own fleet, without what is personal, becomes the team's, if that is as it was read. */
  'teamFleet.publish': query(z.object({ revision, confirm: names })).returns<{
    server: string;
    path: string;
    revision: string;
  }>(),

  /** The names that the user's ~/.ssh/config has for machines. */
  'fleet.sshAliases': query(nothing).returns<{ aliases: string[] }>(),
  'fleet.readList': query(z.object({ text: z.string().max(1024 * 1024) })).returns<m.MachineList>(),
  /** Customer patterns made of real paths, and given ones shown on them. */
  'patterns.propose': query(z.object({ paths: realPaths })).returns<{ patterns: m.ShownPattern[] }>(),
  'patterns.show': query(z.object({ paths: realPaths, patterns: z.array(z.string().max(1000)).max(50) })).returns<{
    patterns: m.ShownPattern[];
  }>(),

  'hostKeys.pending': query(nothing).returns<{ keys: m.HostKey[] }>(),
  'hostKeys.trust': query(z.object({ machine: name, fingerprint: z.string().min(1) })).returns<{ machine: string }>(),
  /** All of them, in one write, or none where one shows another key by now. */
  'hostKeys.trustAll': query(z.object({ keys: keysOfMachines })).returns<{ machines: string[] }>(),
  /** What a known_hosts file, or what ssh-keyscan printed, has for the fleet's machines. Nothing is trusted by it. */
  'hostKeys.compare': query(z.object({ text: knownHosts })).returns<m.ComparedKeys>(),
  /** Trusts keys of such a list, all in one write, or none where one may not be taken: one that changed never may. */
  'hostKeys.import': query(z.object({ text: knownHosts, keys: keysOfMachines })).returns<{ machines: string[] }>(),
  /** The other key that a machine shows now, which is connected to for that; none where it shows the known one. */
  'hostKeys.changed': query(z.object({ machine: name })).returns<{ key?: m.ChangedHostKey }>(),
  /** Puts that key in the place of the known ones. `known` are their fingerprints, of which whoever asks has seen all. */
  'hostKeys.replace': query(
    z.object({
      machine: name,
      fingerprint: z.string().min(1),
      known: z.array(z.string().min(1).max(200)).min(1).max(1000),
    }),
  ).returns<{ machine: string }>(),
  'secrets.provide': query(
    z.object({ machine: name, passphrase: z.string().min(1), remember: z.boolean().default(false) }),
  ).returns<{ machine: string; remembered?: boolean; warning?: string }>(),

  'questions.pending': query(nothing).returns<{ questions: m.MachineQuestion[] }>(),
  /** Without answers the machine is told nothing, and not asked again by itself. */
  'questions.answer': query(z.object({ id, answers: z.array(z.string().max(4096)).max(50).optional() })).returns<{
    id: string;
  }>(),

  ...listCommands,
  'customers.get': query(z.object({ customer })).returns<m.Customer>(),

  'config.read': query(z.object({ host: name })).returns<m.BackupConfig>(),
  'config.check': query(z.object({ host: name, text: configText })).returns<{ problems: m.ConfigProblem[] }>(),
  'config.save': query(z.object({ host: name, text: configText, revision, ticket })).returns<{
    revision: string;
    change: m.TextChange;
  }>(),

  /** The texts that it had, as its host keeps them: those saved by Nightkeep, and what was found there in between. */
  'config.history': query(z.object({ host: name })).returns<m.ConfigHistory>(),

  'runs.start': job(z.object({ host: name, at: instant.optional() })).returns<m.Run>(),
  /** One run of a host by its id, or the one that counts for a date of its nights, `2013-02-28`. */
  'runs.get': query(z.object({ host: name, run: id })).returns<m.RunDetails>(),

  'nights.list': query(
    z.union([z.object({ host: name }), z.object({ customer })], 'either a host or a customer'),
  ).returns<{ nights: m.Night[] }>(),
  'nights.compare': query(z.object({ host: name, from: id, to: id, path })).returns<m.Comparison>(),
  /** A night with the host as it is at this moment, as far as that night's directories go. */
  'nights.compareNow': job(z.object({ host: name, runId: id, path })).returns<m.Comparison>(),

  'files.list': query(inNight).returns<{ entries: m.FileEntry[] }>(),
  /** A quick answer does not say in which nights folders changed. */
  'files.history': query(z.object({ host: name, path, quick: z.boolean().optional() })).returns<m.FileHistory>(),
  'files.preview': query(inNight).returns<m.FilePreview>(),
  /** Puts one file of a night into the downloads folder of the machine that the app runs on. */
  'files.download': job(inNight).returns<m.DownloadedFile>(),
  'files.search': job(z.object({ customer, pattern: z.string().min(1).max(500) })).returns<{
    matches: m.FileMatch[];
    /** Empty where all there is was found. */
    incomplete: m.SearchGap[];
  }>(),

  'restore.plan': query(restoreInput.omit({ wait: true })).returns<m.RestorePlan>(),
  /** What restoring from a hold would deliver, and where. */
  'restore.planHold': query(heldInput.omit({ ticket: true, wait: true })).returns<m.HoldPlan>(),
  'restore.start': job(
    z.union([restoreInput, heldInput], 'either nights of a customer, or a hold'),
  ).returns<m.RestoreOutcome>(),
  ...replyCommands,
  ...digestCommands,
  ...proofCommands,

  'holds.create': job(
    z.object({ customer, selections, reason: z.string().min(1).max(1000), until: instant.optional() }),
  ).returns<{ holds: m.Hold[] }>(),
  'holds.extend': query(z.object({ id, until: instant })).returns<m.Hold>(),
  'holds.prove': job(z.object({ server: name, id })).returns<m.HoldProof>(),
  'holds.release': query(z.object({ id, confirm: z.string().optional() })).returns<{ id: string }>(),

  'housekeeping.start': job(
    z.object({ host: name, dryRun: z.boolean().default(false) }),
  ).returns<m.HousekeepingOutcome>(),

  /** By host, what would be kept by another rule than the one that is saved; of all hosts by that one without it. */
  'longer.preview': query(z.object({ rules: z.record(name, longerRule).optional() }).prefault({})).returns<{
    hosts: m.LongerOfHost[];
  }>(),
  /** Has the servers follow the rules that are saved. What that deletes has to be confirmed by the run ids. */
  'longer.apply': job(
    z.object({ hosts: z.array(name).max(5000).optional(), confirm: z.array(id).max(100_000).default([]) }).prefault({}),
  ).returns<m.LongerOutcome>(),

  'tonight.get': query(z.object({ days: z.int().min(1).max(90).default(14) }).prefault({})).returns<m.Tonight>(),

  'notices.get': query(nothing).returns<m.NoticeSettings>(),
  'notices.set': query(noticeSettings).returns<m.NoticeSettings>(),
  /** Shows one, whatever the settings and the hour. */
  'notices.test': query(nothing).returns<{ shown: m.Notice }>(),

  'failures.acknowledge': query(z.object({ id, reason: z.string().max(1000).optional() })).returns<m.FailureItem>(),
  /** Whose data these failures are about, of a whole host or server all who are backed up there. */
  'failures.customers': query(z.object({ ids: failureIds })).returns<{ customers: m.AffectedCustomer[] }>(),
  /** One thing done about many; those that are over meanwhile are left out. All staff see it. */
  'failures.triage': query(
    z.discriminatedUnion('kind', [
      z.object({ kind: z.enum(['take', 'reopen']), ids: failureIds }),
      z.object({ kind: z.literal('acknowledge'), ids: failureIds, reason: z.string().max(1000).optional() }),
      z.object({ kind: z.literal('snooze'), ids: failureIds, until: instant }),
    ]),
  ).returns<{ failures: m.FailureItem[] }>(),
  /** Takes back that it was taken, acknowledged or put off. */
  'failures.reopen': query(z.object({ id })).returns<m.FailureItem>(),
  'failures.snooze': query(z.object({ id, until: instant })).returns<m.FailureItem>(),

  'hosts.probe': query(z.object({ host: name })).returns<m.HostProbe>(),
  'hosts.folders': query(z.object({ host: name, path: path.or(z.literal('/')) })).returns<{ folders: string[] }>(),
  'hosts.install': job(
    z.object({ host: name, dryRun: z.boolean().default(false), remove: z.boolean().default(false) }),
  ).returns<m.InstallPlan>(),
  'backupdir.check': query(z.object({ host: name })).returns<m.BackupdirIdentity>(),
  /** The host's nights lie there from now on. `confirm` is the backupdir's path. */
  'backupdir.confirm': query(z.object({ host: name, confirm: path })).returns<m.BackupdirIdentity>(),
  'gate.check': query(z.object({ host: name, authorizedKeys: path.optional() })).returns<m.GateCheck>(),
  'gate.install': job(
    z
      .object({
        host: name,
        dryRun: z.boolean().default(false),
        remove: z.boolean().default(false),
        /** Where the servers keep the keys they accept; `~/.ssh/authorized_keys` without it. */
        authorizedKeys: path.optional(),
        /** Those to bind, and no others; without it all of the host's, of which none may be doubtful then. */
        keys: z.array(fingerprint).min(1).max(100).optional(),
      })
      .refine(({ remove, keys }) => !(remove && keys), 'keys are named to bind them, not to free them'),
  ).returns<m.GatePlan>(),
  'repository.publish': job(nothing).returns<{ server: string; version: string; files: string[] }>(),
  /** Asks a host or server anew, after whatever kept it from answering. */
  /** Reaches machines that are not in the fleet yet; what is wrong with one is said of it. */
  'machines.meetNew': job(
    z.object({
      machines: z
        .array(
          z.object({
            role: z.enum(['server', 'host']),
            name: machineName,
            ssh: sshTarget,
            become: become.default('none'),
            configPath: path.optional(),
          }),
        )
        .min(1)
        .max(5000),
    }),
  ).returns<{ machines: m.MetMachine[] }>(),
  'machines.meet': query(z.object({ machine: name })).returns<m.MachineStatus>(),

  'jobs.list': query(nothing).returns<{ jobs: m.Job[] }>(),
  'jobs.get': query(z.object({ id })).returns<m.Job>(),
  'jobs.cancel': query(z.object({ id })).returns<{ id: string }>(),
} as const;

type Commands = typeof commands;
export type CommandName = keyof Commands;
/** What a caller sends: defaults may be left out. */
export type CommandInput<Name extends CommandName> = z.input<Commands[Name]['input']>;
/** What a handler receives: defaults are filled in. */
export type CommandArguments<Name extends CommandName> = z.output<Commands[Name]['input']>;
export type CommandOutput<Name extends CommandName> =
  Commands[Name] extends Declaration<z.ZodType, infer Output> ? Output : never;
export type JobName = { [Name in CommandName]: Commands[Name]['kind'] extends 'job' ? Name : never }[CommandName];
/** What a call answers with: the result, or the id of the job that will bring it. */
export type CommandResult<Name extends CommandName> = Name extends JobName ? { jobId: string } : CommandOutput<Name>;
