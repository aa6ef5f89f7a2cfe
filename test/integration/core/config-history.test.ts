import { appendFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { LiveEstate } from '../restore/estate.ts';

describe('the history of a backup.config', () => {
  let estate: LiveEstate;
  beforeAll(async () => {
    estate = await LiveEstate.start('2013-02-22T09:52:00Z');
  });
  afterAll(() => estate?.stop());

  const read = () => estate.core.call('config.read', { host: 'jail15' });
  const history = () => estate.core.call('config.history', { host: 'jail15' });
  const save = async (text: string, ticket?: string) =>
    estate.core.call('config.save', { host: 'jail15', text, revision: (await read()).revision, ticket });

  test('has who saved it, when, for which ticket, and how much; what was changed by hand; and an older text goes back', async () => {
    expect(await history()).toEqual({ kept: [], byHand: false });
    const { text: first } = await read();
    const second = `${first}## ENTRY ${join(estate.root, 'etc')}\n`;
    await save(second, '#48213');
    expect(await history()).toMatchObject({
      byHand: false,
      kept: [
        {
          how: 'saved',
          by: 'anna@desk7',
          at: '2013-02-22T09:52:00Z',
          ticket: '#48213',
          text: second,
          change: { added: 1, removed: 0 },
        },
        { how: 'found', by: undefined, text: first },
      ],
    });

    const path = (await estate.core.call('fleet.get', {})).fleet.hosts.find(
      ({ name }) => name === 'jail15',
    )?.configPath;
    appendFileSync(path ?? '', '# by hand\n# twice\n');
    expect((await history()).byHand).toBe(true);

    estate.now = new Date('2013-02-23T09:52:00Z');
    const [, oldest] = (await history()).kept;
    await save(oldest?.text ?? '');
    const { kept, byHand } = await history();
    expect(byHand).toBe(false);
    expect(kept.map(({ how, change }) => [how, change?.added, change?.removed])).toEqual([
      ['saved', 0, 3],
      ['found', 2, 0],
      ['saved', 1, 0],
      ['found', undefined, undefined],
    ]);
    expect((await read()).text).toBe(first);
    expect(kept[0]).toMatchObject({ at: '2013-02-23T09:52:00Z', ticket: undefined });
  });
});
