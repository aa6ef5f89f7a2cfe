import type { ReactNode } from 'react';
import { SelectField, TextField } from './field.tsx';
import styles from './list-tools.module.css';

interface Props<Order extends string> {
  /** Of the field, read aloud. */
  label: string;
  placeholder: string;
  text: string;
  onText: (text: string) => void;
  orders: readonly (readonly [Order, string])[];
  order: Order;
  onOrder: (order: Order) => void;
  /** What else one does with the list, or what is said of it. */
  children?: ReactNode;
}

/** Over a list: narrows it by a part of what it shows, and orders it. */
export function ListTools<Order extends string>(props: Props<Order>) {
  const { label, placeholder, text, onText, orders, order, onOrder, children } = props;
  return (
    <div className={styles.tools}>
      <TextField
        bare
        type="search"
        label={label}
        placeholder={placeholder}
        value={text}
        onChange={(event) => onText(event.target.value)}
      />
      <SelectField
        bare
        label="Order"
        options={orders}
        value={order}
        onChange={(event) => {
          const chosen = orders.find(([value]) => value === event.target.value);
          if (chosen) onOrder(chosen[0]);
        }}
      />
      {children}
    </div>
  );
}
