import { connect } from 'node:net';
import ssh2, { type BaseAgent, type ParsedKey } from 'ssh2';

export interface AgentKey {
  type: string;
  blob: Buffer;
  comment: string;
}

export interface Agent {
  /** In the agent's order. */
  keys: AgentKey[];
  /** `hash` is for RSA keys: sha1, sha256 or sha512. */
  sign: (key: ParsedKey, data: Buffer, hash: string | undefined) => Promise<Buffer>;
}

const ANSWER_MS = 5_000;
/** What an agent may send: far more than any number of keys takes. */
const LONGEST_ANSWER = 4 * 1024 * 1024;

/**
 * The agent behind a socket, or on Windows a pipe or `pageant`. Undefined where none answers: `problem` is then told
 * why.
 */
export async function openAgent(socket: string, problem: (why: string) => void): Promise<Agent | undefined> {
  const agent = ssh2.createAgent(socket) as BaseAgent<ParsedKey>;
  try {
    const keys = await within(process.platform === 'win32' ? listBySsh2(agent) : list(socket));
    return { keys, sign: (key, data, hash) => sign(agent, key, data, hash) };
  } catch (error) {
    problem(`the agent at ${socket} doesn't answer: ${(error as Error).message}`);
    return undefined;
  }
}

async function within<Result>(work: Promise<Result>): Promise<Result> {
  const { promise, reject } = Promise.withResolvers<never>();
  const timer = setTimeout(() => reject(new Error(`nothing for ${ANSWER_MS / 1000} s`)), ANSWER_MS);
  return Promise.race([work, promise]).finally(() => clearTimeout(timer));
}

/** Types that ssh2 doesn't know are left out by it. */
const listBySsh2 = (agent: BaseAgent<ParsedKey>): Promise<AgentKey[]> =>
  new Promise((resolve, reject) => {
    agent.getIdentities((error, keys) => {
      if (error) return reject(error);
      resolve(
        ((keys ?? []) as ParsedKey[]).map((key) => ({
          type: key.type,
          blob: key.getPublicSSH(),
          comment: key.comment,
        })),
      );
    });
  });

/** SSH_AGENTC_REQUEST_IDENTITIES and its answer, draft-miller-ssh-agent, section 4.4. */
const REQUEST_IDENTITIES = Buffer.from([0, 0, 0, 1, 11]);
const IDENTITIES_ANSWER = 12;

function list(socket: string): Promise<AgentKey[]> {
  return new Promise((resolve, reject) => {
    const connection = connect(socket, () => connection.write(REQUEST_IDENTITIES));
    let answer = Buffer.alloc(0);
    connection.setTimeout(ANSWER_MS, () => connection.destroy(new Error(`nothing for ${ANSWER_MS / 1000} s`)));
    connection.once('error', reject);
    connection.once('close', () => reject(new Error('it hung up')));
    connection.on('data', (chunk) => {
      answer = Buffer.concat([answer, chunk]);
      const length = answer.length >= 4 ? answer.readUInt32BE(0) : 0;
      if (length > LONGEST_ANSWER) connection.destroy(new Error('its answer is no agent’s'));
      else if (answer.length >= 4 && answer.length >= 4 + length) {
        connection.destroy();
        try {
          resolve(parse(answer.subarray(4, 4 + length)));
        } catch (error) {
          reject(error);
        }
      }
    });
  });
}

function parse(answer: Buffer): AgentKey[] {
  if (answer[0] !== IDENTITIES_ANSWER) throw new Error('it refuses to list its keys');
  let at = 5;
  const next = () => {
    const length = answer.readUInt32BE(at);
    at += 4 + length;
    if (at > answer.length) throw new Error('its answer is cut off');
    return answer.subarray(at - length, at);
  };
  return Array.from({ length: Math.min(answer.readUInt32BE(1), answer.length) }, () => {
    const [blob, comment] = [next(), next().toString('utf8')];
    const length = blob.length >= 4 ? blob.readUInt32BE(0) : 0;
    return { type: blob.toString('latin1', 4, 4 + length), blob, comment };
  });
}

const sign = (agent: BaseAgent<ParsedKey>, key: ParsedKey, data: Buffer, hash: string | undefined): Promise<Buffer> =>
  new Promise((resolve, reject) => {
    const options = hash === undefined ? {} : { hash: hash as 'sha256' };
    agent.sign(key, data, options, (error, signature) =>
      error || signature === undefined ? reject(error ?? new Error('the agent signs nothing')) : resolve(signature),
    );
  });
