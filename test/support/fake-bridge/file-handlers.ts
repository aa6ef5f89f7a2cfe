import type { FileEntry, FilePreview } from '../../../src-main/contract/index.ts';
import { foldersIn, historyOf, matchesOf, previewOf, quickly } from './files.ts';
import { historyWithKept } from './longer.ts';
import type { FakeHandlers } from './refusal.ts';
import { historyWithSecond } from './second.ts';
import type { World } from './world.ts';

type FileCommands = Extract<keyof FakeHandlers, `files.${string}` | 'hosts.folders'>;

/** What any hold has: a folder and two files, in each folder. */
const heldIn = (path: string): FileEntry[] => {
  const known = { mtime: '2013-02-21T16:20:00Z', mode: '0644', uid: 1001, gid: 1001 };
  const name = path.slice(path.lastIndexOf('/') + 1);
  return [
    { ...known, name: path.endsWith('-DIR') ? 'www' : `in ${name}`, type: 'directory', size: 512, mode: '0755' },
    { ...known, name: 'index.html', type: 'file', size: 14_000 },
    { ...known, name: 'current', type: 'symlink', size: 10, target: 'index.html' },
  ];
};

const text = '<h1>Anna’s shop</h1>\n<p>As it was held.</p>\n';
const heldText: FilePreview = { kind: 'text', size: text.length, text, cut: false };

/** What lies in nights and on hosts. */
export const createFileHandlers = ({ jobs, scenario }: World): Pick<FakeHandlers, FileCommands> => ({
  'files.list': ({ hold, path }) => ({ entries: hold ? heldIn(path) : [] }),
  'files.history': ({ host, path, quick }) => {
    const usual = historyOf(host, path);
    const rotating = scenario.twice ? historyWithSecond(usual) : usual;
    const history = scenario.longer ? historyWithKept(host, rotating) : rotating;
    return quick ? quickly(history) : history;
  },
  'files.preview': ({ host, runId, path, hold }) => (hold ? heldText : previewOf(host, runId, path)),
  'files.download': ({ path }) =>
    jobs.start({
      command: 'files.download',
      title: `Download ${path.slice(path.lastIndexOf('/') + 1)}`,
      steps: [{ name: 'Bring it', total: 14_000, unit: 'bytes' }],
      outcome: () => ({
        on: 'desk7',
        path: `/home/maria/Downloads/${path.slice(path.lastIndexOf('/') + 1)}`,
        bytes: 14_000,
        sha256: '9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08',
      }),
    }),
  'files.search': ({ customer, pattern }) =>
    jobs.start({
      command: 'files.search',
      title: `Find ${pattern} of ${customer}`,
      customer,
      steps: [{ name: 'Search the nights', total: 7, unit: 'entries' }],
      outcome: () => ({
        matches: matchesOf(pattern),
        incomplete: scenario.down
          ? [
              {
                host: 'jail17',
                why: 'not-asked' as const,
                nights: [],
                message: `jail17 was not searched: ${scenario.down} did not answer within 10 s.`,
              },
            ]
          : [],
      }),
    }),
  'hosts.folders': ({ path }) => ({ folders: foldersIn(path) }),
});
