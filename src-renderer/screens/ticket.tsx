import { displayText } from '../format/display-text.ts';
import { type TicketPart, ticketPart, ticketParts } from '../format/tickets.ts';
import { useAnswer } from '../state/commands.ts';

const useAddress = () => useAnswer('replies.get', {}).data?.settings.ticketAddress;

/** A ticket, as a link where Settings says to where. */
export const Ticket = ({ of }: { of: string }) => <Part part={ticketPart(of, useAddress())} />;

/** Words, in which each number such as #48213 is a link. */
export const TextWithTickets = ({ text }: { text: string }) =>
  ticketParts(text, useAddress()).map((part, index) => (
    // biome-ignore lint/suspicious/noArrayIndexKey: the pieces of one text have no identity but their place
    <Part key={index} part={part} />
  ));

/** In the app it opens in the browser, and there beside the app: which hosts may be opened is the shell's to say. */
const Part = ({ part: { text, href } }: { part: TicketPart }) =>
  href === undefined ? (
    displayText(text)
  ) : (
    <a href={href} target="_blank" rel="noopener noreferrer">
      {displayText(text)}
    </a>
  );
