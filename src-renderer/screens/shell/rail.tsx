import { Archive, History, Moon, Server, Settings, Users } from 'lucide-react';
import type { ComponentType, ReactNode } from 'react';
import { count } from '../../format/counts.ts';
import { useAnswer } from '../../state/commands.ts';
import { useRoute } from '../../state/location.ts';
import { hrefOf, type Route } from '../../state/routes.ts';
import { classes } from '../../ui/classes.ts';
import { MachineFooter } from './machine-footer.tsx';
import { PartGuard } from './part-guard.tsx';
import styles from './rail.module.css';

export function Rail() {
  const failures = useAnswer('failures.list', { state: 'open', limit: 1 }).data?.total ?? 0;
  const holds = useAnswer('holds.list', { limit: 1 }).data?.total ?? 0;
  return (
    <nav className={styles.rail} aria-label="Nightkeep">
      <div className={styles.brand}>
        <span className={styles.moon} aria-hidden="true" />
        <span className={styles.label}>Nightkeep</span>
      </div>
      <RailLink to={{ screen: 'tonight' }} icon={Moon} label="Tonight">
        {failures > 0 && <Pill urgent label={count(failures, 'open failure')} value={failures} />}
      </RailLink>
      <RailLink to={{ screen: 'customers', query: '' }} icon={Users} label="Customers" also={['customer']} />
      <RailLink to={{ screen: 'hosts' }} icon={Server} label="Hosts" also={['host', 'run']} />
      <RailLink to={{ screen: 'holds' }} icon={Archive} label="Holds">
        {holds > 0 && <Pill label={count(holds, 'hold')} value={holds} />}
      </RailLink>
      <RailLink to={{ screen: 'activity' }} icon={History} label="Activity" />
      <RailLink to={{ screen: 'settings' }} icon={Settings} label="Settings" />
      <PartGuard part="What is known of the machines">
        <MachineFooter />
      </PartGuard>
    </nav>
  );
}

interface LinkProps {
  to: Route;
  /** The screens below, during which this link is current too. */
  also?: readonly Route['screen'][];
  icon: ComponentType<{ size?: number; 'aria-hidden'?: 'true' }>;
  label: string;
  children?: ReactNode;
}

function RailLink({ to, also, icon: Icon, label, children }: LinkProps) {
  const { screen } = useRoute();
  const current = screen === to.screen || also?.includes(screen);
  return (
    <a className={styles.link} href={hrefOf(to)} aria-current={current ? 'page' : undefined}>
      <Icon size={15} aria-hidden="true" />
      <span className={styles.label}>{label}</span>
      {children}
    </a>
  );
}

const Pill = ({ value, label, urgent = false }: { value: number; label: string; urgent?: boolean }) => (
  <span className={classes(styles.pill, urgent && styles.urgent)}>
    <span aria-hidden="true">{value}</span>
    <span className="sr-only">{label}</span>
  </span>
);
