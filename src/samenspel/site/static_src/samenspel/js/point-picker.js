// Choosing a spot on the neighbourhood's map: by pointing, or with the arrow keys. It fills in two fields that can be
// typed in as well, so the page works without this file; the map only shows where it runs.

const STEP_METRES = 20;
const METRES_PER_DEGREE = 111320;
const DECIMALS = 5;
const SVG = "http://www.w3.org/2000/svg";

function startPicker(picker) {
  const longitude = document.getElementById(picker.dataset.longitude);
  const latitude = document.getElementById(picker.dataset.latitude);
  if (!longitude || !latitude || picker.dataset.started) return;
  picker.dataset.started = "yes";
  const status = picker.querySelector("[role=status]");
  const drawings = [...picker.querySelectorAll("svg[data-west]")].map(prepare);
  latitude.closest(".sam-veld").before(picker);
  picker.hidden = false;
  foldNumbers();

  // Who points at the map needs no numbers: they fold away, and stay open where one of them is at fault.
  function foldNumbers() {
    const fields = [latitude, longitude].map((field) => field.closest(".sam-veld"));
    const fold = document.createElement("details");
    fold.className = "sam-open sam-stapel";
    fold.open = fields.some((field) => field.hasAttribute("data-fout"));
    const summary = document.createElement("summary");
    summary.textContent = picker.dataset.typed;
    picker.after(fold);
    fold.append(summary, ...fields);
  }

  function prepare(svg) {
    const facts = Object.fromEntries(Object.entries(svg.dataset).map(([name, value]) => [name, Number(value)]));
    const mark = document.createElementNS(SVG, "g");
    mark.innerHTML = '<circle r="13" class="ink-bewoner"/><circle r="3" class="ink-inkt"/>';
    svg.append(mark);
    svg.addEventListener("click", (event) => {
      const spot = new DOMPoint(event.clientX, event.clientY).matrixTransform(svg.getScreenCTM().inverse());
      choose(facts.west + spot.x * facts.longitudeStep, facts.north - spot.y * facts.latitudeStep);
    });
    return { svg, facts, mark };
  }

  function read(field) {
    const value = Number(field.value.trim().replace(",", "."));
    return field.value.trim() && Number.isFinite(value) ? value : null;
  }

  function choose(x, y) {
    longitude.value = x.toFixed(DECIMALS);
    latitude.value = y.toFixed(DECIMALS);
    status.textContent = picker.dataset.told
      .replace("{latitude}", latitude.value)
      .replace("{longitude}", longitude.value);
    show();
  }

  function show() {
    const [x, y] = [read(longitude), read(latitude)];
    for (const { facts, mark } of drawings) {
      mark.toggleAttribute("hidden", x === null || y === null);
      mark.classList.toggle("geen", x === null || y === null);
      if (x === null || y === null) continue;
      const [across, down] = [(x - facts.west) / facts.longitudeStep, (facts.north - y) / facts.latitudeStep];
      mark.setAttribute("transform", `translate(${across} ${down})`);
    }
  }

  picker.addEventListener("keydown", (event) => {
    const step = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, 1], ArrowDown: [0, -1] }[event.key];
    if (!step) return;
    event.preventDefault();
    const { svg, facts } = drawings[0];
    const box = svg.viewBox.baseVal;
    const y = read(latitude) ?? facts.north - (box.height / 2) * facts.latitudeStep;
    const x = read(longitude) ?? facts.west + (box.width / 2) * facts.longitudeStep;
    const up = STEP_METRES / METRES_PER_DEGREE;
    choose(x + (step[0] * up) / Math.cos((y * Math.PI) / 180), y + step[1] * up);
  });
  longitude.addEventListener("input", show);
  latitude.addEventListener("input", show);
  show();
}

for (const picker of document.querySelectorAll("[data-point-picker]")) startPicker(picker);
