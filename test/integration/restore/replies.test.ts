import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { ReplyTemplate, RestoreOutcome } from '../../../src-main/contract/index.ts';
import { LiveEstate } from './estate.ts';

const own: ReplyTemplate = {
  id: 'short',
  name: 'Short',
  language: 'de',
  text: 'Nächte: {nights}\n\nTicket {ticket}: {ticketLink}\n\n{command}\n{sha256} {heldUntil}\n\n{signature}',
};

describe('the reply of a restore', () => {
  let estate: LiveEstate;
  let restored: RestoreOutcome;
  let withoutTicket: RestoreOutcome;

  beforeAll(async () => {
    estate = await LiveEstate.start('2013-02-22T09:52:00Z');
    const { runId } = await estate.night('2013-02-22T09:52:00Z');
    const selections = [{ host: 'jail15', runId, paths: [join(estate.root, 'etc')] }];
    restored = await estate.restore({ selections, ticket: '#48213' });
    await estate.core.call('replies.set', {
      templates: [own],
      signature: 'Maria',
      ticketAddress: 'https://tickets.example.com/{ticket}',
    });
    await estate.core.call('replies.choose', { template: 'short' });
    withoutTicket = await estate.restore({ selections });
  });
  afterAll(() => estate?.stop());

  const compose = (restore: string, template?: string) => estate.core.call('replies.compose', { restore, template });

  test('is the built-in English one where nothing was said, and the same when it is composed from what the server noted', async () => {
    expect(restored.reply).toContain('Your backup of 22 February 2013 is on your system.');
    expect(await compose(restored.id, 'english')).toMatchObject({
      text: `${restored.reply}\n\nMaria`,
      left: [],
      template: 'english',
    });
  });

  test('is worded anew by a template, of the facts that were verified and no others', async () => {
    const [tarball] = restored.tarballs;
    const { text, commands, template } = await compose(restored.id);
    expect(template).toBe('short');
    expect(text.split('\n')).toEqual([
      'Nächte: 22. Februar 2013',
      '',
      'Ticket #48213: https://tickets.example.com/48213',
      '',
      commands[0]?.command,
      `${tarball?.sha256} 8. März 2013`,
      '',
      'Maria',
    ]);
    expect(text).toContain(`-xzpf ${tarball?.inCustomer}`);
  });

  test('is made by the template used last, without the line that has no fact, which is told', async () => {
    expect(withoutTicket.reply).toMatch(/^Nächte: 22\. Februar 2013\n\nmkdir -p \/restore-tmp\//);
    const composed = await compose(withoutTicket.id);
    expect(composed.text).toBe(withoutTicket.reply);
    expect(composed.left).toEqual([{ line: 'Ticket {ticket}: {ticketLink}', fields: ['ticket', 'ticketLink'] }]);
  });

  test('unpacks by its command', () => {
    expect(estate.unpack(withoutTicket)).toContain('restore-tmp');
  });

  test('a template that went away gives its place to the built-in one', async () => {
    const { settings } = await estate.core.call('replies.get', {});
    await estate.core.call('replies.set', { ...settings, templates: [] });
    expect(await estate.core.call('replies.get', {})).toMatchObject({ chosen: 'english' });
    expect(await compose(restored.id)).toMatchObject({ template: 'english' });
    await expect(estate.core.call('replies.choose', { template: 'short' })).rejects.toMatchObject({
      code: 'not-found',
    });
  });

  test('a field that there is not is refused, by its line', async () => {
    const templates = [{ ...own, text: 'a\n{nope}' }];
    await expect(estate.core.call('replies.set', { templates, signature: '' })).rejects.toMatchObject({
      code: 'bad-input',
      details: { issues: [{ path: 'templates[0].text', message: 'line 2: there is no field {nope}' }] },
    });
  });

  test('of an unknown restore there is none', async () => {
    await expect(compose('20130222-nothing')).rejects.toMatchObject({ code: 'not-found' });
  });
});
