import { expect, test } from 'vitest';
import { seeded } from '../../support/fleet/seeded.ts';
import { differences } from '../../support/nights/compare.ts';
import { testFolder } from '../../support/nights/folder.ts';
import { type Manifest, takeManifest, takeManifests } from '../../support/nights/manifest.ts';
import { mutate, plant } from '../../support/nights/mutate.ts';
import { runOldScript } from '../../support/nights/old-script.ts';
import { Source } from '../../support/nights/source.ts';

/** Why there is a new one, and the proof that the check of exactness can fail. */
test('the old script rewrites the past: a chmod tonight changes the mode in every night kept', () => {
  const folder = testFolder();
  const source = new Source(`${folder}/source`, seeded('old script'));
  plant(source);
  const taken: (Manifest | undefined)[] = [];
  for (let night = 0; night < 4; night++) {
    mutate(source, 30);
    runOldScript(`${folder}/backup`, source.root);
    taken.unshift(takeManifest(source.root));
  }
  // 0 and 1 are both the last night; 2 is the one before it, and so on.
  const kept = takeManifests([1, 2, 3, 4].map((index) => `${folder}/backup/${index}`));
  const wrong = kept.map((night, index) => differences(taken[index], night));
  expect(wrong.slice(1).every((lines) => lines.length > 0)).toBe(true);
  expect(
    wrong
      .slice(1)
      .flat()
      .some((line) => line.includes(' has mode ')),
  ).toBe(true);
});
