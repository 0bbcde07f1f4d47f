export { NotificationSetting } from "./NotificationSetting";
export { useNotifications } from "./useNotifications";
