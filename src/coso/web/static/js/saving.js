// Forms that save by themselves (data-saves), each in a .line that the answer replaces, lose nothing that was typed:
// a line sends one request at a time, an answer never replaces a field that changed since it was sent, and what could
// not be sent waits on the page and is sent again.
"use strict";

const FIELDS = "input[id]:not([type=hidden]), textarea[id], select[id]";
const sending = new Map(); // id of a line: its form that was sent, and the fields as they were sent
const waiting = new Set(); // forms sent while their line was busy
let leaving = null; // what was pressed while something was being sent: done once all is saved
let focused = -1; // the cell of the replaced line in which the focus stood

const now = (field) => (field.type === "checkbox" ? String(field.checked) : field.value);

function saved(field) {
  if (field.type === "checkbox") return String(field.defaultChecked);
  if (field.type === "file") return "";
  if (field.tagName !== "SELECT") return field.defaultValue;
  const chosen = [...field.options].find((option) => option.defaultSelected) || field.options[0];
  return chosen ? chosen.value : "";
}

// What the server has saved becomes the base against which a kept field is compared; what is typed in it stays.
function rebase(field, fresh) {
  const typed = field.value;
  field.className = fresh.className;
  if (field.type === "checkbox") {
    const { checked } = field;
    field.defaultChecked = fresh.defaultChecked;
    field.checked = checked;
  } else if (field.tagName === "SELECT") {
    for (const option of field.options) option.defaultSelected = option.value === saved(fresh);
    field.value = typed;
  } else if (field.type !== "file") {
    const read = typed === field.defaultValue && !field.form?.matches("[data-wrong]");
    field.defaultValue = fresh.defaultValue;
    field.value = read ? fresh.defaultValue : typed;
  }
}

const fieldsOf = (form) => [...form.elements].filter((field) => field.matches(FIELDS));
const changed = (form) => fieldsOf(form).some((field) => now(field) !== saved(field));
const hasFocus = (form) => form.contains(document.activeElement) || document.activeElement.form === form;
const unsaved = () => [...document.querySelectorAll("form[data-saves]")].filter(changed);

function mark(line) {
  line?.toggleAttribute("data-typed", [...line.querySelectorAll("form[data-saves]")].some(changed));
}

function save(form) {
  if (changed(form)) window.htmx.trigger(form, "save");
}

// A form is saved when the focus leaves it, so that points and their reason go together; a choice at once.
document.addEventListener("focusout", (event) => {
  const form = event.target.form || event.target.closest("form");
  const to = event.relatedTarget;
  if (!form?.matches("[data-saves]") || (to && (to.form === form || form.contains(to)))) return;
  save(form);
});

document.addEventListener("change", ({ target }) => {
  if (target.form?.matches("[data-saves]") && target.matches("select, [type=checkbox]")) save(target.form);
});

document.addEventListener("input", ({ target }) => {
  if (!target.form?.matches("[data-saves]")) return;
  mark(target.closest(".line"));
  const beside = target.form.querySelector("details[data-beside]");
  if (beside) beside.open = true;
});

document.addEventListener("htmx:beforeRequest", (event) => {
  const { elt, target } = event.detail;
  if (!target.matches?.(".line")) return;
  if (sending.has(target.id)) {
    event.preventDefault();
    waiting.add(elt);
    return;
  }
  elt.classList.remove("unsent");
  delete elt.dataset.refused;
  sending.set(target.id, { form: elt, fields: new Map(fieldsOf(elt).map((field) => [field.id, now(field)])) });
});

document.addEventListener("htmx:beforeSwap", (event) => {
  const line = event.detail.target;
  if (!line.matches?.(".line") || !event.detail.shouldSwap) return;
  const fresh = new DOMParser().parseFromString(event.detail.serverResponse, "text/html");
  const failed = fresh.querySelector(".line[data-failed]");
  const { form, fields } = sending.get(line.id);
  const kept = [...document.querySelectorAll(FIELDS)].filter((field) => {
    const other = fresh.getElementById(field.id);
    if (!other) return false;
    if (!fields.has(field.id)) {
      const unread = now(field) !== saved(field) || field.form?.matches("[data-wrong]");
      return unread || field === document.activeElement;
    }
    return now(field) !== fields.get(field.id) || (failed && now(field) !== saved(other));
  });
  for (const field of kept) rebase(field, fresh.getElementById(field.id));
  const panels = [...line.querySelectorAll("[data-panel]")].filter((each) => each.children.length && !each.contains(form));
  const open = [...document.querySelectorAll("details[id][open]")].map((each) => each.id);
  for (const each of [...kept, ...panels]) {
    event.detail.serverResponse = event.detail.serverResponse.replace(` id="${each.id}"`, "$& hx-preserve");
  }
  focused = [...line.querySelectorAll(".body, .cell")].findIndex((cell) => cell.contains(document.activeElement));
  sending.get(line.id).open = [...open, ...kept.map((field) => field.closest("details")?.id)];
});

document.addEventListener("htmx:afterRequest", ({ detail }) => {
  if (!detail.target?.matches?.(".line") || !sending.has(detail.target.id)) return;
  const { form, open = [] } = sending.get(detail.target.id);
  sending.delete(detail.target.id);
  if (!detail.successful) return;
  const line = document.getElementById(detail.target.id);
  for (const each of open) if (document.getElementById(each)) document.getElementById(each).open = true;
  if (focused >= 0 && document.activeElement === document.body) focusOn(line.querySelectorAll(".body, .cell")[focused]);
  mark(line);
  goOn(line, form);
});

// What held the focus is gone with the answer: the place where it stood takes it, so that Tab goes on from there.
function focusOn(cell) {
  if (!cell) return;
  cell.tabIndex = -1;
  cell.focus({ preventScroll: true });
}

// What was typed or pressed while the line was busy follows; then what was pressed to leave the page.
function goOn(line, sent) {
  const failed = line.matches("[data-failed]") && document.getElementById(sent.id);
  if (failed) failed.dataset.wrong = "yes";
  for (const form of [...waiting]) {
    const there = form.isConnected ? form : document.getElementById(form.id);
    if (there && there.closest(".line") !== line) continue;
    waiting.delete(form);
    if (there) send(there);
  }
  for (const form of line.querySelectorAll("form[data-saves]")) if (form !== failed && !hasFocus(form)) save(form);
  if (sending.size) return;
  const go = failed || document.querySelector("form.unsent") ? null : leaving;
  leaving = null;
  go?.();
}

function send(form) {
  const on = form.getAttribute("hx-trigger");
  form.classList.remove("unsent");
  if (form.matches("[data-saves]")) save(form);
  else window.htmx.trigger(form, !on || on.includes("submit") ? "submit" : "change");
}

// Another form of the page, or a link, waits until what is typed is saved.
document.addEventListener("submit", (event) => {
  const { target: form, submitter } = event;
  if (!sending.size || form.closest("[hx-post]")) return;
  event.preventDefault();
  leaving = () => {
    const there = document.getElementById(form.id) || form;
    const same = [...there.elements].find((each) => each.name === submitter?.name && each.value === submitter?.value);
    there.requestSubmit(same);
  };
}, true);

document.addEventListener("click", (event) => {
  const link = event.target.closest("a[href]:not([href^='#']):not([target]):not([hx-get])");
  if (!link || !sending.size || event.ctrlKey || event.metaKey || event.shiftKey) return;
  event.preventDefault();
  leaving = () => link.click();
});

// What could not be sent stays in its field; the page says why and how to go on.
function tell(name) {
  const words = document.getElementById("say-" + name);
  const place = document.getElementById("unsaved");
  if (!words || !place) return;
  place.replaceChildren(words.content.cloneNode(true));
  place.hidden = false;
}

// Signing in anywhere makes the page's token void: a fresh one, if the same person is signed in. Returns what is wrong.
async function renew() {
  const { token, who } = document.body.dataset;
  const answer = await fetch(token, { headers: { "HX-Request": "true" } }).catch(() => null);
  if (!answer) return "offline";
  if (!answer.ok) return "signed-out";
  const said = await answer.json();
  if (said.who !== who) return "another";
  document.body.setAttribute("hx-headers", JSON.stringify({ "X-CSRFToken": said.token }));
  for (const field of document.querySelectorAll("[name=csrfmiddlewaretoken]")) field.value = said.token;
  return "";
}

async function refused(form, status) {
  leaving = null;
  form?.classList.add("unsent");
  const wrong = status === 401 || status === 403 ? await renew() : "refused";
  if (!wrong && form && !form.dataset.repeated) {
    form.dataset.repeated = "yes";
    send(form);
    return;
  }
  if (form && (!wrong || wrong === "refused")) form.dataset.refused = "yes";
  tell(wrong || "refused");
}

document.addEventListener("htmx:responseError", ({ detail, target }) => {
  refused(target.closest("form"), detail.xhr.status);
});

document.addEventListener("htmx:sendError", ({ target }) => {
  leaving = null;
  target.closest("form")?.classList.add("unsent");
  tell("offline");
});

document.addEventListener("htmx:afterSwap", () => {
  const place = document.getElementById("unsaved");
  if (place && !document.querySelector("form.unsent")) place.hidden = true;
});

// Back on this page, or with the line back, what waits is sent again by itself; not what was refused.
async function sendAgain() {
  const waits = () => [...document.querySelectorAll("form.unsent:not([data-refused])")];
  if (!waits().length || document.hidden) return;
  const wrong = await renew();
  if (wrong) tell(wrong);
  else waits().forEach(send);
}

window.addEventListener("online", sendAgain);
window.addEventListener("focus", sendAgain);
document.addEventListener("visibilitychange", sendAgain);

// What was not saved yet is asked about before the page is left.
window.addEventListener("beforeunload", (event) => {
  if (sending.size || document.querySelector("form.unsent") || unsaved().length) event.preventDefault();
});
