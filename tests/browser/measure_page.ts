/** Source that runs in a page and measures it: its size, its texts, what does not fit. */
export const MEASURE_PAGE = `(() => {
  const root = document.documentElement;
  const shown = (element) => element.checkVisibility({ visibilityProperty: true });
  const texts = [...document.querySelectorAll("svg text")].filter(shown);
  const clipped = texts.flatMap((text) => {
    const inner = text.getBoundingClientRect();
    const outer = text.ownerSVGElement.getBoundingClientRect();
    const out = Math.max(outer.left - inner.left, inner.right - outer.right,
      outer.top - inner.top, inner.bottom - outer.bottom);
    return out > 1 ? [text.textContent + " by " + Math.round(out) + " px"] : [];
  });
  const sizes = [...document.querySelectorAll("body *")].filter((element) =>
    shown(element) && [...element.childNodes].some((node) =>
      node.nodeType === 3 && node.textContent.trim() !== "")
  ).map((element) => {
    const size = parseFloat(getComputedStyle(element).fontSize);
    const matrix = element.getScreenCTM?.();
    const scale = matrix ? Math.hypot(matrix.a, matrix.b) : 1;
    return [size * scale, element.tagName + " " + element.textContent.slice(0, 40)];
  });
  const smallest = sizes.reduce((a, b) => b[0] < a[0] ? b : a, [Infinity, ""]);
  return {
    title: document.title,
    overflow_px: root.scrollWidth - root.clientWidth,
    height_px: root.scrollHeight,
    smallest_text_px: smallest[0],
    smallest_text: smallest[1],
    clipped,
  };
})()`;

/**
 * Source that gives the time of the first paint, null before it. It waits for nothing: where
 * scripts are off, no timer of the page ever runs.
 */
export const FIRST_PAINT = 'performance.getEntriesByName("first-paint")[0]?.startTime ?? null';

/** Source that has every part of a page laid out, also those that are far below. */
export const SHOW_ALL = `document.querySelectorAll("main > section").forEach((section) => {
  section.style.contentVisibility = "visible";
})`;
