import { useFleet } from '../state/fleet.ts';
import { useRoute } from '../state/location.ts';
import { addressOf, type Route } from '../state/routes.ts';
import { ButtonLink } from '../ui/button.tsx';
import { Empty } from '../ui/empty.tsx';
import { Page } from '../ui/page.tsx';
import { ActivityPage } from './activity/activity-page.tsx';
import { CustomerPage } from './customer/customer-page.tsx';
import { CustomersPage } from './customers/customers-page.tsx';
import { FirstRunPage } from './first-run/first-run-page.tsx';
import { HoldsPage } from './holds/holds-page.tsx';
import { HostPage } from './host/host-page.tsx';
import { HostsPage } from './hosts/hosts-page.tsx';
import { RunPage } from './run/run-page.tsx';
import { ScreenGuard } from './screen-guard.tsx';
import { SettingsPage } from './settings/settings-page.tsx';
import { TonightPage } from './tonight/tonight-page.tsx';

/** The screen of the address in the window; without a fleet, the way to one. */
export function Screen() {
  const route = useRoute();
  return (
    <ScreenGuard address={addressOf(route)}>
      <ScreenOf route={route} />
    </ScreenGuard>
  );
}

function ScreenOf({ route }: { route: Route }) {
  const fleet = useFleet().data?.fleet;
  if (fleet && fleet.hosts.length + fleet.servers.length === 0 && route.screen !== 'settings') return <FirstRunPage />;
  switch (route.screen) {
    case 'tonight':
      return <TonightPage />;
    case 'customers':
      return <CustomersPage query={route.query} />;
    case 'customer':
      return <CustomerPage key={route.id} route={route} />;
    case 'hosts':
      return <HostsPage />;
    case 'host':
      return <HostPage key={route.name} route={route} />;
    case 'run':
      return <RunPage key={`${route.host} ${route.run}`} host={route.host} asked={route.run} />;
    case 'holds':
      return <HoldsPage />;
    case 'activity':
      return <ActivityPage />;
    case 'first-run':
      return <FirstRunPage />;
    case 'settings':
      return <SettingsPage />;
    case 'unknown':
      return (
        <Page title="No such page">
          <Empty
            title="There is nothing at this address"
            actions={<ButtonLink href="#/tonight">Open Tonight</ButtonLink>}
          >
            It may come from another version. Search above for what you were after.
          </Empty>
        </Page>
      );
  }
}
