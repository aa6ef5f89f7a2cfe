import type { Customer } from '../../../src-main/contract/index.ts';
import { number } from '../../format/counts.ts';
import { displayText } from '../../format/display-text.ts';
import { inCustomer } from '../../format/paths.ts';
import { coverageTone, coverageWord } from '../../format/states.ts';
import { hrefOf } from '../../state/routes.ts';
import { Mono } from '../../ui/page.tsx';
import { tableStyles as styles } from '../../ui/table.tsx';
import { Tag } from '../../ui/tag.tsx';

const shown = 4;

export const CustomerRow = ({ customer }: { customer: Customer }) => (
  <tr>
    <th scope="row">
      <a href={hrefOf({ screen: 'customer', id: customer.id })}>{customer.id}</a>
    </th>
    <td className={styles.soft}>{customer.ip && <Mono>{customer.ip}</Mono>}</td>
    <td>
      <div className={styles.lines}>
        {customer.hosts.map(({ host }) => (
          <div key={host}>
            <a href={hrefOf({ screen: 'host', name: host })}>{host}</a>
          </div>
        ))}
      </div>
    </td>
    <td>
      <div className={styles.lines}>
        {customer.hosts.map(({ host, coverage }) => (
          <div key={host}>
            <Tag tone={coverageTone[coverage]} mark>
              {coverageWord[coverage]}
            </Tag>
          </div>
        ))}
      </div>
    </td>
    <td className={styles.soft}>
      <div className={styles.lines}>
        {customer.hosts.map((on) => (
          <div key={on.host} title={on.entries.map(displayText).join('\n')}>
            <Mono>
              {on.entries
                .slice(0, shown)
                .map((entry) => displayText(inCustomer(entry, on.root)))
                .join('  ')}
              {on.entries.length > shown && `  and ${number(on.entries.length - shown)} more`}
              {on.entries.length === 0 && '–'}
            </Mono>
          </div>
        ))}
      </div>
    </td>
  </tr>
);
