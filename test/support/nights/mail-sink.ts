import { chmodSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { SMTPServer } from 'smtp-server';

export interface Message {
  from: string;
  to: string[];
  /** As sent, its lines ended by a newline alone. */
  text: string;
  header: (name: string) => string | undefined;
  body: string;
}

/** A mail server on loopback that keeps what it is sent. */
export class MailSink {
  readonly messages: Message[] = [];
  readonly port: number;
  readonly #server: SMTPServer;

  static async start(options: { refuse?: boolean } = {}): Promise<MailSink> {
    const messages: Message[] = [];
    const server = new SMTPServer({
      authOptional: true,
      disabledCommands: ['AUTH', 'STARTTLS'],
      onRcptTo(_address, _session, done) {
        done(options.refuse ? new Error('no mail is taken here') : undefined);
      },
      onData(stream, session, done) {
        const chunks: Buffer[] = [];
        stream.on('data', (chunk: Buffer) => chunks.push(chunk));
        stream.on('end', () => {
          const { mailFrom, rcptTo } = session.envelope;
          messages.push(
            parse(
              Buffer.concat(chunks),
              mailFrom ? mailFrom.address : '',
              rcptTo.map(({ address }) => address),
            ),
          );
          done();
        });
      },
    });
    server.on('error', () => {});
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const address = server.server.address();
    if (address === null || typeof address === 'string') throw new Error('the mail sink has no port');
    return new MailSink(server, address.port, messages);
  }

  private constructor(server: SMTPServer, port: number, messages: Message[]) {
    this.#server = server;
    this.port = port;
    this.messages = messages;
  }

  stop(): Promise<void> {
    return new Promise((resolve) => this.#server.close(() => resolve()));
  }
}

function parse(bytes: Buffer, from: string, to: string[]): Message {
  const text = bytes.toString('utf8').replaceAll('\r\n', '\n');
  const end = text.indexOf('\n\n');
  const headers = text
    .slice(0, end)
    .replace(/\n[ \t]+/g, ' ')
    .split('\n');
  const header = (name: string) =>
    headers.find((line) => line.toLowerCase().startsWith(`${name.toLowerCase()}: `))?.slice(name.length + 2);
  return { from, to, text, header, body: text.slice(end + 2) };
}

/** msmtp as the `sendmail` of a machine whose PATH has the folder, for the mail server at that port. */
export function writeSendmail(bin: string, port: number): void {
  const config = join(bin, 'msmtprc');
  writeFileSync(
    config,
    `account default\nhost 127.0.0.1\nport ${port}\nfrom backup@jail15.example\nauth off\ntls off\n`,
  );
  chmodSync(config, 0o600);
  writeFileSync(join(bin, 'sendmail'), `#!/bin/sh\nexec msmtp -C '${config}' "$@"\n`, { mode: 0o755 });
}
