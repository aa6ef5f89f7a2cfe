export * from './address.ts';
export * from './bridge.ts';
export * from './commands.ts';
export * from './errors.ts';
export * from './events.ts';
export * from './fleet.ts';
export * from './issues.ts';
export * from './models.ts';
