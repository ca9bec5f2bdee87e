import { Markup, markup } from "../text/markup.ts";
import { axisText } from "./axis_text.ts";
import type { Axis } from "./chart.ts";
import { colour, dashes } from "./palette.ts";
import { ticks } from "./ticks.ts";

/** Pixels of the drawing before it is scaled to the page. */
export const WIDTH = 720;
/** Width that a character is given at the size that charts use: an average one of a wide font. */
export const CHARACTER = 7.9;

const TOP = 44;
const RIGHT = 18;
const BOTTOM = 46;

/** Where data are drawn, and how values become places. */
export interface PlotArea {
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
  /** Height of the whole drawing. */
  readonly height: number;
  x(value: number): number;
  y(value: number): number;
  /** Grid, tick texts and labels of both axes. */
  readonly axes: Markup;
}

/**
 * Lays out two axes.
 * @param x the horizontal axis and the interval it shows
 * @param y the vertical axis and the interval it shows
 * @param height of the whole drawing
 */
export function plotArea(
  x: { readonly axis: Axis; readonly low: number; readonly high: number },
  y: { readonly axis: Axis; readonly low: number; readonly high: number },
  height = 320,
): PlotArea {
  const yTicks = ticks(y.low, y.high, 5, y.axis.unit);
  const yTexts = yTicks.map((value) => axisText(value, y.axis.unit));
  const left = 14 + CHARACTER * Math.max(3, ...yTexts.map((text) => text.length));
  const right = WIDTH - RIGHT;
  const bottom = height - BOTTOM;
  const toX = scale(x.low, x.high, left, right);
  const toY = scale(y.low, y.high, bottom, TOP);
  const widest = axisText(x.high, x.axis.unit).length * CHARACTER + 24;
  const xTicks = ticks(
    x.low,
    x.high,
    Math.max(2, Math.min(8, (right - left) / widest)),
    x.axis.unit,
  );
  const axes = markup`<g fill="currentColor" stroke="none">${
    yTicks.map((value, i) => [
      markup`<path d="M${px(left)} ${px(toY(value))}H${
        px(right)
      }" stroke="currentColor" stroke-opacity=".15"/>`,
      label(left - 8, toY(value) + 4, yTexts[i]!, "end"),
    ])
  }${
    xTicks.map((value) => [
      markup`<path d="M${px(toX(value))} ${
        px(bottom)
      }v5" stroke="currentColor" stroke-opacity=".6"/>`,
      label(toX(value), bottom + 19, axisText(value, x.axis.unit), "middle"),
    ])
  }<path d="M${px(left)} ${px(bottom)}H${px(right)}" stroke="currentColor" stroke-opacity=".6"/>${
    label(right, height - 6, clipLabel(x.axis.label, 80), "end")
  }${label(0, 14, clipLabel(y.axis.label, 40), "start")}</g>`;
  return { left, right, top: TOP, bottom, height, x: toX, y: toY, axes };
}

/** A straight map of an interval onto another; a single value goes to the middle. */
export function scale(low: number, high: number, from: number, to: number): (v: number) => number {
  const span = high - low;
  if (!(span > 0)) return () => (from + to) / 2;
  const way = to - from;
  if (span < Infinity) return (value) => from + (value - low) / span * way;
  return (value) => from + (value / 2 - low / 2) / (high / 2 - low / 2) * way;
}

/** A number of pixels with one decimal: enough, and the same on every machine. */
export function px(value: number): string {
  const text = value.toFixed(1);
  return text.endsWith(".0") ? text.slice(0, -2) : text;
}

/** A text in the drawing. */
export function label(
  x: number,
  y: number,
  text: string,
  anchor: "start" | "middle" | "end",
): Markup {
  return markup`<text x="${px(x)}" y="${px(y)}" text-anchor="${anchor}">${text}</text>`;
}

/** A label's text, shortened to what there is room for. */
export function clipLabel(text: string, most: number): string {
  const characters = [...text];
  return characters.length <= most ? text : `${characters.slice(0, most - 1).join("")}…`;
}

/** Names of series or groups at the top right, when there are several. */
export function legend(names: readonly string[], sample: (index: number) => Markup): Markup | null {
  if (names.length < 2) return null;
  const items: Markup[] = [];
  let right = WIDTH - RIGHT;
  for (let i = names.length - 1; i >= 0; i--) {
    const text = clipLabel(names[i]!, 20);
    const width = text.length * CHARACTER + 34;
    if (right - width < 200) break;
    right -= width;
    items.push(
      markup`<g transform="translate(${px(right)} 10)">${sample(i)}${
        label(22, 4, text, "start")
      }</g>`,
    );
  }
  return markup`<g fill="currentColor" stroke="none">${items.reverse()}</g>`;
}

/** The line that stands for a series in the legend. */
export function lineSample(index: number): Markup {
  return markup`<path d="M0 0H17" stroke="${colour(index)}" stroke-width="2" stroke-dasharray="${
    dashes(index)
  }"/>`;
}

/**
 * The whole drawing.
 * @param about its title and description, read aloud to those who cannot see it
 * @param id unique on the page, of the form [a-z0-9-]+
 * @param height in pixels
 * @param content what is drawn
 */
export function drawing(
  about: { readonly title: string; readonly description: string },
  id: string,
  height: number,
  content: readonly (Markup | null)[],
): string {
  return markup`<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${
    px(height)
  }" role="img" aria-labelledby="${id}-title ${id}-text" font-family="system-ui, sans-serif" font-size="13" fill="none"><title id="${id}-title">${about.title}</title><desc id="${id}-text">${about.description}</desc>${content}</svg>`
    .text;
}
