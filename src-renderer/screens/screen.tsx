import { useRoute } from '../state/location.ts';
import { ButtonLink } from '../ui/button.tsx';
import { Empty } from '../ui/empty.tsx';
import { Page } from '../ui/page.tsx';
import { CustomerPage } from './customer/customer-page.tsx';

/** The screen of the address in the window. */
export function Screen() {
  const route = useRoute();
  switch (route.screen) {
    case 'customer':
      return <CustomerPage key={route.id} route={route} />;
    default:
      return (
        <Page title="No such page">
          <Empty
            title="There is nothing at this address"
            actions={<ButtonLink href="#/tonight">Open Tonight</ButtonLink>}
          >
            It may come from an older version. Search above for what you were after.
          </Empty>
        </Page>
      );
  }
}
