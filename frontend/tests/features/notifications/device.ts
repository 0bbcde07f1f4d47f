import { type Mock, vi } from "vitest";

export type Device = ReturnType<typeof aDevice>;

/** A browser that takes pushes and shows notifications, as its person wants it. Its site key is AQID. */
export function aDevice() {
  const shown: { data: object; close: Mock }[] = [];
  let subscription: object | null = null;
  let isBroken = false;
  let endpoints = 0;
  const subscribe = async () => {
    if (subscription) return subscription;
    const endpoint = `https://push.example/${++endpoints}`;
    if (isBroken) throw new DOMException("Registration failed", "AbortError");
    subscription = {
      options: { applicationServerKey: new Uint8Array([1, 2, 3]).buffer },
      toJSON: () => ({ endpoint, keys: { p256dh: "p", auth: "a" } }),
      unsubscribe: async () => {
        subscription = null;
        return true;
      },
    };
    return subscription;
  };
  const registration = {
    getNotifications: async () => shown,
    pushManager: { subscribe, getSubscription: async () => subscription },
  };
  const serviceWorker = Object.assign(new EventTarget(), {
    ready: Promise.resolve(registration),
    register: async () => registration,
    getRegistration: async () => registration,
  });
  for (const [name, value] of Object.entries({
    isSecureContext: true,
    PushManager: {},
    Notification: { permission: "granted" },
  }))
    vi.stubGlobal(name, value);
  localStorage.setItem("irori.notifications", "on");
  Object.defineProperty(navigator, "serviceWorker", { configurable: true, value: serviceWorker });
  return {
    serviceWorker,
    show(data: object) {
      const notification = { data, close: vi.fn() };
      shown.push(notification);
      return notification;
    },
    /** The browser drops its subscription and reaches no push service. */
    lose() {
      subscription = null;
      isBroken = true;
    },
    get isSubscribed() {
      return subscription !== null;
    },
  };
}
