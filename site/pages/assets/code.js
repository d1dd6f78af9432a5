// The code in the link, or what people paste: whole links, broken over lines, with brackets around them.

export function cleanCode(text) {
  const [first, second = first] = text.replace(/\s/g, '').split(/#|%23/);
  return second.replace(/[?&/%].*|[^\w-]/g, '').slice(0, 200);
}

// The code leaves the address bar, the history and what a browser restores: the next person at a shared computer finds none.
// It is kept in memory only, since what is stored for a tab is restored with it.
export function takeCode() {
  const code = cleanCode(location.hash);
  if (code) history.replaceState(null, '', location.pathname + location.search);
  return code;
}
