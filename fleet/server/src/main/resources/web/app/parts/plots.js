// What is measured over time: one plot a metric on one grid of times, with a cursor in common. A gap is a gap; a counter is
// shown as its rate. The same figures stand beside each plot as text, for who cannot see it.
// @ts-check
import { GhElement, html, locale, moment, nothing, repeat, t } from '/kit/kit.js';
import { uPlot } from '/kit/vendor/uplot-1.6.32.js';
import { api, query } from '../lib/api.js';
import { metricName, unitName, valueText } from '../lib/measures.js';

const SPANS = { hour: 3600, day: 86400, week: 7 * 86400, month: 30 * 86400, year: 365 * 86400 };
const HEIGHT = 130;

/** Longer than this many usual pauses without a value is a gap. */
const GAP = 2.5;

let cursors = 0;

class Plots extends GhElement {
  static properties = { path: { attribute: false }, zone: { attribute: false }, span: { state: true }, found: { state: true }, at: { state: true }, problem: { state: true } };

  constructor() {
    super();
    this.path = '';
    /** @type {string|undefined} */
    this.zone = undefined;
    this.span = 'day';
    /** @type {any} */
    this.found = null;
    this.problem = '';
    /** Which time the cursor is at, as a place on the grid. @type {number|null} */
    this.at = null;
    /** @type {Map<string, any>} */
    this.plots = new Map();
    this.cursor = `gh-plots-${++cursors}`;
  }

  connectedCallback() {
    super.connectedCallback();
    this.timer = setInterval(() => this.read(), 30000);
    this.resized = new ResizeObserver(() => this.plots.forEach((plot) => plot.setSize(this.size())));
    this.resized.observe(this);
    this.read();
  }

  disconnectedCallback() {
    super.disconnectedCallback();
    clearInterval(this.timer);
    this.resized?.disconnect();
    this.clear();
  }

  clear() {
    this.plots.forEach((plot) => plot.destroy());
    this.plots.clear();
  }

  async read() {
    const seconds = SPANS[/** @type {keyof SPANS} */ (this.span)];
    const from = new Date(Date.now() - seconds * 1000).toISOString();
    try {
      this.found = await api.get(`${this.path}/plots${query({ from, points: Math.min(400, Math.max(120, Math.round(this.clientWidth / 3))) })}`);
      this.problem = '';
    } catch (refused) {
      this.problem = /** @type {Error} */ (refused).message;
      return;
    }
    await this.updateComplete;
    this.draw();
  }

  size() {
    const box = this.querySelector('.plot');
    return { width: Math.max(200, box?.clientWidth ?? this.clientWidth), height: HEIGHT };
  }

  draw() {
    this.clear();
    this.found.series.forEach((/** @type {any} */ one) => {
      const box = /** @type {HTMLElement|null} */ (this.querySelector(`.plot[data-metric="${CSS.escape(one.metric)}"]`));
      if (box) {
        this.plots.set(one.metric, this.plot(one, box));
      }
    });
  }

  /** @param {any} one @param {HTMLElement} box */
  plot(one, box) {
    const ink = getComputedStyle(box).color;
    const accent = getComputedStyle(/** @type {HTMLElement} */ (this.querySelector('.plot-ink'))).color;
    const axis = { stroke: ink, grid: { stroke: ink, width: 0.12 }, ticks: { width: 0.3, stroke: ink } };
    const begin = new Date(this.found.from).getTime() / 1000;
    const times = Array.from({ length: this.found.count }, (_, n) => begin + n * this.found.stepMillis / 1000);
    const rate = one.kind === 'COUNTER';
    const columns = (rate ? [one.perHour] : [one.min, one.max, one.avg]).map((column) => bridged(column, one.every));
    return new uPlot({
      ...this.size(),
      legend: { show: false },
      cursor: { sync: { key: this.cursor }, drag: { x: false, y: false }, points: { show: true } },
      hooks: { setCursor: [(/** @type {any} */ plot) => { this.at = plot.cursor.idx ?? null; }] },
      axes: [{ ...axis, values: (/** @type {any} */ _, /** @type {number[]} */ ticks) => ticks.map((tick) => this.tick(tick)) }, { ...axis, size: 62, values: (/** @type {any} */ _, /** @type {number[]} */ ticks) => ticks.map((tick) => valueText(tick, one.unit === 'By' ? 'By' : undefined)) }],
      scales: { x: { time: true, range: () => /** @type {[number, number]} */ ([times[0], times[times.length - 1]]) }, ...(rate ? { y: { range: (/** @type {any} */ _, /** @type {number} */ least, /** @type {number} */ most) => /** @type {[number, number]} */ ([0, Math.max(1, most ?? 1)]) } } : {}) },
      series: rate ? [{}, { stroke: accent, width: 2 }] : [{}, { stroke: accent, width: 0.5 }, { stroke: accent, width: 0.5 }, { stroke: accent, width: 2 }],
      bands: rate ? [] : [{ series: [2, 1], fill: accent.replaceAll(',', '').replace(')', ' / 0.18)') }],
    }, [times, ...columns], box);
  }

  /** @param {number} seconds */
  tick(seconds) {
    const at = new Date(seconds * 1000);
    return ['hour', 'day'].includes(this.span)
      ? at.toLocaleTimeString(locale(), { hour: '2-digit', minute: '2-digit', hour12: false, timeZone: this.zone })
      : at.toLocaleDateString(locale(), { month: 'numeric', day: 'numeric', timeZone: this.zone });
  }

  render() {
    return html`
      <div class="filters"><label class="field">${t('plot.span')}<select @change=${(/** @type {any} */ e) => { this.span = e.target.value; this.at = null; this.read(); }}>
        ${Object.keys(SPANS).map((one) => html`<option value=${one} ?selected=${one === this.span}>${t(`plot.${one}`)}</option>`)}</select></label>
        <p class="small quiet plot-at">${this.at === null || !this.found ? nothing : moment(new Date(new Date(this.found.from).getTime() + this.at * this.found.stepMillis).toISOString(), this.zone)}</p></div>
      <span class="plot-ink" aria-hidden="true"></span>
      ${this.problem ? html`<p class="notice bad" role="alert">${this.problem}</p>` : nothing}
      ${this.found && !this.found.series.length ? html`<p class="quiet">${t('plot.none')}</p>` : nothing}
      <div class="plots">${repeat(this.found?.series ?? [], (/** @type {any} */ one) => one.metric, (/** @type {any} */ one) => this.one(one))}</div>`;
  }

  /** @param {any} one */
  one(one) {
    const rate = one.kind === 'COUNTER';
    const unit = rate ? t('plot.perHour') : one.unit;
    const least = extreme(rate ? one.perHour : one.min, Math.min);
    const most = extreme(rate ? one.perHour : one.max, Math.max);
    const now = this.at === null ? null : (rate ? one.perHour : one.avg)[this.at];
    const text = most === null
      ? t('plot.none')
      : t('plot.text', { metric: metricName(one.metric), min: valueText(least, one.unit === 'By' ? 'By' : undefined), max: valueText(most, one.unit === 'By' ? 'By' : undefined), unit: one.unit === 'By' ? '' : unitName(unit) });
    return html`<figure class="plot-row">
      <figcaption><strong>${metricName(one.metric)}</strong> <span class="small quiet">${now === null || now === undefined ? text : valueText(now, unit)}</span></figcaption>
      <div class="plot" role="img" aria-label=${text} data-metric=${one.metric}></div></figure>`;
  }
}

/** Pauses that are usual are drawn over, longer ones stay gaps. @param {Array<number|null>} column @param {number} every */
function bridged(column, every) {
  const most = Math.max(1, Math.ceil(every * GAP));
  const out = /** @type {Array<number|null|undefined>} */ (column.slice());
  let last = -1;
  column.forEach((value, at) => {
    if (value !== null) {
      if (last >= 0 && at - last <= most) {
        out.fill(undefined, last + 1, at);
      }
      last = at;
    }
  });
  return out;
}

/** @param {Array<number|null>} column @param {(...values: number[]) => number} which */
function extreme(column, which) {
  const values = /** @type {number[]} */ (column.filter((value) => value !== null));
  return values.length ? which(...values) : null;
}

customElements.define('gh-plots', Plots);
