// One metric over time: the mean as a line, least and greatest as a band; the same figures as text for who cannot see it.
// @ts-check
import { GhElement, has, html, locale, t } from '/kit/kit.js';
import { uPlot } from '/kit/vendor/uplot-1.6.32.js';
import { api } from '../lib/api.js';

/** A measurement's name in words, where there are some. @param {string} metric */
const nameOf = (metric) => (has(`metric.${metric}`) ? t(`metric.${metric}`) : metric);

/** A unit as people write it. @param {string|undefined} unit */
const unitOf = (unit) => (has(`unit.${unit}`) ? t(`unit.${unit}`) : unit ?? '');

const SPANS = { hour: 3600, day: 86400, week: 7 * 86400 };

class Plot extends GhElement {
  static properties = { path: { attribute: false }, zone: { attribute: false }, metrics: { attribute: false }, metric: { state: true }, span: { state: true }, series: { state: true } };

  constructor() {
    super();
    this.path = '';
    /** @type {string|undefined} */
    this.zone = undefined;
    /** @type {any[]} */
    this.metrics = [];
    this.metric = '';
    this.span = 'hour';
    /** @type {any} */
    this.series = null;
    /** @type {any} */
    this.plot = null;
  }

  connectedCallback() {
    super.connectedCallback();
    this.metric = this.metrics[0].metric;
    this.timer = setInterval(() => this.read(), 15000);
    this.resized = new ResizeObserver(() => this.plot?.setSize(this.size()));
    this.resized.observe(this);
    this.read();
  }

  disconnectedCallback() {
    super.disconnectedCallback();
    clearInterval(this.timer);
    this.resized?.disconnect();
    this.plot?.destroy();
  }

  async read() {
    const seconds = SPANS[/** @type {keyof SPANS} */ (this.span)];
    const from = new Date(Date.now() - seconds * 1000).toISOString();
    this.series = await api.get(`${this.path}/series?metric=${encodeURIComponent(this.metric)}&from=${from}&points=240`);
    await this.updateComplete;
    this.draw();
  }

  size() {
    return { width: Math.max(240, this.clientWidth), height: 220 };
  }

  draw() {
    const at = /** @type {HTMLElement} */ (this.querySelector('.plot'));
    const ink = getComputedStyle(at).color;
    const accent = getComputedStyle(/** @type {HTMLElement} */ (this.querySelector('.plot-ink'))).color;
    const buckets = this.series.buckets;
    const column = (/** @type {string} */ name) => buckets.map((/** @type {any} */ one) => one[name]);
    const data = [buckets.map((/** @type {any} */ one) => new Date(one.t).getTime() / 1000), column('min'), column('max'), column('avg')];
    const axis = { stroke: ink, grid: { stroke: ink, width: 0.15 }, ticks: { width: 0.3, stroke: ink } };
    this.plot?.destroy();
    this.plot = new uPlot({
      ...this.size(),
      legend: { show: false },
      cursor: { drag: { x: false, y: false } },
      axes: [{ ...axis, values: (/** @type {any} */ _, /** @type {number[]} */ ticks) => ticks.map((tick) => this.tick(tick)) }, { ...axis, size: 60 }],
      scales: { x: { time: true, range: () => /** @type {[number, number]} */ ([Date.now() / 1000 - SPANS[/** @type {keyof SPANS} */ (this.span)], Date.now() / 1000]) } },
      series: [{}, { stroke: accent, width: 0.5 }, { stroke: accent, width: 0.5 }, { stroke: accent, width: 2 }],
      bands: [{ series: [2, 1], fill: accent.replaceAll(',', '').replace(')', ' / 0.18)') }],
    }, data, at);
  }

  /** @param {number} seconds */
  tick(seconds) {
    const at = new Date(seconds * 1000);
    return this.span === 'week'
      ? at.toLocaleDateString(locale(), { month: 'numeric', day: 'numeric', timeZone: this.zone })
      : at.toLocaleTimeString(locale(), { hour: '2-digit', minute: '2-digit', hour12: false, timeZone: this.zone });
  }

  render() {
    const last = this.metrics.find((one) => one.metric === this.metric);
    const unit = unitOf(this.series?.unit ?? last?.unit);
    const values = this.series?.buckets ?? [];
    const number = new Intl.NumberFormat(locale(), { maximumFractionDigits: 2 });
    const text = values.length
      ? t('plot.text', { metric: nameOf(this.metric), min: number.format(Math.min(...values.map((/** @type {any} */ one) => one.min))), max: number.format(Math.max(...values.map((/** @type {any} */ one) => one.max))), unit })
      : t('plot.none');
    return html`
      <div class="filters">
        <label class="field">${t('plot.metric')}<select @change=${(/** @type {any} */ e) => { this.metric = e.target.value; this.read(); }}>
          ${this.metrics.map((one) => html`<option value=${one.metric}>${nameOf(one.metric)}${one.unit ? ` (${unitOf(one.unit)})` : ''}</option>`)}</select></label>
        <label class="field">${t('plot.span')}<select @change=${(/** @type {any} */ e) => { this.span = e.target.value; this.read(); }}>
          ${Object.keys(SPANS).map((one) => html`<option value=${one}>${t(`plot.${one}`)}</option>`)}</select></label>
      </div>
      <div class="plot" role="img" aria-label=${text}></div><span class="plot-ink" aria-hidden="true"></span>
      <p class="small quiet">${text}</p>`;
  }
}

customElements.define('gh-plot', Plot);
