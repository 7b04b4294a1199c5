// Asks for the counters once a second and draws them; nothing is kept here.
'use strict';

const SVG = 'http://www.w3.org/2000/svg';
const element = (id) => document.getElementById(id);
const set = (id, text) => { if (element(id).textContent !== text) element(id).textContent = text; };

function bar(svg, x, width, height, full) {
  const r = document.createElementNS(SVG, 'rect');
  r.setAttribute('x', x);
  r.setAttribute('width', width);
  r.setAttribute('y', full - height);
  r.setAttribute('height', height);
  svg.appendChild(r);
}

function bytes(n) {
  return n < 1 << 20 ? (n / 1024).toFixed(0) + ' KiB' : (n / 1048576).toFixed(n < 10485760 ? 1 : 0) + ' MiB';
}

function drawRates(rates) {
  const svg = element('rates'), most = Math.max(1, ...rates);
  svg.textContent = '';
  rates.forEach((n, i) => { if (n) bar(svg, i * 10 + 1, 8, 80 * n / most, 80); });
  set('rates-text', `Requests in each of the last 60 seconds, at most ${most === 1 && !rates.some(Boolean) ? 0 : most}`);
}

// A bucket's place: the logarithm of its upper end, from 16 us on.
function picture(step) {
  const svg = document.createElementNS(SVG, 'svg'), most = Math.max(1, ...step.buckets.map((b) => b[1]));
  svg.setAttribute('viewBox', '0 0 220 24');
  svg.setAttribute('preserveAspectRatio', 'none');
  svg.setAttribute('aria-hidden', 'true'); // the numbers beside it say the same
  step.buckets.forEach(([bound, n]) => {
    const place = Math.min(210, Math.max(0, Math.log2(bound / 0.016) * 10));
    bar(svg, place, 2.3, Math.max(1, 24 * n / most), 24);
  });
  return svg;
}

function drawSteps(steps) {
  const body = element('steps');
  body.textContent = '';
  steps.forEach((step) => {
    const row = body.insertRow(), name = document.createElement('th');
    name.scope = 'row';
    name.textContent = step.text;
    row.appendChild(name);
    [step.p50, step.p90, step.p99, step.max].forEach((ms) => {
      row.insertCell().textContent = step.count ? ms.toFixed(ms < 10 ? 3 : 1) : '-';
    });
    row.insertCell().appendChild(picture(step));
  });
}

function drawRefused(refused) {
  const list = element('refused'), all = Object.entries(refused);
  element('none').hidden = all.length > 0;
  list.textContent = '';
  all.forEach(([status, n]) => {
    const item = document.createElement('li');
    item.textContent = `${status}: ${n}`;
    list.appendChild(item);
  });
}

function draw(s) {
  const fresh = { pool: 'made before a request comes, and used once', recycle: 'kept, and set back to their start for each request' };
  set('line', `Engine ${s.backend}; machines are ${fresh[s.fresh] || 'made when a request has come'}.`);
  set('rate', String(s.rates[s.rates.length - 1]));
  set('instances', `${s.instances.now} of ${s.instances.most}`);
  set('memory', bytes(s.memory));
  set('queue', `${s.queue.now} of ${s.queue.most}`);
  set('connections', `${s.connections.now} of ${s.connections.most}`);
  set('requests', String(s.requests));
  drawRates(s.rates);
  drawSteps(s.steps);
  drawRefused(s.refused);
  document.body.dataset.live = 'yes';
}

async function turn() {
  try {
    draw(await (await fetch('/zerg/status', { cache: 'no-store' })).json());
  } catch (e) {
    set('line', 'The spawner does not answer.');
  }
  setTimeout(turn, 1000);
}

turn();
