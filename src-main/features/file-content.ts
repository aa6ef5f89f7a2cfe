import { hostname } from 'node:os';
import { basename } from 'node:path/posix';
import { type DownloadedFile, type FilePreview, NightkeepError } from '../contract/index.ts';
import { textFromBytes } from '../domain/bytes.ts';
import { imageType, isText } from '../domain/file-kind.ts';
import { countOf } from '../domain/told-values.ts';
import type { JobContext, Jobs } from '../jobs/types.ts';
import { readFileStart, streamFile } from '../programs/nights/read-file.ts';
import type { Machines } from '../ssh/types.ts';
import { openDownload } from '../stores/download.ts';
import type { Handlers } from './feature.ts';
import type { KnownCustomers } from './nights.ts';
import type { NightsReader } from './nights-reader.ts';
import { createRecent } from './recent.ts';
import { runProgram } from './run-program.ts';
import { streamProgram } from './stream-program.ts';

export interface FileContentDeps {
  machines: Machines;
  jobs: Jobs;
  nights: NightsReader;
  customers: Pick<KnownCustomers, 'of'>;
  /** Where downloads go. */
  downloads: string;
}

/** As much of a text as anybody reads, and an image as large as any page has. */
const MOST_TEXT = 256 * 1024;
const MOST_IMAGE = 2 * 1024 * 1024;
const IDLE_MS = 600_000;

interface Asked {
  host: string;
  runId: string;
  path: string;
}

export function createFileContentFeature(deps: FileContentDeps): Handlers<'files.preview' | 'files.download'> {
  const { machines, jobs, nights, customers } = deps;
  // A night never changes, and one looks at the same file again while one compares.
  const previews = createRecent<string, FilePreview>(20);

  async function preview({ host, runId, path }: Asked): Promise<FilePreview> {
    const { server, backupdir } = await nights.placeOf(host);
    const read = (most: number) => runProgram(machines, server, readFileStart, { backupdir, runId, path, most });
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
      previews.get(JSON.stringify([asked.host, asked.runId, asked.path]), () => preview(asked)),

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
  { machines, nights, downloads }: FileContentDeps,
  { host, runId, path }: Asked,
  { signal, progress }: JobContext,
): Promise<DownloadedFile> {
  const { server, backupdir } = await nights.placeOf(host);
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
    await streamProgram(machines, server, streamFile, { backupdir, runId, path }, sink, {
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
