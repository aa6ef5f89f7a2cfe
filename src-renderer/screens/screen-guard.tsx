import type { ReactNode } from 'react';
import { hrefOf } from '../state/routes.ts';
import { ButtonLink } from '../ui/button.tsx';
import { ErrorBox } from '../ui/error-box.tsx';
import { Guard } from '../ui/guard.tsx';
import { Page } from '../ui/page.tsx';

/** The screen of an address, or that it can't be drawn. */
export const ScreenGuard = ({ address, children }: { address: string; children: ReactNode }) => (
  <Guard
    subject={address}
    instead={(why, again) => (
      <Page title="This screen can’t be shown">
        <ErrorBox
          error={{
            code: 'internal',
            message: `This screen can’t be drawn (${why}). Its address is ${address}. The other screens go on.`,
          }}
          onRetry={again}
          actions={
            <ButtonLink small href={hrefOf({ screen: 'tonight' })}>
              Open Tonight
            </ButtonLink>
          }
        />
      </Page>
    )}
  >
    {children}
  </Guard>
);
