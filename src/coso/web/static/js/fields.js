// Fields in the words of the page, not of the browser: days as dd/mm/yyyy, files by their names, photos made small
// before they are sent. Every form can be filled in and sent when this file does not load.
"use strict";

document.documentElement.classList.add("js");

// ── days ──

const two = (part) => String(part).padStart(2, "0");

function inFull(text) {
  const iso = /^(\d{4})-(\d{1,2})-(\d{1,2})$/.exec(text.trim());
  if (iso) return `${two(iso[3])}/${two(iso[2])}/${iso[1]}`;
  const apart = /^(\d{1,2})[/.\- ](\d{1,2})[/.\- ](\d{4}|\d{2})$/.exec(text.trim());
  const found = apart || /^(\d{2})(\d{2})(\d{4}|\d{2})$/.exec(text.trim());
  if (!found) return text;
  const year = found[3].length === 4 ? found[3] : (Number(found[3]) < 69 ? "20" : "19") + found[3];
  return `${two(found[1])}/${two(found[2])}/${year}`;
}

// The keys of a phone that has only digits there have no slash: it comes by itself.
document.addEventListener("input", ({ target, inputType }) => {
  if (!target.matches?.("[data-day]") || !inputType?.startsWith("insert")) return;
  if (target.selectionStart !== target.value.length) return;
  target.value = target.value.replace(/^(\d{2}|\d{1,2}\/\d{2})$/, "$1/").replace(/\/{2,}/g, "/");
});

document.addEventListener("change", ({ target }) => {
  if (target.matches?.("[data-day]")) target.value = inFull(target.value);
});

function calendarOf(button) {
  const there = button.parentElement.querySelector("input[type=date]");
  if (there) return there;
  const native = document.createElement("input");
  native.type = "date";
  native.className = "vh";
  native.tabIndex = -1;
  native.setAttribute("aria-hidden", "true");
  button.after(native);
  return native;
}

document.addEventListener("click", (event) => {
  const button = event.target.closest("[data-calendar]");
  if (!button) return;
  const field = button.parentElement.querySelector("[data-day]");
  const native = calendarOf(button);
  native.value = inFull(field.value).split("/").reverse().join("-");
  native.onchange = () => {
    if (!native.value) return;
    field.value = inFull(native.value);
    field.dispatchEvent(new Event("input", { bubbles: true }));
    field.dispatchEvent(new Event("change", { bubbles: true }));
  };
  native.showPicker?.();
});

// ── files ──

const LONGEST = 1600; // pixels on the long side: a page of A4 can still be read
const LIGHT = 500_000; // bytes: a photo of fewer that is not too long is sent as it is
const shrinking = new Map(); // field of a file → the photo is being made small
const small = new WeakSet(); // fields whose photos are small already

async function shrunk(file) {
  if (!file.type.startsWith("image/")) return file;
  const picture = await createImageBitmap(file).catch(() => null);
  if (!picture) return file;
  const scale = Math.min(1, LONGEST / Math.max(picture.width, picture.height));
  if (scale === 1 && file.size <= LIGHT) return file;
  const canvas = document.createElement("canvas");
  canvas.width = Math.round(picture.width * scale);
  canvas.height = Math.round(picture.height * scale);
  const paper = canvas.getContext("2d");
  paper.fillStyle = "#fff";
  paper.fillRect(0, 0, canvas.width, canvas.height);
  paper.drawImage(picture, 0, 0, canvas.width, canvas.height);
  picture.close();
  const made = await new Promise((done) => { canvas.toBlob(done, "image/jpeg", 0.85); });
  if (!made || (scale === 1 && made.size >= file.size)) return file;
  return new File([made], file.name.replace(/\.\w+$/, "") + ".jpg", { type: "image/jpeg" });
}

async function shrinkAll(field) {
  const files = new DataTransfer();
  for (const file of field.files) files.items.add(await shrunk(file).catch(() => file));
  field.files = files.files;
}

function showChosen(field) {
  const place = field.parentElement.querySelector("output.chosen");
  if (place) place.value = [...field.files].map((file) => file.name).join(", ") || place.dataset.none;
}

// Whatever listens for the change of the field hears of it once the photo is small.
document.addEventListener("change", (event) => {
  const field = event.target;
  if (!field.matches?.("input[type=file]")) return;
  showChosen(field);
  if (small.delete(field) || ![...field.files].some((file) => file.type.startsWith("image/"))) return;
  event.stopImmediatePropagation();
  const work = shrinkAll(field).catch(() => {}).finally(() => {
    shrinking.delete(field);
    small.add(field);
    field.dispatchEvent(new Event("change", { bubbles: true }));
  });
  shrinking.set(field, work);
}, true);

document.addEventListener("submit", (event) => {
  const work = [...event.target.elements].map((field) => shrinking.get(field)).filter(Boolean);
  if (!work.length) return;
  event.preventDefault();
  event.stopImmediatePropagation();
  const { target: form, submitter } = event;
  Promise.all(work).then(() => form.requestSubmit(submitter));
}, true);
