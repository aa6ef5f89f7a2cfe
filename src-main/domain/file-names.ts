/** Whether a text can name something in a folder: one that a machine made up could lead out of it. */
export const isFileName = (text: string | undefined): text is string =>
  text !== undefined && text !== '' && text !== '.' && text !== '..' && !/[/\0]/.test(text);
