// A button with data-copy puts the text of that field on the clipboard; its form is sent all the same.
"use strict";

document.addEventListener("click", (event) => {
  const button = event.target.closest("[data-copy]");
  const field = button && document.getElementById(button.dataset.copy);
  if (!field || !navigator.clipboard) return;
  navigator.clipboard.writeText(field.value).catch(() => field.select());
});
