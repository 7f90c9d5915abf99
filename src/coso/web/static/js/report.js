// What a group leader writes down is put aside on the phone first and sent from there, each under a number of its own:
// without a line it waits, also through a dead battery; sent twice it is one. Nothing is taken off before it arrived.
"use strict";

const place = document.getElementById("report");
const form = document.getElementById("form");
const START = `report:${place.dataset.who}:`;
const LONGEST = 1280; // pixels of a photo on its long side
let sending = false;

const show = (id, on) => { document.getElementById(id).hidden = !on; };
const waiting = () => Object.keys(localStorage).filter((key) => key.startsWith(START)).sort();

function tell(name) {
  const words = name && document.getElementById(`say-${name}`);
  document.getElementById("why").textContent = words ? words.innerHTML : "";
  document.getElementById("queued").textContent = waiting().length;
  show("queue", waiting().length > 0);
}

function newKey() {
  return [...crypto.getRandomValues(new Uint8Array(16))].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}

// A photo as it is kept on the phone: small, and its pixels alone.
async function small(file) {
  const picture = await createImageBitmap(file);
  const scale = Math.min(1, LONGEST / Math.max(picture.width, picture.height));
  const canvas = document.createElement("canvas");
  [canvas.width, canvas.height] = [picture.width * scale, picture.height * scale];
  canvas.getContext("2d").drawImage(picture, 0, 0, canvas.width, canvas.height);
  return canvas.toDataURL("image/jpeg", 0.75);
}

function unpacked(photo) {
  return new Blob([Uint8Array.from(atob(photo.split(",")[1]), (char) => char.charCodeAt(0))], { type: "image/jpeg" });
}

// Throws where a photo cannot be opened or the phone is full; the form stays as it is then.
async function putAside() {
  const photos = await Promise.all([...form.elements.photos.files].map(small));
  const said = Object.fromEntries([...new FormData(form)].filter(([name]) => !["csrfmiddlewaretoken", "once", "photos"].includes(name)));
  if (photos.length) said.photos = photos;
  localStorage.setItem(`${START}${Date.now()}:${said.form_key}`, JSON.stringify(said));
  const { unit, reader } = said;
  form.reset();
  form.elements.form_key.value = newKey();
  if (form.elements.unit.tagName === "SELECT") form.elements.unit.value = unit;
  for (const each of form.querySelectorAll("[name=reader]")) each.checked = each.value === reader;
}

// A fresh token against forged forms, if the same person is still signed in; what is wrong else.
async function renew() {
  const answer = await fetch(place.dataset.token, { headers: { "HX-Request": "true" } }).catch(() => null);
  if (!answer) return "offline";
  if (!answer.ok) return "signed-out";
  const said = await answer.json();
  if (said.who !== place.dataset.who) return "another";
  form.elements.csrfmiddlewaretoken.value = said.token;
  return "";
}

async function post(said) {
  const { photos = [], ...fields } = said;
  const body = photos.length ? new FormData() : new URLSearchParams(fields);
  if (photos.length) for (const [name, value] of Object.entries(fields)) body.append(name, value);
  for (const photo of photos) body.append("photos", unpacked(photo), "a.jpg");
  const headers = { "X-CSRFToken": form.elements.csrfmiddlewaretoken.value, "X-Report": "1", "HX-Request": "true" };
  return fetch(form.action, { method: "POST", body, headers, redirect: "manual" }).catch(() => null);
}

// Back into the form, for its writer to mend; only into an empty one. Under a new number: nothing was taken of the old.
function giveBack(said) {
  form.elements.text.value = said.text;
  for (const name of ["reader", "people", "heat"]) {
    for (const each of form.querySelectorAll(`[name=${name}]`)) each.checked = each.value === said[name];
  }
  form.elements.signed.checked = Boolean(said.signed);
  form.elements.form_key.value = newKey();
}

async function sendOne(key) {
  const said = JSON.parse(localStorage.getItem(key));
  let answer = await post(said);
  if (answer && !answer.ok && answer.status !== 422) {
    const wrong = await renew();
    if (wrong) return wrong;
    answer = await post(said);
  }
  if (!answer) return "offline";
  if ([403, 404, 409, 422].includes(answer.status)) {
    if (form.elements.text.value) return "refused"; // it waits until the form is free
    giveBack(said);
    localStorage.removeItem(key);
    return "refused";
  }
  if (!answer.ok) return "offline";
  localStorage.removeItem(key);
  show("went", true);
  return "";
}

async function send() {
  if (sending) return;
  sending = true;
  let wrong = "";
  for (const key of waiting()) {
    const stopped = await sendOne(key);
    wrong = wrong || stopped;
    if (stopped && stopped !== "refused") break; // what was refused holds up nothing behind it
  }
  sending = false;
  tell(wrong);
}

form.addEventListener("submit", async (event) => {
  event.preventDefault();
  show("went", false);
  const button = form.querySelector("[type=submit]");
  button.disabled = true;
  const kept = await putAside().then(() => true, () => false);
  button.disabled = false;
  show("spoilt", !kept);
  tell("");
  send();
});

window.addEventListener("online", send);
window.addEventListener("focus", send);
document.addEventListener("visibilitychange", () => { if (!document.hidden) send(); });
if ("serviceWorker" in navigator) navigator.serviceWorker.register(place.dataset.worker).catch(() => null);
tell("");
send();
