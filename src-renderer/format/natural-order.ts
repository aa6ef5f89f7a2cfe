/** The order in which people count: virt9 before virt10, whatever the case. */
export const naturalOrder = new Intl.Collator('en', { numeric: true }).compare;
