// An hour of overtime is counted while it is typed, from the shares of the law that the page carries; without a script,
// or by the law of another day, the form asks the server.
"use strict";

const form = document.getElementById("ask");
const out = document.getElementById("counted");
const shares = JSON.parse(form.dataset.shares);
const day = form.elements.on.value;
const write = new Intl.NumberFormat(document.documentElement.lang, { maximumFractionDigits: 2 });

function read(text) {
  const said = text.trim().replace(/đ$/u, "").trim();
  if (/^(?!0[.,])\d{1,3}(?:([.,\s])\d{3})(?:\1\d{3})*$/.test(said)) return Number(said.replace(/\D/g, ""));
  return /^\d+(?:[.,]\d+)?$/.test(said) ? Number(said.replace(",", ".")) : NaN;
}

function count() {
  const { rate, night, earlier, on } = form.elements;
  const share = shares[`${form.elements.day.value} ${night.checked ? "1" : ""} ${earlier.checked ? "1" : ""}`];
  const pay = read(rate.value);
  const can = Boolean(share) && pay >= 0 && on.value === day;
  out.hidden = !can;
  if (!can) return;
  document.getElementById("answer")?.remove();
  const [amount, percent, normal] = [pay * share, share * 100, pay].map((each) => write.format(each));
  out.querySelector("b").textContent = out.dataset.amount.replace("0", amount);
  out.querySelector("span").textContent = `${normal} đ × ${percent} % = ${amount} đ`;
}

form.addEventListener("input", count);
