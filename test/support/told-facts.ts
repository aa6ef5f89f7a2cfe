/** What a server that was asked tells of a host of which nothing is wrong, but for where its nights lie and when that was. */
export const nothingWrong = {
  server: 'backup1',
  stamp: 's',
  shape: '',
  unrecordedDates: [],
  seen: [],
  lost: [],
  running: undefined,
};
