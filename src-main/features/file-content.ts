import { hostname } from 'node:os';
import { basename } from 'node:path/posix';
import { type CommandArguments, type DownloadedFile, type FilePreview, NightkeepError } from '../contract/index.ts';
import { textFromBytes } from '../domain/bytes.ts';
import { imageType, isText } from '../domain/file-kind.ts';
import { countOf } from '../domain/told-values.ts';
import type { JobContext, Jobs } from '../jobs/types.ts';
import { type FileOfNight, readFileStart, streamFile } from '../programs/nights/read-file.ts';
import type { Machines } from '../ssh/types.ts';
import { openDownload } from '../stores/download.ts';
import type { Handlers } from './feature.ts';
import type { KnownCustomers } from './nights.ts';
import { createRecent } from './recent.ts';
import { runProgram } from './run-program.ts';
import { streamProgram } from './stream-program.ts';

export interface FileContentDeps {
  machines: Machines;
  jobs: Jobs;
  customers: Pick<KnownCustomers, 'of'>;
  /** Where a path lies, in a night or in a hold. */
  where: FilePlaces;
  /** Where downloads go. */
  downloads: string;
}

/** As much of a text as anybody reads, and an image as large as any page has. */
const MOST_TEXT = 256 * 1024;
const MOST_IMAGE = 2 * 1024 * 1024;
const IDLE_MS = 600_000;

type Asked = CommandArguments<'files.preview'>;

/** What the programs that read one file of a night, or one folder, are asked. */
export type FilePlaces = (asked: Asked) => Promise<FileOfNight & { server: string }>;

export function createFileContentFeature(deps: FileContentDeps): Handlers<'files.preview' | 'files.download'> {
  const { machines, jobs, where, customers } = deps;
  // A night never changes, and one looks at the same file again while one compares.
  const previews = createRecent<string, FilePreview>(20);

  async function preview(asked: Asked): Promise<FilePreview> {
    const { server, ...file } = await where(asked);
    const read = (most: number) => runProgram(machines, server, readFileStart, { ...file, most });
    const { size, content } = await read(MOST_TEXT);
    const mime = imageType(content);
    if (mime && size <= MOST_IMAGE) {
      const whole = size <= content.length ? content : (await read(MOST_IMAGE)).content;
      return { kind: 'image', size, mime, base64: whole.toString('base64') };
    }
    if (mime || !isText(content)) return { kind: 'binary', size };
    return { kind: 'text', size, text: textFromBytes(content), cut: size > content.length };
  }

  return {
    'files.preview': (asked) =>
      previews.get(JSON.stringify([asked.host, asked.runId, asked.path, asked.hold]), () => preview(asked)),

    'files.download'(asked) {
      const step = `Bring ${basename(asked.path)}`;
      return jobs.start({
        command: 'files.download',
        title: `Download ${basename(asked.path)}`,
        customer: customers.of(asked.path)?.id,
        steps: [step],
        work(context) {
          context.step(step);
          return download(deps, asked, context);
        },
      });
    },
  };
}

async function download(
  { machines, where, downloads }: FileContentDeps,
  asked: Asked,
  { signal, progress }: JobContext,
): Promise<DownloadedFile> {
  const { path } = asked;
  const { server, ...read } = await where(asked);
  const file = openDownload(downloads, basename(path));
  let total = 0;
  let expected: string | undefined;
  try {
    const sink = {
      begin({ fields }: { fields: Record<string, string> }) {
        total = countOf(fields.size) ?? 0;
        expected = fields.sha256;
      },
      take(chunk: Buffer) {
        if (file.bytes() + chunk.length > total) {
          throw new NightkeepError('checksum-mismatch', `${server} sends more of ${path} than the file has`);
        }
        file.write(chunk);
        progress({ done: file.bytes(), total, unit: 'bytes' });
      },
    };
    await streamProgram(machines, server, streamFile, read, sink, {
      signal,
      idleTimeoutMs: IDLE_MS,
    });
    const sha256 = file.sha256();
    if (file.bytes() !== total || sha256 !== expected) {
      throw new NightkeepError(
        'checksum-mismatch',
        `what came of ${path} is not what ${server} has; nothing was kept`,
        {
          expected,
          found: sha256,
        },
      );
    }
    return { on: hostname(), path: file.keep(), bytes: total, sha256 };
  } catch (error) {
    file.drop();
    throw error;
  }
}
