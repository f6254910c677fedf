// Saves steps where scripts run; everything works without it.
(function () {
  "use strict";
  // A form is sent once, however often the button is pressed. Going back makes it usable again.
  document.addEventListener("submit", function (e) {
    if (e.target.method !== "post") return;
    if (e.target.dataset.sent) { e.preventDefault(); return; }
    e.target.dataset.sent = "1";
    setTimeout(function () { delete e.target.dataset.sent; }, 8000);
  });
  window.addEventListener("pageshow", function () {
    document.querySelectorAll("form[data-sent]").forEach(function (f) { delete f.dataset.sent; });
  });
  // A slip leads here with its reference behind the #, which no server sees.
  var ref = document.getElementById("ref"), pin = document.getElementById("pin"), named = location.hash.slice(1);
  if (ref && pin && !ref.value && /^[0-9A-Za-z-]{6,12}$/.test(named)) { ref.value = named; pin.focus(); }
  document.querySelectorAll("[data-print]").forEach(function (b) {
    b.hidden = false;
    b.addEventListener("click", function () { window.print(); });
  });
  // Up and down go from case to case while one of them has the focus.
  var table = document.querySelector(".cases");
  if (table) table.addEventListener("keydown", function (e) {
    var step = { ArrowDown: 1, ArrowUp: -1 }[e.key];
    if (!step || !e.target.matches("a.ref")) return;
    var links = Array.from(table.querySelectorAll("a.ref"));
    var next = links[links.indexOf(e.target) + step];
    if (next) { next.focus(); e.preventDefault(); }
  });
})();
