import * as RadixAlertDialog from "radix-ui/alert-dialog";
import * as RadixDialog from "radix-ui/dialog";
import * as RadixMenu from "radix-ui/dropdown-menu";
import { DismissableLayer } from "radix-ui/internal";
import * as RadixPopover from "radix-ui/popover";
import * as RadixTooltip from "radix-ui/tooltip";

// Named one by one: the bundler keeps all of a namespace that is used as a value.

export const AlertDialog = {
  Root: RadixAlertDialog.Root,
  Portal: RadixAlertDialog.Portal,
  Overlay: RadixAlertDialog.Overlay,
  Content: RadixAlertDialog.Content,
  Title: RadixAlertDialog.Title,
  Description: RadixAlertDialog.Description,
  Cancel: RadixAlertDialog.Cancel,
};

export const Dialog = {
  Root: RadixDialog.Root,
  Portal: RadixDialog.Portal,
  Overlay: RadixDialog.Overlay,
  Content: RadixDialog.Content,
  Title: RadixDialog.Title,
  Description: RadixDialog.Description,
};

/** What closes by Escape and by a press outside of it, as each of the others does. */
export const Layer = DismissableLayer.Root;

export const Menu = {
  Root: RadixMenu.Root,
  Trigger: RadixMenu.Trigger,
  Portal: RadixMenu.Portal,
  Content: RadixMenu.Content,
  Item: RadixMenu.Item,
  Separator: RadixMenu.Separator,
  Label: RadixMenu.Label,
  RadioGroup: RadixMenu.RadioGroup,
  RadioItem: RadixMenu.RadioItem,
  ItemIndicator: RadixMenu.ItemIndicator,
};

export const Popover = {
  Root: RadixPopover.Root,
  Trigger: RadixPopover.Trigger,
  Anchor: RadixPopover.Anchor,
  Portal: RadixPopover.Portal,
  Content: RadixPopover.Content,
};

export const Tooltip = {
  Provider: RadixTooltip.Provider,
  Root: RadixTooltip.Root,
  Trigger: RadixTooltip.Trigger,
  Portal: RadixTooltip.Portal,
  Content: RadixTooltip.Content,
};
