// Streamlit hears no click on a figure whose drag draws a box; plotly does. `data` is the class of the figure's container.
const hearing = new WeakMap();

function hear(plot, tell) {
  if (hearing.has(plot)) plot.removeListener("plotly_click", hearing.get(plot));
  hearing.set(plot, tell);
  plot.on("plotly_click", tell);
}

export default function ({ data, setTriggerValue }) {
  const tell = (event) => {
    const code = event.points[0]?.customdata;
    if (typeof code === "string") setTriggerValue("picked", code);
  };
  const find = () => {
    const plot = document.querySelector(`.${data} .js-plotly-plot`);
    if (plot?.on) hear(plot, tell);
    return Boolean(plot?.on);
  };
  if (find()) return;
  const drawn = new MutationObserver(() => find() && drawn.disconnect());
  drawn.observe(document.body, { childList: true, subtree: true });
  return () => drawn.disconnect();
}
