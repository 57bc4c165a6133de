// What runs in a report's page: tables that are sorted and filtered, curves that say their values, a
// legend that switches them. It makes no markup: all that it shows is text and classes.

/** The script, whole. */
export const reportScript = `'use strict';
const each = (selector, work, within = document) => { for (const one of within.querySelectorAll(selector)) work(one); };

each('table.sorted', (table) => {
  const body = table.tBodies[0];
  const heads = [...table.tHead.rows[0].cells];
  heads.forEach((head, i) => {
    const button = head.querySelector('button');
    if (!button) return;
    button.addEventListener('click', () => {
      const falls = head.getAttribute('aria-sort') === 'ascending';
      for (const other of heads) other.removeAttribute('aria-sort');
      head.setAttribute('aria-sort', falls ? 'descending' : 'ascending');
      const keyOf = (row) => row.cells[i].dataset.value ?? row.cells[i].textContent.trim();
      const rows = [...body.rows].map((row) => ({ row, key: keyOf(row) }));
      const isNumber = ({ key }) => key !== '' && Number.isFinite(Number(key));
      rows.sort((a, b) => {
        if ((a.key === '') !== (b.key === '')) return a.key === '' ? 1 : -1;
        const order = isNumber(a) && isNumber(b) ? Number(a.key) - Number(b.key) : a.key.localeCompare(b.key);
        return falls ? -order : order;
      });
      body.append(...rows.map(({ row }) => row));
    });
  });
});

each('input.filter', (input) => {
  const table = document.getElementById(input.getAttribute('aria-controls'));
  const told = input.parentElement.querySelector('output');
  input.addEventListener('input', () => {
    const wanted = input.value.trim().toLowerCase();
    let left = 0;
    for (const row of table.tBodies[0].rows) {
      row.hidden = !row.textContent.toLowerCase().includes(wanted);
      if (!row.hidden) left += 1;
    }
    told.textContent = wanted === '' ? '' : left + ' of ' + table.tBodies[0].rows.length;
  });
});

const off = (section) => new Set([...section.querySelectorAll('button[data-toggle][aria-pressed=false]')].map((one) => one.dataset.toggle));

each('section.curves', (section) => {
  each('button[data-toggle]', (button) => {
    button.addEventListener('click', () => {
      const shows = button.getAttribute('aria-pressed') === 'false';
      button.setAttribute('aria-pressed', String(shows));
      each('[data-row="' + button.dataset.toggle + '"]', (one) => one.classList.toggle('off', !shows), section);
    });
  }, section);
  each('figure[data-curve]', (figure) => {
    const { left, right, width, height, epochs, lines } = JSON.parse(figure.dataset.curve);
    const svg = figure.querySelector('svg');
    const rule = svg.querySelector('.hover');
    const tip = figure.querySelector('.values');
    let at = 0;
    const show = (epoch) => {
      at = Math.max(1, Math.min(epochs, epoch));
      const hidden = off(section);
      const x = epochs < 2 ? (left + right) / 2 : left + ((right - left) * (at - 1)) / (epochs - 1);
      rule.setAttribute('d', 'M' + x + ' 22V' + (height - 34));
      const told = lines.filter(({ row, values }) => !hidden.has(String(row)) && typeof values[at - 1] === 'number')
        .map(({ name, values, spread }) => name + ' ' + values[at - 1] + (spread && typeof spread[at - 1] === 'number' ? ' ± ' + spread[at - 1] : ''));
      tip.textContent = ['epoch ' + at, ...told].join('\\n');
      tip.hidden = false;
      const isRight = x > width / 2;
      tip.style.left = isRight ? 'auto' : (100 * (x + 8)) / width + '%';
      tip.style.right = isRight ? (100 * (width - x + 8)) / width + '%' : 'auto';
    };
    const hide = () => { tip.hidden = true; rule.setAttribute('d', ''); };
    svg.addEventListener('pointermove', (event) => {
      const box = svg.getBoundingClientRect();
      const x = ((event.clientX - box.left) * width) / box.width;
      show(epochs < 2 ? 1 : Math.round(1 + ((x - left) * (epochs - 1)) / (right - left)));
    });
    svg.addEventListener('pointerleave', hide);
    figure.addEventListener('focus', () => show(at || epochs));
    figure.addEventListener('blur', hide);
    figure.addEventListener('keydown', (event) => {
      const steps = { ArrowLeft: -1, ArrowRight: 1, Home: -Infinity, End: Infinity };
      if (event.key === 'Escape') hide();
      if (!(event.key in steps)) return;
      event.preventDefault();
      show(at + steps[event.key]);
    });
  }, section);
});
`;
