import { displayText } from '../../format/display-text.ts';
import { componentsOf, inCustomer, join } from '../../format/paths.ts';
import { hrefOf } from '../../state/routes.ts';
import styles from './files-card.module.css';

interface Props {
  customer: string;
  host: string;
  root: string;
  folder: string;
}

/** `/ usr / home / anna`: the way from the customer's root down to the folder shown. */
export function Breadcrumb({ customer, host, root, folder }: Props) {
  const parts: { name: string; path: string }[] = [];
  let path = root;
  for (const name of componentsOf(inCustomer(folder, root))) {
    path = join(path, name);
    parts.push({ name, path });
  }
  return (
    <nav className={styles.crumbs} aria-label="Folder">
      <ol>
        <li>
          <a
            href={hrefOf({ screen: 'customer', id: customer })}
            aria-current={parts.length === 0 ? 'location' : undefined}
            title={displayText(root)}
          >
            /
          </a>
        </li>
        {parts.map((part, i) => (
          <li key={part.path}>
            {i > 0 && <span aria-hidden="true">/</span>}
            <a
              href={hrefOf({ screen: 'customer', id: customer, place: { host, path: part.path } })}
              aria-current={i === parts.length - 1 ? 'location' : undefined}
            >
              {displayText(part.name)}
            </a>
          </li>
        ))}
      </ol>
    </nav>
  );
}
