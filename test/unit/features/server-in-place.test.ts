import { expect, test } from 'vitest';
import { createPlaces } from '../../../src-main/features/places.ts';
import { openHistory } from '../../../src-main/stores/history/history.ts';

const now = () => new Date('2013-03-01T09:00:00Z');

test('a server that the host calls with a user and a port is the fleet’s, and stays known as the host calls it', async () => {
  const history = openHistory(':memory:', now);
  const places = createPlaces({
    store: history.places,
    readConfig: async (host) => ({
      backupdir: '/data/x',
      server: host === 'jail15' ? 'root@vault3:2222' : 'root@vault4',
      entries: [],
      revision: '1',
    }),
    isServer: (name) => name === 'vault3',
    now,
  });
  expect(await places.of('jail15')).toMatchObject({ server: 'vault3', calledServer: 'root@vault3:2222' });
  expect(history.places.get('jail15')).toMatchObject({ server: 'vault3', calledServer: 'root@vault3:2222' });
  await expect(places.of('jail16')).rejects.toMatchObject({ code: 'not-found' });
  history.close();
});
