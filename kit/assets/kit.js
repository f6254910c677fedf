// What makes the pages of a kit better where scripts run. Without it everything can be read, and every answer opened.
(function () {
  "use strict";
  var each = function (list, fn) { Array.prototype.forEach.call(list, fn); };

  // A page that is past its day says so by itself: nobody else is there to tell.
  var now = new Date();
  var today = now.getFullYear() + "-" + ("0" + (now.getMonth() + 1)).slice(-2) + "-" + ("0" + now.getDate()).slice(-2);
  each(document.querySelectorAll("[data-after]"), function (e) {
    var until = e.getAttribute("data-after");
    if (until && today > until) e.hidden = false;
  });

  // Find as you type, without tone marks.
  var fold = function (s) {
    s = s.toLowerCase().replace(/đ/g, "d");
    return s.normalize ? s.normalize("NFD").replace(/[\u0300-\u036f]/g, "") : s;
  };
  var form = document.querySelector("[data-find]");
  if (form) {
    form.hidden = false;
    var entries = document.querySelectorAll("[data-words]");
    var status = form.querySelector("[role=status]");
    var words = [];
    each(entries, function (e) { words.push(fold(e.getAttribute("data-words"))); });
    form.addEventListener("submit", function (ev) { ev.preventDefault(); });
    form.querySelector("input").addEventListener("input", function () {
      var typed = fold(this.value).split(/\s+/).filter(Boolean), shown = 0;
      each(entries, function (e, i) {
        var ok = typed.every(function (w) { return words[i].indexOf(w) >= 0; });
        e.hidden = !ok;
        if (ok) shown++;
      });
      each(document.querySelectorAll("main section"), function (s) { s.hidden = !s.querySelector("[data-words]:not([hidden])"); });
      status.textContent = !typed.length ? "" : shown ? status.getAttribute("data-some").replace("{n}", shown) : status.getAttribute("data-none");
    });
  }

  // The self-test: the answer opened first counts, and stays after the page was closed.
  var score = document.querySelector("[data-score]");
  if (!score) return;
  var checks = document.querySelectorAll("[data-check]");
  var box = {}, first = {};
  try { box = window.localStorage; box.getItem("danloi"); } catch (e) { box = null; }
  var key = function (check) { return "danloi-kit:" + check.getAttribute("data-check"); };
  var load = function (check) {
    try { return box ? box.getItem(key(check)) : first[key(check)]; } catch (e) { return null; }
  };
  var keep = function (check, value) {
    first[key(check)] = value;
    try { if (box) { if (value) box.setItem(key(check), value); else box.removeItem(key(check)); } } catch (e) { /* it counts until the page is left */ }
  };
  var restart = document.querySelector("[data-restart]");
  var show = function () {
    var done = 0, right = 0;
    each(checks, function (c) {
      var v = load(c);
      if (v) done++;
      if (v === "right") right++;
    });
    score.hidden = restart.hidden = !done;
    var text = score.getAttribute("data-score").replace("{right}", right).replace("{done}", done).replace("{all}", checks.length);
    if (done === checks.length) {
      text += " " + score.getAttribute(right * 100 >= score.getAttribute("data-pass") * checks.length ? "data-passed" : "data-again");
    }
    score.textContent = text;
  };
  each(checks, function (c) {
    each(c.querySelectorAll("details"), function (d) {
      d.addEventListener("toggle", function () {
        if (!d.open) return;
        if (!load(c)) keep(c, d.hasAttribute("data-right") ? "right" : "wrong");
        show();
      });
    });
  });
  restart.addEventListener("click", function () {
    each(checks, function (c) {
      keep(c, "");
      each(c.querySelectorAll("details"), function (d) { d.open = false; });
    });
    show();
    checks[0].scrollIntoView();
  });
  show();
})();
