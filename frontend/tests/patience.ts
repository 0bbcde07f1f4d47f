import { inject } from "vitest";

declare module "vitest" {
  export interface ProvidedContext {
    patience: number;
  }
}

/** Milliseconds, as vite.config.ts says. */
export const PATIENCE = inject("patience");
