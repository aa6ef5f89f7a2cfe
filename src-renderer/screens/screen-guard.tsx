import { Component, type ReactNode } from 'react';
import { hrefOf } from '../state/routes.ts';
import { ButtonLink } from '../ui/button.tsx';
import { ErrorBox } from '../ui/error-box.tsx';
import { Page } from '../ui/page.tsx';

interface Props {
  /** The address that the screen is of: another one is another try. */
  address: string;
  children: ReactNode;
}

interface State {
  failed?: { error: unknown; address: string } | undefined;
}

/**
 * A screen that can't be drawn says so, and all around it goes on: without this, one answer that a screen did not expect
 * leaves an empty window. React asks for a class here.
 */
export class ScreenGuard extends Component<Props, State> {
  override state: State = {};

  static getDerivedStateFromError(error: unknown): State {
    return { failed: { error, address: '' } };
  }

  static getDerivedStateFromProps({ address }: Props, { failed }: State): State {
    if (!failed) return {};
    // One that has failed just now does not know its address yet.
    if (failed.address === '') return { failed: { ...failed, address } };
    return failed.address === address ? { failed } : { failed: undefined };
  }

  override render(): ReactNode {
    const { failed } = this.state;
    if (!failed) return this.props.children;
    const why = failed.error instanceof Error ? failed.error.message : String(failed.error);
    const message = `This screen can’t be drawn (${why}). Its address is ${failed.address}. The other screens go on.`;
    return (
      <Page title="This screen can’t be shown">
        <ErrorBox
          error={{ code: 'internal', message }}
          onRetry={() => this.setState({ failed: undefined })}
          actions={
            <ButtonLink small href={hrefOf({ screen: 'tonight' })}>
              Open Tonight
            </ButtonLink>
          }
        />
      </Page>
    );
  }
}
