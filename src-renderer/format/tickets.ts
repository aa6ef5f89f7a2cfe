/** A piece of a text; with an address where it is a ticket's number. */
export interface TicketPart {
  text: string;
  href?: string;
}

const addressOf = (pattern: string, number: string) => pattern.replace('{ticket}', number);

/** What was given as a ticket: its number, with or without a `#`. Any other words are no address. */
export function ticketPart(text: string, pattern: string | undefined): TicketPart {
  const [, number] = /^#?([A-Za-z0-9][A-Za-z0-9._-]{0,63})$/.exec(text.trim()) ?? [];
  return pattern && number ? { text, href: addressOf(pattern, number) } : { text };
}

/** Tickets that somebody wrote of in words: each number after a `#`. */
export function ticketParts(text: string, pattern: string | undefined): TicketPart[] {
  if (!pattern) return [{ text }];
  return text
    .split(/(?<![\w#&/])(#\d{1,20})(?!\w)/)
    .map((part, index) => (index % 2 === 1 ? { text: part, href: addressOf(pattern, part.slice(1)) } : { text: part }))
    .filter((part) => part.text !== '');
}
