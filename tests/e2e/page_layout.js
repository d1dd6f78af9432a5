// What of a page's text is cut off, runs out of its box, or makes the window scroll sideways, as lines for people.
() => {
  const found = [];
  const clips = (box) => getComputedStyle(box).overflowX !== 'visible' || box.matches('button, summary, .choice, .code, .letter, main');
  const told = (what, text) => found.push(`${innerWidth}px: ${what}: “${text.trim().replace(/\s+/g, ' ').slice(0, 60)}”`);
  const wide = document.documentElement.scrollWidth;
  if (wide > innerWidth) found.push(`${innerWidth}px: scrolls sideways, ${wide} px wide`);
  const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  const range = document.createRange();
  for (let node = texts.nextNode(); node; node = texts.nextNode()) {
    const parent = node.parentElement;
    if (!node.data.trim() || !parent.checkVisibility() || parent.closest('.skip, .unseen, option, script, noscript')) continue;
    range.selectNodeContents(node);
    const lines = [...range.getClientRects()];
    if (lines.some(({ left, right }) => left < -1 || right > innerWidth + 1)) told('text leaves the window', node.data);
    for (let box = parent; box && box !== document.body; box = box.parentElement) {
      if (!clips(box)) continue;
      const { left, right, top, bottom } = box.getBoundingClientRect();
      if (lines.some((line) => line.left < left - 1 || line.right > right + 1 || line.top < top - 1 || line.bottom > bottom + 1)) told('text leaves its box', node.data);
    }
  }
  const pen = document.createElement('canvas').getContext('2d');
  for (const select of document.querySelectorAll('select')) {
    const { font, paddingLeft, paddingRight } = getComputedStyle(select);
    pen.font = font;
    // The browser's own arrow takes about as much as a letter and a half.
    const room = select.clientWidth - parseFloat(paddingLeft) - parseFloat(paddingRight) - 20;
    for (const { text } of select.options) if (select.checkVisibility() && pen.measureText(text).width > room) told('an option is cut', text);
  }
  const odd = document.body.innerText.match(/.{0,20}(?:[{}]|\bundefined\b|\bnull\b|\bNaN\b|Invalid Date).{0,20}/);
  if (odd) told('no word for people', odd[0]);
  return found;
}
