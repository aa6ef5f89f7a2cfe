import type { ReactNode } from 'react';
import { Modal as AriaModal, Dialog, Heading, ModalOverlay } from 'react-aria-components';
import { Button } from './button.tsx';
import { classes } from './classes.ts';
import { ErrorBox } from './error-box.tsx';
import { Guard } from './guard.tsx';
import styles from './modal.module.css';

interface Props {
  title: string;
  open: boolean;
  onClose: () => void;
  /** A question that must be answered by its buttons. */
  alert?: boolean;
  wide?: boolean;
  actions?: ReactNode;
  children: ReactNode;
}

export const Modal = ({ title, open, onClose, alert = false, wide = false, actions, children }: Props) => (
  <ModalOverlay
    className={styles.backdrop ?? ''}
    isOpen={open}
    onOpenChange={(next) => !next && onClose()}
    isDismissable={!alert}
  >
    <AriaModal className={classes(styles.modal, wide && styles.wide)}>
      <Dialog className={styles.dialog ?? ''} role={alert ? 'alertdialog' : 'dialog'}>
        <Heading slot="title" level={2}>
          {title}
        </Heading>
        <Guard
          instead={(why, again) => (
            <ErrorBox
              error={{ code: 'internal', message: `This can’t be drawn (${why}). The rest of the window goes on.` }}
              onRetry={again}
              actions={
                <Button small onClick={onClose}>
                  Close
                </Button>
              }
            />
          )}
        >
          {children}
          {actions && <div className={styles.actions}>{actions}</div>}
        </Guard>
      </Dialog>
    </AriaModal>
  </ModalOverlay>
);
