import { Component, type ReactNode } from 'react';

/** React says where to read more, and then how to get more words. */
const LONGEST_WHY = 110;

interface Props {
  /** What is drawn, where that changes: another one is another try. */
  subject?: string;
  /** Stands in for what can't be drawn: told why, and given what tries again. */
  instead: (why: string, again: () => void) => ReactNode;
  children: ReactNode;
}

interface State {
  failed?: { error: unknown; subject: string | undefined; isNew: boolean } | undefined;
}

/**
 * What can't be drawn says so, and all around it goes on: without this, one answer that was not expected leaves an empty
 * window. React asks for a class here.
 */
export class Guard extends Component<Props, State> {
  override state: State = {};

  static getDerivedStateFromError(error: unknown): State {
    return { failed: { error, subject: undefined, isNew: true } };
  }

  static getDerivedStateFromProps({ subject }: Props, { failed }: State): State {
    if (!failed) return {};
    // One that has failed just now does not know its subject yet.
    if (failed.isNew) return { failed: { ...failed, subject, isNew: false } };
    return failed.subject === subject ? { failed } : { failed: undefined };
  }

  override render(): ReactNode {
    const { failed } = this.state;
    if (!failed) return this.props.children;
    const message = failed.error instanceof Error ? failed.error.message : String(failed.error);
    const why = message.length > LONGEST_WHY ? `${message.slice(0, LONGEST_WHY)}…` : message;
    return this.props.instead(why, () => this.setState({ failed: undefined }));
  }
}
