// Keeps class pages up to date where scripts run. Without it the screen loads anew every few seconds.
(function () {
  "use strict";
  document.querySelectorAll("[data-live]").forEach(function (part) {
    if (!window.EventSource) { setTimeout(function () { location.reload(); }, 6000); return; }
    var source = new EventSource(part.dataset.live);
    source.onmessage = function (e) {
      var step = part.dataset.step;
      if (step && !part.dataset.stay && e.lastEventId !== step && !typing()) { source.close(); location.reload(); return; }
      if (part.dataset.drawn === e.data) return;
      part.dataset.drawn = e.data;
      part.innerHTML = e.data;
    };
    // A stream that was refused does not come back by itself.
    source.onerror = function () {
      if (source.readyState === EventSource.CLOSED) setTimeout(function () { location.reload(); }, 8000);
    };
    window.addEventListener("pagehide", function () { source.close(); });
  });
  // The page was moved on from another phone: it loads anew, unless something is being typed.
  function typing() {
    var a = document.activeElement;
    return a && /^(TEXTAREA|INPUT|SELECT)$/.test(a.tagName) && a.type !== "checkbox" && a.type !== "radio";
  }
  // A picture or text that changes, such as the register's code.
  document.querySelectorAll("[data-again]").forEach(function (img) {
    setInterval(function () {
      if (!img.dataset.from) { img.src = img.src.replace(/[?].*$/, "") + "?" + Date.now(); return; }
      fetch(img.dataset.from).then(function (r) { return r.ok ? r.text() : img.textContent; })
        .then(function (text) { img.textContent = text; }, function () { /* the next time */ });
    }, img.dataset.again * 1000);
  });
})();
