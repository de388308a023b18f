// Makes the page faster to use: keys, suggestions, dragging across the timeline, marks that last.
// Everything works without it.
'use strict';

(() => {
  const one = (selector, within = document) => within.querySelector(selector);
  const all = (selector, within = document) => Array.from(within.querySelectorAll(selector));
  const base = document.body.dataset.base;
  const box = one('#q');

  // Suggestions while typing. A request that a later one has overtaken is dropped.
  const suggestions = one('#suggestions');
  let asked = null;
  let timer = 0;
  const suggest = async () => {
    if (asked) asked.abort();
    asked = new AbortController();
    const text = box.value.trim();
    if (text.length < 2) return;
    try {
      const answer = await fetch(base + '/suggest?q=' + encodeURIComponent(text), {signal: asked.signal});
      if (!answer.ok) return;
      const [, found] = await answer.json();
      suggestions.replaceChildren(...found.map((value) => {
        const option = document.createElement('option');
        option.value = value;
        return option;
      }));
    } catch (error) {
      if (error.name !== 'AbortError') suggestions.replaceChildren();
    }
  };
  if (box && suggestions) {
    box.addEventListener('input', () => {
      clearTimeout(timer);
      timer = setTimeout(suggest, 120);
    });
  }

  // Empty fields stay out of the address.
  for (const form of all('form[method=get]')) {
    form.addEventListener('submit', () => {
      const fields = Array.from(form.elements).filter((field) => field.name && !field.value && !field.disabled);
      fields.forEach((field) => { field.disabled = true; });
      setTimeout(() => fields.forEach((field) => { field.disabled = false; }));
    });
  }
  const sort = one('#sort');
  if (sort) sort.addEventListener('change', () => sort.form.requestSubmit());

  // The timeline: drag, or arrow keys with Shift, to choose dates.
  const chart = one('.bars');
  if (chart) {
    const bars = all('a', chart);
    const choose = (first, last) => {
      const [from, to] = first <= last ? [first, last] : [last, first];
      const target = new URL(bars[from].getAttribute('href'), location.href);
      target.searchParams.set('until', bars[to].dataset.until);
      location.assign(target);
    };
    const brush = document.createElementNS('http://www.w3.org/2000/svg', 'rect');
    brush.setAttribute('class', 'brush');
    brush.setAttribute('height', '100%');
    const show = (first, last) => {
      const [from, to] = first <= last ? [first, last] : [last, first];
      const slot = 100 / bars.length;
      brush.setAttribute('x', from * slot + '%');
      brush.setAttribute('width', (to - from + 1) * slot + '%');
      if (!brush.parentNode) chart.prepend(brush);
      bars.forEach((bar, at) => {
        bar.lastElementChild.setAttribute('class', at >= from && at <= to ? 'in' : 'out');
      });
    };
    const at = (event) => {
      const area = chart.getBoundingClientRect();
      const place = Math.floor((event.clientX - area.left) / area.width * bars.length);
      return Math.min(bars.length - 1, Math.max(0, place));
    };
    let start = -1;
    let dragged = false;
    chart.addEventListener('pointerdown', (event) => {
      if (event.button !== 0 || event.pointerType === 'touch') return;
      // The bar opens in another tab or window.
      if (event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
      start = at(event);
      dragged = false;
      event.preventDefault();
      chart.setPointerCapture(event.pointerId);
    });
    chart.addEventListener('pointermove', (event) => {
      if (start < 0) return;
      const place = at(event);
      dragged = dragged || place !== start;
      if (dragged) show(start, place);
    });
    chart.addEventListener('pointerup', (event) => {
      if (start < 0) return;
      const first = start;
      start = -1;
      choose(first, at(event));
    });
    chart.addEventListener('pointercancel', () => { start = -1; });
    chart.addEventListener('dragstart', (event) => event.preventDefault());
    // One stop for Tab; arrow keys move within.
    let focus = Math.max(0, bars.findIndex((bar) => bar.lastElementChild.classList.contains('in')));
    let anchor = focus;
    bars.forEach((bar, number) => bar.setAttribute('tabindex', number === focus ? '0' : '-1'));
    // A page that the browser kept, and shows again after Back, shows its own dates.
    const colors = bars.map((bar) => bar.lastElementChild.getAttribute('class'));
    window.addEventListener('pageshow', (event) => {
      if (!event.persisted) return;
      brush.remove();
      bars.forEach((bar, number) => bar.lastElementChild.setAttribute('class', colors[number]));
      start = -1;
      anchor = focus;
    });
    chart.addEventListener('keydown', (event) => {
      const steps = {ArrowLeft: -1, ArrowRight: 1, Home: -bars.length, End: bars.length};
      if (event.key in steps) {
        event.preventDefault();
        const next = Math.min(bars.length - 1, Math.max(0, focus + steps[event.key]));
        bars[focus].setAttribute('tabindex', '-1');
        bars[next].setAttribute('tabindex', '0');
        bars[next].focus();
        focus = next;
        if (!event.shiftKey) anchor = next;
        show(anchor, next);
      } else if (event.key === 'Enter') {
        event.preventDefault();
        event.stopPropagation();
        choose(anchor, focus);
      }
    });
  }

  // Marks for export last as long as the tab. Each search has its own, for all of its pages.
  const form = one('#marked');
  const search = form ? all('input[type=hidden]', form).map((field) => `${field.name}=${field.value}`) : [];
  const MARKS = `dateline.marks?${search.join('&')}`;
  // Where the browser keeps nothing, marks last as long as the page.
  const kept = (work) => {
    try { return work(sessionStorage); } catch { return null; }
  };
  const marks = new Set(JSON.parse(kept((storage) => storage.getItem(MARKS)) || '[]'));
  const exporting = one('#export-marked');
  const label = () => {
    if (exporting) exporting.textContent = 'Export marked articles' + (marks.size ? ` (${marks.size})` : '');
  };
  for (const check of all('.pick input')) {
    check.checked = marks.has(check.value);
    check.addEventListener('change', () => {
      if (check.checked) marks.add(check.value); else marks.delete(check.value);
      kept((storage) => storage.setItem(MARKS, JSON.stringify([...marks])));
      label();
    });
  }
  if (form) {
    label();
    form.addEventListener('submit', (event) => {
      if (!marks.size) {
        event.preventDefault();
        exporting.textContent = 'Mark articles first';
        return;
      }
      // Articles that were marked on other pages, and no other restriction: the marks say which.
      const here = new Set(all('.pick input').map((check) => check.value));
      all('input[type=hidden]', form).forEach((field) => field.remove());
      for (const key of marks) {
        if (here.has(key)) continue;
        const field = document.createElement('input');
        Object.assign(field, {type: 'hidden', name: 'key', value: key});
        form.append(field);
      }
    });
  }

  // Keys.
  const hits = all('.hit');
  let current = -1;
  const select = (next) => {
    if (next < 0 || next >= hits.length) return;
    if (hits[current]) hits[current].classList.remove('current');
    current = next;
    hits[current].classList.add('current');
    const link = one('h2 a', hits[current]);
    link.focus();
    hits[current].scrollIntoView({block: 'nearest'});
  };
  const marked = all('article mark');
  let lit = -1;
  const light = (step) => {
    if (!marked.length) return;
    lit = (lit + step + marked.length) % marked.length;
    location.replace('#' + (marked[lit].id || 'content'));
    marked[lit].scrollIntoView({block: 'center'});
  };
  const follow = (selector) => {
    const link = one(selector);
    if (link) location.assign(link.href);
  };
  for (const [selector, step] of [['#next-mark', 1], ['#previous-mark', -1]]) {
    const link = one(selector);
    if (link) link.addEventListener('click', (event) => { event.preventDefault(); light(step); });
  }
  document.addEventListener('keydown', (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const typing = event.target.closest('input:not([type=checkbox]), select, textarea');
    if (typing) {
      if (event.key === 'Escape') typing.blur();
      return;
    }
    const keys = {
      '/': () => { box.focus(); box.select(); },
      '?': () => location.assign(base + '/help#keys'),
      j: () => (hits.length ? select(current + 1) : follow('a[rel=next]')),
      k: () => (hits.length ? select(current - 1) : follow('a[rel=prev]')),
      x: () => { if (hits[current]) one('.pick input', hits[current]).click(); },
      n: () => light(1),
      p: () => light(-1),
      u: () => follow('#back'),
    };
    if (Object.hasOwn(keys, event.key)) {
      event.preventDefault();
      keys[event.key]();
    }
  });

  // The filter of a long list of values narrows it while typing.
  const find = one('#find');
  if (find && !one('a[rel=next]')) {
    const rows = all('#values li');
    find.addEventListener('input', () => {
      const wanted = find.value.toLowerCase();
      for (const row of rows) row.hidden = !row.textContent.toLowerCase().includes(wanted);
    });
  }
})();
