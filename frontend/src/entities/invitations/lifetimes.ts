const DAY = 24 * 3600;

/** Seconds for which an invitation can be used; null: until it is revoked. */
export const LIFETIMES = { day: DAY, week: 7 * DAY, month: 30 * DAY, ever: null } as const;

export type Lifetime = keyof typeof LIFETIMES;
