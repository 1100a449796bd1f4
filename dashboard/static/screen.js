// Says whether the window is as narrow as a phone, when that is not what the server takes it for (`data`).
const NARROW = matchMedia("(max-width: 640px)");

export default function ({ data, setStateValue }) {
  const tell = () => NARROW.matches !== data && setStateValue("narrow", NARROW.matches);
  tell();
  NARROW.addEventListener("change", tell);
  return () => NARROW.removeEventListener("change", tell);
}
