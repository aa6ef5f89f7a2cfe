import type { Customer, FailureItem } from '../../../src-main/contract/index.ts';
import { number } from '../../format/counts.ts';
import { displayText } from '../../format/display-text.ts';
import { inCustomer } from '../../format/paths.ts';
import { coverageTone, coverageWord } from '../../format/states.ts';
import { type Place, placesOf } from '../../state/places.ts';
import { hrefOf } from '../../state/routes.ts';
import { troubleAt } from '../../state/troubles.ts';
import type { RowProps } from '../../ui/long-rows.ts';
import { Mono } from '../../ui/page.tsx';
import { tableStyles as styles } from '../../ui/table.tsx';
import { Tag } from '../../ui/tag.tsx';

const shown = 4;

const entriesOf = (place: Place): string[] => [...place.configured, ...place.past];

interface Props {
  customer: Customer;
  failures: readonly FailureItem[];
  row: RowProps;
}

export function CustomerRow({ customer, failures, row }: Props) {
  const places = placesOf(customer);
  return (
    <tr {...row}>
      <th scope="row">
        <a href={hrefOf({ screen: 'customer', id: customer.id })}>{customer.id}</a>
      </th>
      <td className={styles.soft}>{customer.ip && <Mono>{customer.ip}</Mono>}</td>
      <td>
        <div className={styles.lines}>
          {places.map(({ host, root }) => (
            <div key={`${host} ${root}`}>
              <a href={hrefOf({ screen: 'host', name: host })}>{host}</a>
            </div>
          ))}
        </div>
      </td>
      <td>
        <div className={styles.lines}>
          {places.map((place) => (
            <div key={`${place.host} ${place.root}`}>
              <CoverageTag place={place} failures={failures} />
            </div>
          ))}
        </div>
      </td>
      <td className={styles.soft}>
        <div className={styles.lines}>
          {places.map((on) => (
            <div key={`${on.host} ${on.root}`} title={entriesOf(on).map(displayText).join('\n')}>
              <Mono>
                {entriesOf(on)
                  .slice(0, shown)
                  .map((entry) => displayText(inCustomer(entry, on.root)))
                  .join('  ')}
                {entriesOf(on).length > shown && `  and ${number(entriesOf(on).length - shown)} more`}
                {entriesOf(on).length === 0 && '–'}
              </Mono>
            </div>
          ))}
        </div>
      </td>
    </tr>
  );
}

function CoverageTag({ place, failures }: { place: Place; failures: readonly FailureItem[] }) {
  const trouble = troubleAt(place, failures);
  return (
    <Tag tone={trouble?.tone ?? coverageTone[place.coverage]} mark>
      {trouble?.words ?? coverageWord[place.coverage]}
    </Tag>
  );
}
