/** A sendmail that keeps what it is given in the folder's file `mail`, its words before it. */
export const fakeSendmail = (file: string): string => `{ echo "words $*"; cat; echo "-- "; } >>'${file}'\n`;
