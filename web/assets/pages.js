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
  // Keys of the console. Each has a button or link that does the same; they can be switched off.
  var keys = document.getElementById("keys");
  if (!keys) return;
  var box = keys.querySelector("[data-keys]"), off = "danloi-keys-off";
  try { box.checked = !localStorage.getItem(off); } catch (e) { box.checked = true; }
  box.addEventListener("change", function () {
    try { if (box.checked) localStorage.removeItem(off); else localStorage.setItem(off, "1"); } catch (e) { return; }
  });
  function links() { return Array.from(document.querySelectorAll(".cases a.ref")); }
  function move(step) {
    var all = links(), row = document.activeElement.closest ? document.activeElement.closest("tr") : null;
    var i = all.findIndex(function (a) { return a.closest("tr") === row; });
    var next = i < 0 ? all[step > 0 ? 0 : all.length - 1] : all[i + step];
    if (next) next.focus();
    return !!next;
  }
  function go(selector) {
    var a = document.querySelector(selector);
    if (a) a.click();
    return !!a;
  }
  var does = {
    j: function () { return move(1); },
    k: function () { return move(-1); },
    x: function () {
      var row = document.activeElement.closest("tr"), tick = row && row.querySelector("input[name=case]");
      if (tick) tick.checked = !tick.checked;
      return !!tick;
    },
    "/": function () {
      var find = document.querySelector("form.find input");
      if (find) find.focus(); else location.href = "/console/";
      return true;
    },
    i: function () { return go('.top nav a[href="/console/"]'); },
    g: function () { return go('.top nav a[href="/console/new"]'); },
    n: function () { return go("a[rel=next]"); },
    r: function () {
      var form = document.getElementById("do-answer");
      if (!form) return false;
      form.open = true;
      form.querySelector("textarea").focus();
      return true;
    },
    "?": function () { keys.open = true; keys.querySelector("summary").focus(); return true; }
  };
  document.addEventListener("keydown", function (e) {
    if (e.ctrlKey || e.altKey || e.metaKey || e.isComposing) return;
    if ((e.key === "ArrowDown" || e.key === "ArrowUp") && e.target.matches(".cases a.ref")) {
      if (move(e.key === "ArrowDown" ? 1 : -1)) e.preventDefault();
      return;
    }
    if (!box.checked || e.target.matches("input:not([type=checkbox]), textarea, select") || !does[e.key]) return;
    if (does[e.key]()) e.preventDefault();
  });
})();
