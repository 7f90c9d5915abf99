// The little that a page cannot do without a script. Every page works when this file does not load.
"use strict";

// A menu closes when one clicks elsewhere or presses Escape.
function closeMenus(except) {
  for (const menu of document.querySelectorAll("details.menu[open]")) {
    if (menu !== except) menu.open = false;
  }
}

document.addEventListener("click", (event) => {
  closeMenus(event.target.closest("details.menu"));
  const back = event.target.closest("a[data-back]");
  if (back && history.length > 1) {
    event.preventDefault();
    history.back();
  }
});

// "/" goes to the search box of the page, else to the search page.
function goSearching(event) {
  const box = document.querySelector("[data-search], input[type=search]");
  const link = document.querySelector("a[data-search-page]");
  if (!box && !link) return;
  event.preventDefault();
  if (box) box.focus();
  else link.click();
}

document.addEventListener("keydown", (event) => {
  if (event.key === "Escape") {
    const open = document.querySelector("details.menu[open]");
    closeMenus(null);
    if (open) open.querySelector("summary").focus();
  }
  const typing = event.target.closest("input, textarea, select, [contenteditable]");
  if (event.key === "/" && !typing && !event.ctrlKey && !event.metaKey && !event.altKey) goSearching(event);
});

// A summary of errors takes the focus, so that it is read first.
document.addEventListener("DOMContentLoaded", () => {
  const summary = document.querySelector(".errsum[tabindex]");
  if (summary) summary.focus();
});

// Where somebody signs in, nobody is: a page that was kept for when there is no line goes from a shared phone.
if (document.getElementById("id_login") && "caches" in window) {
  caches.keys().then((names) => names.forEach((name) => caches.delete(name)));
}
