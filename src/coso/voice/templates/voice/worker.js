// Keeps the page of the quick report, so that it opens where there is no line. What is sent is never kept here.
"use strict";

const KEPT = "report-1";
const PAGE = "{% url "report" %}";

self.addEventListener("install", (event) => {
  event.waitUntil(caches.open(KEPT).then((kept) => kept.addAll([PAGE, "{% static "css/tokens.css" %}", "{% static "css/worker.css" %}", "{% static "js/report.js" %}", "{% static "js/copy.js" %}"])));
  self.skipWaiting();
});

self.addEventListener("activate", (event) => event.waitUntil(self.clients.claim()));

async function fresh(request) {
  const kept = await caches.open(KEPT);
  try {
    const answer = await fetch(request);
    // One page is kept, whatever its query, and none once signed out: nothing of somebody stays on a shared phone.
    if (request.mode === "navigate") await kept.delete(PAGE, { ignoreSearch: true });
    if (answer.ok && !answer.redirected) await kept.put(request.mode === "navigate" ? PAGE : request, answer.clone());
    return answer;
  } catch (gone) {
    return (await kept.match(request, { ignoreSearch: true })) || Response.error();
  }
}

self.addEventListener("fetch", (event) => {
  const { request } = event;
  const ours = new URL(request.url).origin === self.location.origin;
  if (request.method === "GET" && ours && (request.mode === "navigate" || request.url.includes("/static/"))) {
    event.respondWith(fresh(request));
  }
});
