import type { ReplyLanguage, ReplyTemplate } from '../contract/index.ts';

/** What a reply says of a tarball beside names and numbers. */
interface Words {
  where(systems: number, as: 'file' | 'folder' | 'place'): string;
  /** Over the list of what is in it. */
  inIt(nights: number): string;
  estimated(date: string): string;
  more(paths: number): string;
  absent(path: string): string;
  sameAs(path: string, date: string): string;
  /** Over what is in place of one night. */
  asOf(date: string, estimated: boolean): string;
  /** Under what is in place. */
  before(path: string): string;
  nothingBefore: string;
  /** What the command can be told where tar is GNU’s; `before` is the flag that it belongs before. */
  commandHint(before: string): string;
}

const FLAGS = "--acls --xattrs --xattrs-include='*'";

export const words: Record<ReplyLanguage, Words> = {
  en: {
    where: (systems, as) =>
      systems === 1
        ? 'your system'
        : `your ${systems} systems${{ file: ', a file on each', folder: ', a folder on each', place: '' }[as]}`,
    inIt: (nights) => (nights === 1 ? 'In it:' : 'In it, a folder for each night:'),
    estimated: (date) => `the date, ${date}, is an estimate`,
    more: (paths) => `and ${paths} more`,
    absent: (path) => `not in the backup of that night: ${path}`,
    sameAs: (path, date) => `${path} was not copied that night; this is the copy of ${date}`,
    asOf: (date, estimated) => `As of ${date}${estimated ? ', which is an estimate' : ''}:`,
    before: (path) => `what was there before: ${path}`,
    nothingBefore: 'nothing was there before',
    commandHint: (before) =>
      `Where \`tar --version\` says GNU, put ${FLAGS} before ${before}: it then keeps access lists and extended attributes, too, which FreeBSD’s tar does by itself.`,
  },
  de: {
    where: (systems, as) =>
      systems === 1
        ? 'Ihrem System'
        : `Ihren ${systems} Systemen${{ file: ', auf jedem eine Datei', folder: ', auf jedem ein Ordner', place: '' }[as]}`,
    inIt: (nights) => (nights === 1 ? 'Darin:' : 'Darin, ein Ordner je Nacht:'),
    estimated: (date) => `das Datum, ${date}, ist geschätzt`,
    more: (paths) => `und ${paths} weitere`,
    absent: (path) => `nicht in der Sicherung dieser Nacht: ${path}`,
    sameAs: (path, date) => `${path} wurde in dieser Nacht nicht kopiert; dies ist die Kopie vom ${date}`,
    asOf: (date, estimated) => `Vom ${date}${estimated ? ', ein geschätztes Datum' : ''}:`,
    before: (path) => `was vorher dort war: ${path}`,
    nothingBefore: 'vorher war dort nichts',
    commandHint: (before) =>
      `Wo \`tar --version\` GNU nennt, setzen Sie ${FLAGS} vor ${before}: Dann bleiben auch Zugriffslisten und erweiterte Attribute erhalten, was FreeBSDs tar von selbst tut.`,
  },
  fr: {
    where: (systems, as) =>
      systems === 1
        ? 'votre système'
        : `vos ${systems} systèmes${{ file: ', un fichier sur chacun', folder: ', un dossier sur chacun', place: '' }[as]}`,
    inIt: (nights) => (nights === 1 ? 'Contenu :' : 'Contenu, un dossier par nuit :'),
    estimated: (date) => `la date, ${date}, est une estimation`,
    more: (paths) => `et ${paths} de plus`,
    absent: (path) => `absent de la sauvegarde de cette nuit : ${path}`,
    sameAs: (path, date) => `${path} n’a pas été copié cette nuit-là ; ceci est la copie du ${date}`,
    asOf: (date, estimated) => `Du ${date}${estimated ? ', une date estimée' : ''} :`,
    before: (path) => `ce qui s’y trouvait avant : ${path}`,
    nothingBefore: 'rien ne s’y trouvait avant',
    commandHint: (before) =>
      `Si \`tar --version\` indique GNU, ajoutez ${FLAGS} avant ${before} : les listes d’accès et les attributs étendus sont alors conservés aussi, ce que le tar de FreeBSD fait de lui-même.`,
  },
  es: {
    where: (systems, as) =>
      systems === 1
        ? 'su sistema'
        : `sus ${systems} sistemas${{ file: ', un archivo en cada uno', folder: ', una carpeta en cada uno', place: '' }[as]}`,
    inIt: (nights) => (nights === 1 ? 'Contenido:' : 'Contenido, una carpeta por noche:'),
    estimated: (date) => `la fecha, ${date}, es una estimación`,
    more: (paths) => `y ${paths} más`,
    absent: (path) => `no está en la copia de esa noche: ${path}`,
    sameAs: (path, date) => `${path} no se copió esa noche; esta es la copia del ${date}`,
    asOf: (date, estimated) => `Del ${date}${estimated ? ', una fecha estimada' : ''}:`,
    before: (path) => `lo que había antes: ${path}`,
    nothingBefore: 'antes no había nada',
    commandHint: (before) =>
      `Si \`tar --version\` dice GNU, ponga ${FLAGS} antes de ${before}: así se conservan también las listas de acceso y los atributos extendidos, lo que el tar de FreeBSD hace por sí mismo.`,
  },
};

const english = `Your backup of {nights} is on {where}.

On {host}:

  {path} ({size})

{contents}

Please unpack it in a temporary directory, so that it does not overwrite what is there now:

  {command}

{commandHint}

To make sure that the file is whole: {checksum} says

  {sha256}

Nothing on your system was changed. We keep these copies until {heldUntil}; should the file get lost before then, write to us and we put it there again.

{signature}`;

const german = `Ihre Sicherung vom {nights} liegt auf {where}.

Auf {host}:

  {path} ({size})

{contents}

Bitte entpacken Sie sie in einem eigenen Verzeichnis, damit sie nichts überschreibt, was jetzt dort ist:

  {command}

{commandHint}

Ob die Datei vollständig ist, zeigt {checksum}; es muss ausgeben

  {sha256}

Auf Ihrem System wurde nichts verändert. Wir behalten diese Kopien bis zum {heldUntil}. Geht die Datei bis dahin verloren, schreiben Sie uns, und wir legen sie noch einmal dorthin.

{signature}`;

/** So that an empty store works. The first one is what is used where nothing was chosen. */
export const builtInTemplates: readonly [ReplyTemplate, ...ReplyTemplate[]] = [
  { id: 'english', name: 'English', language: 'en', text: english },
  { id: 'german', name: 'Deutsch', language: 'de', text: german },
];

const ofFolder = (before: string, on: string, after: string) => `${before}

${on} {host}:

  {path}

{contents}

${after}

{signature}`;

/** What is said where Nightkeep unpacked the tarball: it lies beside what is there, and is in no night itself. */
export const unpackedReply: Record<ReplyLanguage, string> = {
  en: ofFolder(
    'Your files from the backup of {nights} are on {where}, unpacked in a new folder.',
    'On',
    `Nothing that was on your system was changed. Please copy what you need from that folder to where it belongs, and delete the folder when you are done: it is not backed up.

We keep these copies until {heldUntil}; should the folder get lost before then, write to us and we put it there again.`,
  ),
  de: ofFolder(
    'Ihre Dateien aus der Sicherung vom {nights} liegen auf {where}, entpackt in einem neuen Ordner.',
    'Auf',
    `Auf Ihrem System wurde nichts verändert, was dort war. Bitte kopieren Sie aus diesem Ordner, was Sie brauchen, an seinen Platz, und löschen Sie den Ordner danach: Er wird nicht gesichert.

Wir behalten diese Kopien bis zum {heldUntil}. Geht der Ordner bis dahin verloren, schreiben Sie uns, und wir legen ihn noch einmal dorthin.`,
  ),
  fr: ofFolder(
    'Vos fichiers de la sauvegarde du {nights} sont sur {where}, dans un nouveau dossier.',
    'Sur',
    `Rien de ce qui se trouvait sur votre système n’a été modifié. Copiez de ce dossier ce dont vous avez besoin à sa place, puis supprimez-le : il n’est pas sauvegardé.

Nous gardons ces copies jusqu’au {heldUntil} ; si le dossier se perd d’ici là, écrivez-nous et nous le remettrons.`,
  ),
  es: ofFolder(
    'Sus archivos de la copia de {nights} están en {where}, en una carpeta nueva.',
    'En',
    `No se cambió nada de lo que había en su sistema. Copie de esa carpeta lo que necesite a su lugar y bórrela después: de ella no se hace copia.

Guardamos estas copias hasta el {heldUntil}; si la carpeta se pierde antes, escríbanos y la pondremos otra vez.`,
  ),
};

const ofPlaces = (before: string, on: string, after: string) => `${before}

${on} {host}:

  {path}

${after}

{signature}`;

/** What is said where it was put in place of what was there, which nothing but its name was changed of. */
export const inPlaceReply: Record<ReplyLanguage, string> = {
  en: ofPlaces(
    'Your files from the backup of {nights} are back in their places on {where}.',
    'On',
    `Nothing was deleted: what was there before got the name that stands below it. It is not backed up, so please copy what you still need from it, and delete it when you are done.

We keep these copies until {heldUntil}; write to us should you need them again.`,
  ),
  de: ofPlaces(
    'Ihre Dateien aus der Sicherung vom {nights} sind auf {where} wieder an ihrem Platz.',
    'Auf',
    `Gelöscht wurde nichts: Was vorher dort war, trägt jetzt den Namen, der jeweils darunter steht. Es wird nicht gesichert. Bitte kopieren Sie daraus, was Sie noch brauchen, und löschen Sie es danach.

Wir behalten diese Kopien bis zum {heldUntil}; schreiben Sie uns, wenn Sie sie noch einmal brauchen.`,
  ),
  fr: ofPlaces(
    'Vos fichiers de la sauvegarde du {nights} sont de nouveau à leur place sur {where}.',
    'Sur',
    `Rien n’a été supprimé : ce qui s’y trouvait avant porte maintenant le nom indiqué au-dessous. Il n’est pas sauvegardé ; copiez-en ce dont vous avez encore besoin, puis supprimez-le.

Nous gardons ces copies jusqu’au {heldUntil} ; écrivez-nous si vous en avez encore besoin.`,
  ),
  es: ofPlaces(
    'Sus archivos de la copia de {nights} están de nuevo en su lugar en {where}.',
    'En',
    `No se borró nada: lo que había antes tiene ahora el nombre que aparece debajo. De ello no se hace copia; copie lo que aún necesite y bórrelo después.

Guardamos estas copias hasta el {heldUntil}; escríbanos si las necesita otra vez.`,
  ),
};
