// Page "/runs": what was trained and validated: a table to choose from, and the chosen runs side by
// side. Runs that are still going on are asked for again and again.
import { getCurve, getRuns, type Point } from "./api";
import { curvePlots } from "./curves";
import { choice, h, say, setAddress } from "./dom";
import { facts, runLegend } from "./run_facts";
import { isTraining, kindOf, runTable } from "./run_table";

export const COLOURS = ["#2563eb", "#d97706", "#059669", "#db2777", "#7c3aed", "#0891b2"];
const SHOWN_FIRST = 2; // trainings, if nothing is chosen
const RUNNING_MS = 2_000, IDLE_MS = 10_000;

interface Curve {
  points: Point[];
  next: number;
}

export async function runs(main: HTMLElement, query: URLSearchParams): Promise<void> {
  document.title = "Runs";
  let all = await getRuns();
  main.append(h("h1", {}, "Runs"));
  if (all.length === 0) {
    main.append(h("p", {}, "No records: start the viewer with --runs runs, after 'make'."));
    return;
  }
  let kind = query.get("kind") ?? "", text = "", everything = false;
  // Empty: none, on purpose.
  let chosen = query.has("run")
    ? query.getAll("run").filter((name) => all.some((r) => r.name === name))
    : all.filter(isTraining).slice(0, SHOWN_FIRST).map((r) => r.name);
  const known = new Map<string, Curve>();
  const colours = new Map<string, string>();
  const table = h("div", {}), legend = h("div", {}), sides = h("div", {});
  const plots = curvePlots();

  const colourOf = (name: string): string => {
    const taken = new Set(chosen.filter((n) => n !== name).map((n) => colours.get(n)));
    if (!colours.has(name) || taken.has(colours.get(name))) {
      colours.set(name, COLOURS.find((c) => !taken.has(c)) ?? COLOURS[0]!);
    }
    return colours.get(name)!;
  };
  const shownRuns = () => chosen.map((name) => all.find((r) => r.name === name)!).filter((r) => r);
  const drawTable = () => {
    const focused = (document.activeElement as HTMLElement | null)?.getAttribute("aria-label");
    const wanted = all.filter((r) =>
      (!kind || kindOf(r) === kind) &&
      (!text || JSON.stringify([r.name, r.run.note, r.run.model_name, r.run.parameters, r.run.commit, r.run.inputs, r.run.outputs]).toLowerCase().includes(text)));
    table.replaceChildren(runTable(wanted, {
      everything,
      colour: (name) => (chosen.includes(name) ? colourOf(name) : ""),
      choose: (name, on) => {
        chosen = on ? [...chosen, name] : chosen.filter((n) => n !== name);
        const next = new URLSearchParams((chosen.length > 0 ? chosen : [""]).map((n) => ["run", n]));
        if (kind) next.set("kind", kind);
        setAddress("/runs", next);
        void draw();
      },
      showAll: () => { everything = true; drawTable(); },
    }));
    if (focused) table.querySelector<HTMLElement>(`[aria-label="${CSS.escape(focused)}"]`)?.focus();
  };
  const fetchCurves = async () => {
    await Promise.all(chosen.map(async (name) => {
      const curve = known.get(name) ?? { points: [], next: 0 };
      const part = await getCurve(name, curve.next);
      if (part.from === 0) curve.points = [];
      curve.points.push(...part.points);
      curve.next = part.next;
      known.set(name, curve);
    }));
    plots.draw(chosen.map((name) => ({ name, colour: colourOf(name), points: known.get(name)?.points ?? [] })));
  };
  const drawSides = () => {
    legend.replaceChildren(runLegend(shownRuns(), colourOf));
    sides.replaceChildren(...facts(shownRuns(), colourOf));
  };
  const draw = async () => {
    drawTable();
    drawSides();
    await fetchCurves();
  };

  main.append(
    h("div", { class: "bar-of-choices" },
      choice("Show", [["", "all"], ["training", "trainings"], ["validation", "validations"], ["other", "other"]], kind,
        (next) => { kind = next; drawTable(); }),
      h("label", { class: "field search" }, h("span", {}, "Search"),
        h("input", {
          type: "search", id: "search", placeholder: "name, note, parameter, hash (/)",
          oninput: (e: Event) => { text = (e.target as HTMLInputElement).value.toLowerCase(); drawTable(); },
        }))),
    table,
    legend,
    plots.element,
    sides,
  );
  await draw();

  const refresh = async () => {
    try {
      const before = JSON.stringify(all);
      all = await getRuns();
      if (JSON.stringify(all) !== before) {
        drawTable();
        drawSides();
      }
      await fetchCurves();
      say("");
    } catch {
      say("The viewer does not answer; is it still running?");
    }
  };
  const again = () => {
    const running = all.some((r) => r.run.status === "started");
    setTimeout(() => void (document.hidden ? Promise.resolve() : refresh()).finally(again), running ? RUNNING_MS : IDLE_MS);
  };
  again();
}
