import { lazy } from "react";

/** Nobody waits for it to read a room. */
export const PlacePicker = lazy(() => import("./PlacePicker"));
