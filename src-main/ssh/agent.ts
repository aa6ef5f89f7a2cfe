import ssh2, {
  type BaseAgent,
  type IdentityCallback,
  type ParsedKey,
  type SignCallback,
  type SigningRequestOptions,
} from 'ssh2';

type PublicKey = ParsedKey | Buffer | string;

/** The agent behind a socket, showing only some of its keys. A class of ssh2's own kind: it takes no other. */
class ChosenKeys extends ssh2.BaseAgent<ParsedKey> {
  readonly #agent: BaseAgent<ParsedKey>;
  readonly #keys: ParsedKey[];

  constructor(agent: BaseAgent<ParsedKey>, keys: ParsedKey[]) {
    super();
    this.#agent = agent;
    this.#keys = keys;
  }

  override getIdentities(callback: IdentityCallback<ParsedKey>): void {
    callback(undefined, this.#keys);
  }

  override sign(
    key: PublicKey,
    data: Buffer,
    options: SigningRequestOptions | SignCallback,
    callback?: SignCallback,
  ): void {
    if (typeof options === 'function') this.#agent.sign(key as ParsedKey, data, options);
    else this.#agent.sign(key as ParsedKey, data, options, callback);
  }
}

const ANSWER_MS = 5_000;

export interface AgentKeys {
  agent: BaseAgent;
  count: number;
}

/**
 * The agent's keys, or those of them whose public halves are in `only`. Undefined where there are none, or no agent
 * answers: then `problem` is told why.
 */
export async function agentKeys(
  socket: string,
  only: Buffer[] | undefined,
  problem: (why: string) => void,
): Promise<AgentKeys | undefined> {
  const agent = ssh2.createAgent(socket) as BaseAgent<ParsedKey>;
  const keys = await new Promise<ParsedKey[]>((resolve) => {
    const silent = setTimeout(() => {
      problem(`the agent at ${socket} doesn't answer`);
      resolve([]);
    }, ANSWER_MS);
    agent.getIdentities((error, identities) => {
      clearTimeout(silent);
      if (error) problem(`the agent at ${socket} doesn't answer: ${error.message}`);
      resolve((identities ?? []) as ParsedKey[]);
    });
  });
  const chosen = only ? keys.filter((key) => only.some((blob) => blob.equals(key.getPublicSSH()))) : keys;
  return chosen.length > 0 ? { agent: new ChosenKeys(agent, chosen), count: chosen.length } : undefined;
}
