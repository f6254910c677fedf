/* The web chat with JavaScript: posts without a reload, lines as they come, nothing typed is lost.
   Everything here is an addition: without it the page's forms do the same. Words come from the page. */
(() => {
  'use strict';
  const $ = id => document.getElementById(id);
  const body = document.body, log = $('log'), say = $('say'), words = $('words'), more = $('more'), place = $('place');
  const chosenList = $('chosen'), note = $('note'), net = $('net'), news = $('news'), bar = document.querySelector('.bar');
  if (!window.fetch || !window.crypto) return;

  let known = body.dataset.known === 'true';
  let seq = +body.dataset.seq;
  const seen = new Set([...log.children].map(n => +n.dataset.seq));

  const unsent = document.createElement('div');
  unsent.id = 'unsent';
  log.after(unsent);

  const newId = () => [...crypto.getRandomValues(new Uint8Array(12))].map(b => b.toString(16).padStart(2, '0')).join('');
  const squeeze = s => s.replace(/\s+/g, '');
  const reload = () => { location.hash = 'last'; location.reload(); };

  /* ---- what is typed survives a reload; a new person on this phone does not find it ---- */
  const store = {
    get() { try { return sessionStorage.getItem('draft') || ''; } catch (e) { return ''; } },
    set(s) { try { if (s) sessionStorage.setItem('draft', s); else sessionStorage.removeItem('draft'); } catch (e) { /* no storage */ } },
  };
  if (!known) store.set('');
  if (!words.value) words.value = store.get();
  const grow = () => { words.style.height = 'auto'; words.style.height = words.scrollHeight + 2 + 'px'; };

  /* ---- the log ---- */
  let anchor = $('last'), lastAt = 0;
  const docBottom = () => document.documentElement.scrollHeight - innerHeight;
  const atBottom = () => scrollY >= docBottom() - 150;
  const follow = () => { // the citizen's last line stays in view, and below it as much of the answer as fits
    news.hidden = true;
    const sticky = getComputedStyle(bar).position === 'sticky' ? bar.offsetHeight : 0;
    const top = anchor && anchor.isConnected ? anchor.getBoundingClientRect().top + scrollY - sticky - 8 : docBottom();
    scrollTo(0, Math.min(docBottom(), Math.max(scrollY, top)));
  };
  // Where bars that stay in view would leave less than half of the screen, as with very large type, they scroll.
  const fit = () => body.classList.toggle('tall', say.offsetHeight + bar.offsetHeight > innerHeight * 0.55);
  const adjust = () => { // offer the way of answering that the bot's last line wants
    const bots = log.querySelectorAll('.bot');
    const wants = bots.length ? bots[bots.length - 1].dataset.wants : '';
    more.open = !!wants;
    place.hidden = !(wants && navigator.geolocation && window.isSecureContext !== false);
    fit();
  };
  const insert = html => {
    const t = document.createElement('template');
    t.innerHTML = html;
    const n = t.content.firstElementChild, s = n ? +n.dataset.seq : 0;
    if (!s || seen.has(s)) return;
    seen.add(s);
    const below = atBottom(), now = Date.now();
    const next = [...log.children].find(c => +c.dataset.seq > s) || null;
    n.classList.add('new');
    log.insertBefore(n, next);
    if ($('greeting')) $('greeting').remove();
    if (n.classList.contains('mine')) claim(n);
    if (n.classList.contains('mine') || now - lastAt > 5000) anchor = n;
    lastAt = now;
    if (s > seq) seq = s;
    if (below || n.classList.contains('mine')) follow(); else news.hidden = false;
    adjust();
  };
  const take = a => { // an answer of the server: {lines, seq, lang, reset}
    if (a.reset || a.seq < seq && a.lines.length === 0) return reload();
    a.lines.forEach(l => insert(l.html));
    if (a.lang && a.lang !== document.documentElement.lang) reload();
  };

  /* ---- sending: one after the other, each with the id that makes it count once ---- */
  const items = [];
  let working = false;
  const claim = n => { // the server has this line, so its echo goes
    const text = squeeze(n.querySelector('.bubble').textContent);
    const i = items.find(i => !i.done && i.files.length < 2 && (i.files.length ? n.querySelector('.sent-file') : squeeze(i.text) === text));
    if (i) { i.claimed = true; i.echo.remove(); }
  };
  const finish = i => { i.done = true; i.echo.remove(); items.splice(items.indexOf(i), 1); if (i.form) delete i.form.dataset.busy; };
  const busy = () => log.classList.toggle('busy', items.some(i => !i.failed));
  const send = (fields, text, files, form) => {
    const echo = $('t-echo').content.cloneNode(true).firstElementChild;
    echo.querySelector('.bubble p').textContent = [text, ...files.map(f => f.label)].filter(Boolean).join(' · ');
    const i = { fields, text, files, form, echo };
    echo.querySelector('.again').onclick = () => retry(i);
    echo.querySelector('.drop').onclick = () => { finish(i); words.focus(); };
    items.push(i);
    unsent.append(echo);
    anchor = echo;
    lastAt = Date.now();
    follow();
    work();
  };
  const retry = i => { i.failed = false; state(i); work(); };
  const state = (i, error) => {
    const [sending, bad] = i.echo.querySelectorAll('.state');
    sending.hidden = !!i.failed;
    bad.hidden = !i.failed;
    if (error) bad.querySelector('span').textContent = error;
  };
  const work = async () => {
    if (working) return;
    working = true;
    for (let i; (i = items.find(i => !i.failed)); ) { busy(); await deliver(i); }
    working = false;
    busy();
  };
  const deliver = async i => {
    let error = '';
    try {
      const data = new FormData();
      for (const k in i.fields) data.append(k, i.fields[k]);
      data.append('after', seq);
      i.files.forEach(f => data.append(f.field, f.blob, f.name)); // after the id: the server reads in order
      const r = await fetch('/say', { method: 'POST', body: data, headers: { Accept: 'application/json' }, credentials: 'same-origin' });
      const a = await r.json();
      if (r.ok) {
        finish(i);
        known = true;
        document.querySelector('.leave').hidden = false;
        take(a);
        if (i.form && i.form.matches('main > .begin')) i.form.remove(); // the link was followed
        listen();
        return;
      }
      error = a.error;
    } catch (e) { /* no network */ }
    if (i.claimed) return finish(i);
    i.failed = true;
    i.offline = !error;
    if (i.form) delete i.form.dataset.busy;
    state(i, error);
    follow();
  };

  let clicked = null;
  document.addEventListener('click', e => { clicked = e.target.closest('button'); }, true);
  document.addEventListener('submit', e => {
    const f = e.target;
    if (f.getAttribute('action') !== '/say') return;
    e.preventDefault();
    if (f === say) return compose();
    if (f.dataset.busy) return;
    f.dataset.busy = '1';
    const b = e.submitter || clicked, fields = { id: f.elements.id.value };
    f.elements.id.value = newId();
    if (b && b.name === 'tap') fields.tap = b.value;
    if (f.elements.start) { fields.start = f.elements.start.value; if (location.search) history.replaceState(null, '', '/'); }
    send(fields, b ? b.textContent.trim() : '', [], f);
    if (f.classList.contains('begin')) words.focus({ preventScroll: true });
  });
  const compose = () => {
    const text = words.value.trim();
    if (recorder) { recorder.then = compose; return recorder.stop(); }
    if (!text && !chosen.length) return words.focus();
    send({ id: newId(), text }, text, chosen.splice(0));
    chosenList.textContent = note.textContent = words.value = '';
    store.set('');
    grow();
    words.focus({ preventScroll: true });
  };
  words.addEventListener('input', () => { store.set(words.value); grow(); });
  words.addEventListener('keydown', e => {
    if (e.key !== 'Enter' || e.shiftKey || e.isComposing || e.keyCode === 229) return;
    e.preventDefault();
    compose();
  });

  /* ---- photos, recordings, the place ---- */
  const chosen = [];
  const choose = (blob, name, field, label) => {
    if (blob.size > +body.dataset.max) { note.textContent = note.dataset.large; return; }
    note.textContent = '';
    const f = { blob, name, field, label };
    const li = $('t-chosen').content.cloneNode(true).firstElementChild;
    li.querySelector('span').textContent = label + ' · ' + Math.max(1, Math.round(blob.size / 1024)) + ' kB';
    li.querySelector('button').onclick = () => { chosen.splice(chosen.indexOf(f), 1); li.remove(); words.focus(); };
    chosen.push(f);
    chosenList.append(li);
    say.querySelector('.send').focus();
  };
  // Photos are made small before they are sent, where the browser turns them the right way up by itself.
  const shrink = async file => {
    const most = 1600, upright = window.CSS && CSS.supports('image-orientation', 'from-image');
    if (!window.createImageBitmap || !upright || file.size < 200000) return file;
    try {
      const img = await createImageBitmap(file);
      const k = Math.min(1, most / Math.max(img.width, img.height));
      const c = document.createElement('canvas');
      c.width = Math.round(img.width * k);
      c.height = Math.round(img.height * k);
      c.getContext('2d').drawImage(img, 0, 0, c.width, c.height);
      if (img.close) img.close();
      const small = await new Promise(done => c.toBlob(done, 'image/jpeg', 0.8));
      return small && small.size < file.size ? small : file;
    } catch (e) { return file; } // a kind of picture this browser cannot read: the bot may
  };
  say.querySelectorAll('input[type=file]').forEach(input => input.addEventListener('change', async () => {
    const file = input.files[0], label = input.dataset.label;
    if (!file) return;
    const blob = input.name === 'photo' ? await shrink(file) : file;
    choose(blob, blob === file ? file.name : 'photo.jpg', input.name, label);
    input.value = '';
  }));

  const record = $('record');
  let recorder = null;
  if (window.MediaRecorder && navigator.mediaDevices && navigator.mediaDevices.getUserMedia) {
    record.hidden = false;
    $('voicefile').hidden = true;
  }
  record.addEventListener('click', async () => {
    if (recorder) return recorder.stop();
    const label = record.querySelector('span'), idle = label.textContent;
    try {
      const mic = await navigator.mediaDevices.getUserMedia({ audio: true });
      const parts = [], started = Date.now();
      recorder = new MediaRecorder(mic);
      const tick = () => {
        const s = Math.round((Date.now() - started) / 1000);
        label.textContent = record.dataset.on + ' ' + Math.floor(s / 60) + ':' + String(s % 60).padStart(2, '0');
        if (s >= 180) recorder.stop();
      };
      recorder.ondataavailable = e => parts.push(e.data);
      recorder.onstop = () => {
        const next = recorder.then;
        clearInterval(timer);
        mic.getTracks().forEach(t => t.stop());
        choose(new Blob(parts, { type: recorder.mimeType }), 'voice', 'voice', record.dataset.label);
        recorder = null;
        label.textContent = idle;
        record.classList.remove('on');
        if (next) next();
      };
      const timer = setInterval(tick, 1000);
      recorder.start();
      record.classList.add('on');
      tick();
    } catch (e) { // refused or no microphone: a file is still possible
      recorder = null;
      note.textContent = note.dataset.mic;
      record.hidden = true;
      $('voicefile').hidden = false;
    }
  });

  place.addEventListener('click', () => {
    note.textContent = place.dataset.wait;
    navigator.geolocation.getCurrentPosition(at => {
      note.textContent = '';
      send({ id: newId(), lat: at.coords.latitude, lon: at.coords.longitude }, place.dataset.label, []);
    }, () => { note.textContent = place.dataset.none; words.focus(); }, { enableHighAccuracy: true, timeout: 20000, maximumAge: 60000 });
  });

  /* ---- lines as they come: a stream, or asking now and then where a stream is not possible ---- */
  let es = null, failures = 0, timer = 0, lost = 0;
  const connected = yes => {
    clearTimeout(lost);
    lost = 0;
    if (yes) net.hidden = true; else lost = setTimeout(() => { net.hidden = false; }, 4000);
  };
  const listen = () => {
    if (!known || es) return;
    clearTimeout(timer);
    if (!window.EventSource) return poll();
    const s = es = new EventSource('/live?after=' + seq);
    const slow = setTimeout(() => { if (s.readyState === 0) drop(); }, 15000);
    const drop = () => { clearTimeout(slow); s.close(); if (es === s) es = null; failures++; timer = setTimeout(poll, 2000); };
    s.onopen = () => { clearTimeout(slow); failures = 0; connected(true); };
    s.onmessage = e => insert(e.data);
    s.addEventListener('reset', reload);
    s.onerror = () => { connected(false); if (s.readyState === 2) drop(); };
  };
  const poll = async () => {
    clearTimeout(timer);
    try {
      const r = await fetch('/log.json?after=' + seq, { credentials: 'same-origin' });
      if (!r.ok) throw r;
      take(await r.json());
      connected(true);
      if (failures < 3) return listen();
      if (failures++ % 12 === 0) return listen(); // once in a while the stream is tried again
    } catch (e) { connected(false); }
    timer = setTimeout(poll, 10000);
  };
  const hangUp = () => { clearTimeout(timer); if (es) es.close(); es = null; };
  addEventListener('online', () => { items.filter(i => i.failed && i.offline).forEach(retry); hangUp(); listen(); });
  addEventListener('offline', () => { if (known) net.hidden = false; });
  addEventListener('pagehide', hangUp);
  addEventListener('pageshow', e => { if (e.persisted) location.reload(); else if (!es) listen(); });
  document.addEventListener('visibilitychange', () => { if (!document.hidden && (!es || es.readyState === 2)) { hangUp(); listen(); } });
  addEventListener('beforeunload', e => { if (items.length) { e.preventDefault(); e.returnValue = ''; } });
  news.addEventListener('click', () => { anchor = log.lastElementChild; follow(); });
  addEventListener('scroll', () => { if (atBottom()) news.hidden = true; }, { passive: true });

  addEventListener('resize', fit);
  more.addEventListener('toggle', fit);
  adjust();
  grow();
  if (anchor) { const go = () => { anchor = $('last') || anchor; follow(); }; go(); addEventListener('load', go); }
  listen();
})();
