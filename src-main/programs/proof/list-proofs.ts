import { compose, MANY_HOSTS, type Program, UnfitAnswer } from '../program.ts';
import listProofsSource from './list-proofs.sh?raw';
import { type FoundProof, ProofReader } from './proof-record.ts';

const MOST_PLACES = 100_000;

/** What was proven in some backupdirs of one server, in the order asked. */
export const listProofs: Program<{ backupdirs: readonly string[] }, FoundProof[]> = {
  name: 'list-proofs',
  source: compose(listProofsSource),
  encode: ({ backupdirs }) => backupdirs.map((backupdir) => ['backupdir', backupdir] as const),
  bounds: MANY_HOSTS,
  reader: () => {
    const places = new Map<number, ProofReader>();
    let place: ProofReader | undefined;
    let asked = 0;
    return {
      take(event) {
        if (event.name === 'place') {
          const index = Number(event.fields.n);
          place = places.get(index) ?? new ProofReader();
          places.set(index, place);
        } else if (event.name === 'listed') asked = Number(event.fields.places);
        else place?.take(event);
        return undefined;
      },
      result() {
        if (!(asked <= MOST_PLACES)) throw new UnfitAnswer('it tells of more backupdirs than there are');
        return Array.from({ length: asked }, (_, index) => (places.get(index) ?? new ProofReader()).result());
      },
    };
  },
};
