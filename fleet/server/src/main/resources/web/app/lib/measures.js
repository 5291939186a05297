// Metrics, units and numbers as people write them.
// @ts-check
import { has, locale, size, t } from '/kit/kit.js';

/** A measurement's name in words, where there are some. @param {string} metric */
export const metricName = (metric) => (has(`metric.${metric}`) ? t(`metric.${metric}`) : metric);

/** A unit as people write it. @param {string|undefined} unit */
export const unitName = (unit) => (has(`unit.${unit}`) ? t(`unit.${unit}`) : unit ?? '');

/** A value with its unit; bytes in the unit that fits. @param {number|null|undefined} value @param {string|undefined} unit */
export function valueText(value, unit) {
  if (value === null || value === undefined) {
    return '–';
  }
  if (unit === 'By') {
    return size(value);
  }
  const number = new Intl.NumberFormat(locale(), { maximumFractionDigits: Math.abs(value) >= 100 ? 0 : 2 }).format(value);
  return [number, unitName(unit)].filter(Boolean).join(' ');
}
