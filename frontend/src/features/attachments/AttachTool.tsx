import { Camera, File as FileSign, Image, Paperclip } from "lucide-react";
import { type RefObject, useContext, useRef } from "react";
import { useTranslation } from "react-i18next";
import { IconButton } from "@/components/controls/IconButton";
import { Menu, MenuItem } from "@/components/overlay/Menu";
import { AttachingContext } from "@/entities/messages/attaching/attachingContext";
import type { ComposerToolProps } from "@/entities/messages/writing/tools";
import { useMediaQuery } from "@/lib/hooks/useMediaQuery";
import type { Kind } from "@/realtime/uploads/attachment";
import { uploadLimits } from "@/realtime/uploads/uploadLimits";

const TOUCH = "(pointer: coarse)";

/** Chooses files for the message. */
export function AttachTool({ focus }: ComposerToolProps) {
  const { t } = useTranslation("messages");
  const add = useContext(AttachingContext);
  const hasCamera = useMediaQuery(TOUCH);
  const [photo, file, camera] = [useInput(), useInput(), useInput()];
  if (!add) return null;
  const take = (files: FileList | null, kind?: Kind) => {
    if (files?.length) add([...files], kind);
    if (!hasCamera) focus();
  };
  const open = (input: RefObject<HTMLInputElement | null>) => {
    void uploadLimits();
    input.current?.click();
  };
  return (
    <>
      <Menu trigger={<IconButton label={t("attach")} icon={Paperclip} />}>
        <MenuItem icon={Image} onSelect={() => open(photo)}>
          {t("attachPhoto")}
        </MenuItem>
        <MenuItem icon={FileSign} onSelect={() => open(file)}>
          {t("attachFile")}
        </MenuItem>
        {hasCamera && (
          <MenuItem icon={Camera} onSelect={() => open(camera)}>
            {t("attachCamera")}
          </MenuItem>
        )}
      </Menu>
      {/* Outside the menu, which is gone when the choice returns. */}
      <Chooser name="photo" input={photo} accept="image/*,video/*" onChoose={(files) => take(files)} />
      <Chooser name="file" input={file} onChoose={(files) => take(files, "file")} />
      <Chooser name="camera" input={camera} accept="image/*" capture="environment" onChoose={(files) => take(files)} />
    </>
  );
}

const useInput = () => useRef<HTMLInputElement>(null);

type ChooserProps = {
  name: string;
  input: RefObject<HTMLInputElement | null>;
  accept?: string;
  capture?: "environment";
  onChoose: (files: FileList | null) => void;
};

function Chooser({ name, input, onChoose, ...limits }: ChooserProps) {
  return (
    <input
      ref={input}
      data-chooser={name}
      type="file"
      multiple={!limits.capture}
      hidden
      {...limits}
      onChange={({ target }) => {
        onChoose(target.files);
        // The same file can be chosen again.
        target.value = "";
      }}
    />
  );
}
