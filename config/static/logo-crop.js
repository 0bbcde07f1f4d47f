"use strict";
// Cuts a square out of a chosen picture before its form is sent. A canvas, because the page may load no blob: address.
(() => {
  const STEP = 8;

  const cropOf = (form) => {
    const input = form.querySelector("input[type=file]");
    const canvas = form.querySelector("canvas");
    const zoom = form.querySelector("input[type=range]");
    const failure = form.querySelector("[data-failure]");
    const edge = canvas.width;
    let picture = null;
    let middle = { x: 0, y: 0 };

    /** Draw the picture: at the smallest zoom all of it, with clear edges where it is no square. */
    const draw = () => {
      const scale = (edge / Math.max(picture.width, picture.height)) * Number(zoom.value);
      const width = picture.width * scale;
      const height = picture.height * scale;
      const within = (value, size) => Math.max(-Math.max(0, size - edge) / 2, Math.min(Math.max(0, size - edge) / 2, value));
      middle = { x: within(middle.x, width), y: within(middle.y, height) };
      const paper = canvas.getContext("2d");
      paper.clearRect(0, 0, edge, edge);
      paper.imageSmoothingQuality = "high";
      paper.drawImage(picture, (edge - width) / 2 + middle.x, (edge - height) / 2 + middle.y, width, height);
    };

    const move = (x, y) => {
      middle = { x: middle.x + x, y: middle.y + y };
      draw();
    };

    const look = async () => {
      picture = null;
      failure.hidden = true;
      if (input.files.length) {
        try {
          picture = await createImageBitmap(input.files[0]);
        } catch {
          failure.hidden = false;
        }
      }
      canvas.parentElement.hidden = !picture;
      if (picture) {
        middle = { x: 0, y: 0 };
        zoom.value = "1";
        draw();
      }
    };

    input.addEventListener("change", look);
    // Chosen before this script arrived, or kept by the browser over a reload.
    if (input.files.length) look();
    zoom.addEventListener("input", draw);
    canvas.addEventListener("pointerdown", (event) => canvas.setPointerCapture(event.pointerId));
    canvas.addEventListener("pointermove", (event) => {
      const scale = edge / canvas.clientWidth;
      if (event.buttons) move(event.movementX * scale, event.movementY * scale);
    });
    canvas.addEventListener("keydown", (event) => {
      const [x, y] = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] }[event.key] ?? [0, 0];
      if (x || y) {
        event.preventDefault();
        move(x * STEP, y * STEP);
      }
    });

    form.addEventListener("submit", (event) => {
      if (!picture) return;
      event.preventDefault();
      canvas.toBlob((cut) => {
        const files = new DataTransfer();
        files.items.add(new File([cut], "logo.png", { type: "image/png" }));
        input.files = files.files;
        form.submit();
      }, "image/png");
    });
  };

  for (const form of document.querySelectorAll("[data-crop]")) cropOf(form);
})();
