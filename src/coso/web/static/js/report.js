// What a group leader writes down is put aside on the phone first and sent from there, each under a number of its own:
// without a line it waits, also through a dead battery; sent twice it is one. Nothing is taken off before it arrived.
"use strict";

const place = document.getElementById("report");
const form = document.getElementById("form");
const START = `report:${place.dataset.who}:`;
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

function putAside() {
  const said = Object.fromEntries([...new FormData(form)].filter(([name]) => !["csrfmiddlewaretoken", "once"].includes(name)));
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
  const body = new URLSearchParams(said);
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

form.addEventListener("submit", (event) => {
  event.preventDefault();
  show("went", false);
  putAside();
  tell("");
  send();
});

window.addEventListener("online", send);
window.addEventListener("focus", send);
document.addEventListener("visibilitychange", () => { if (!document.hidden) send(); });
if ("serviceWorker" in navigator) navigator.serviceWorker.register(place.dataset.worker).catch(() => null);
tell("");
send();
