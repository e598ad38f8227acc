//! How everything grows with the conversations: a picture of small charts, both axes logarithmic, as SVG.

use std::fmt::Write as _;

use super::asked::Class;
use super::figures::{Figures, Size};
use super::table::{figure, thousands};

const COLUMNS: usize = 4;
/// A small chart with its title and the space around it, and the field its lines are drawn in.
const CELL: (f64, f64) = (250.0, 200.0);
const FIELD: (f64, f64) = (186.0, 124.0);
const CORNER: (f64, f64) = (46.0, 34.0);
/// What stands above the first row: the key.
const TOP: f64 = 44.0;

/// Colours for light and dark screens; lines differ in their dashes too.
const STYLE: &str = "svg { background: #fff; font: 11px system-ui, sans-serif }
  text { fill: #333 } .title { font-weight: 600; font-size: 12px } .faint { fill: #666; font-size: 10px }
  .paper { fill: #fff } .grid { stroke: #e3e3e3 } .goal { stroke: #a36a00; stroke-dasharray: 2 3 }
  polyline, .key { fill: none; stroke-width: 2 } .ours, .ours-most { stroke: #0b62a4 } .theirs { stroke: #b03a2e; stroke-dasharray: 6 3 }
  .ours-most { stroke-width: 1; stroke-dasharray: 1.5 2 } circle.ours { fill: #0b62a4 } circle.theirs { fill: #b03a2e }
  @media (prefers-color-scheme: dark) {
    svg { background: #16181c } text { fill: #ddd } .faint { fill: #a0a0a0 } .paper { fill: #16181c } .grid { stroke: #33373d }
    .goal { stroke: #e0a93b } .ours, .ours-most { stroke: #6db3f2 } .theirs { stroke: #f08a7c }
    circle.ours { fill: #6db3f2 } circle.theirs { fill: #f08a7c }
  }";

/// One small chart.
struct Chart {
    title: String,
    lines: Vec<Line>,
    goal: Option<f64>,
}

/// A line of it: its kind, and a value for each number of conversations.
struct Line {
    kind: &'static str,
    points: Vec<(f64, f64)>,
}

/// Draws all classes, and what keeping the indexes takes.
pub fn svg(figures: &Figures) -> String {
    let charts = charts(figures);
    let rows = charts.len().div_ceil(COLUMNS);
    let (width, height) = (CELL.0 * COLUMNS as f64, TOP + CELL.1 * rows as f64);
    let mut svg = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {width} {height}\" width=\"{width}\" height=\"{height}\" \
         role=\"img\" aria-label=\"How search grows with the number of conversations\">\n<style>\n  {STYLE}\n</style>\n\
         <rect class=\"paper\" width=\"{width}\" height=\"{height}\"/>\n"
    );
    key(&mut svg);
    let span = span(figures.sizes.keys().map(|talks| *talks as f64));
    for (number, chart) in charts.iter().enumerate() {
        let (column, row) = (number % COLUMNS, number / COLUMNS);
        let _ = writeln!(svg, "<g transform=\"translate({} {})\">", CELL.0 * column as f64, TOP + CELL.1 * row as f64);
        draw(&mut svg, chart, span);
        svg.push_str("</g>\n");
    }
    svg.push_str("</svg>\n");
    svg
}

fn charts(figures: &Figures) -> Vec<Chart> {
    let points = |value: &dyn Fn(&Size) -> Option<f64>| -> Vec<(f64, f64)> {
        let points = figures.sizes.iter().filter_map(|(talks, size)| Some((*talks as f64, value(size)?)));
        points.filter(|(_, value)| value.is_finite() && *value > 0.0).collect()
    };
    let mut charts: Vec<Chart> = Vec::new();
    for class in Class::ALL {
        let line = |kind, value: &dyn Fn(&Size) -> Option<f64>| Line { kind, points: points(value) };
        charts.push(Chart {
            title: format!("{}, ms", class.name()),
            lines: vec![
                line("theirs", &|size| Some(size.times(class).1.percentile(0.5))),
                line("ours-most", &|size| Some(size.times(class).0.percentile(0.99))),
                line("ours", &|size| Some(size.times(class).0.percentile(0.5))),
            ],
            goal: Some(16.0),
        });
    }
    let mut more = |title: &str, theirs: &dyn Fn(&Size) -> Option<f64>, ours: &dyn Fn(&Size) -> Option<f64>| {
        let lines = vec![Line { kind: "theirs", points: points(theirs) }, Line { kind: "ours", points: points(ours) }];
        charts.push(Chart { title: title.to_owned(), lines, goal: None });
    };
    more("index built, s", &|s| Some(s.build?[1].seconds), &|s| Some(s.build?[0].seconds));
    more("index on disk, MB", &|s| Some(s.build?[1].megabytes), &|s| Some(s.build?[0].megabytes));
    more("memory while building, MB", &|s| Some(s.build?[1].memory.0), &|s| Some(s.build?[0].memory.0));
    more("memory while searching, MB", &|_| None, &|s| Some(s.searching?.0));
    more("saved to found, searching meanwhile, ms", &|_| None, &|s| Some(s.findable.as_ref()?.percentile(0.5)));
    charts
}

fn key(svg: &mut String) {
    let kinds = [("ours", "Kith, p50"), ("ours-most", "Kith, p99"), ("theirs", "FTS5, p50"), ("goal", "16 ms")];
    for (number, (kind, name)) in kinds.into_iter().enumerate() {
        let x = CORNER.0 + 130.0 * number as f64;
        let _ = writeln!(svg, "<line class=\"key {kind}\" x1=\"{x}\" y1=\"22\" x2=\"{}\" y2=\"22\"/>", x + 30.0);
        let _ = writeln!(svg, "<text x=\"{}\" y=\"26\">{name}</text>", x + 38.0);
    }
    let _ = writeln!(svg, "<text class=\"faint\" x=\"{}\" y=\"26\">across: conversations</text>", CORNER.0 + 540.0);
}

/// The whole powers of ten around the values.
fn span(values: impl Iterator<Item = f64> + Clone) -> (f64, f64) {
    let least = values.clone().fold(f64::INFINITY, f64::min).log10().floor();
    let most = values.fold(f64::NEG_INFINITY, f64::max).log10().ceil();
    if least.is_finite() && most.is_finite() { (least, most.max(least + 1.0)) } else { (0.0, 1.0) }
}

fn draw(svg: &mut String, chart: &Chart, across: (f64, f64)) {
    let values = chart.lines.iter().flat_map(|line| line.points.iter().map(|point| point.1)).chain(chart.goal);
    let up = span(values);
    let x = |value: f64| CORNER.0 + (value.log10() - across.0) / (across.1 - across.0) * FIELD.0;
    let y = |value: f64| CORNER.1 + FIELD.1 - (value.log10() - up.0) / (up.1 - up.0) * FIELD.1;
    let (right, bottom) = (CORNER.0 + FIELD.0, CORNER.1 + FIELD.1);
    let _ = writeln!(svg, "<text class=\"title\" x=\"{}\" y=\"{}\">{}</text>", CORNER.0, CORNER.1 - 12.0, chart.title);
    for power in up.0 as i32..=up.1 as i32 {
        let at = y(10f64.powi(power));
        let _ =
            writeln!(svg, "<line class=\"grid\" x1=\"{}\" y1=\"{at:.1}\" x2=\"{right}\" y2=\"{at:.1}\"/>", CORNER.0);
        let name = if power < 0 { format!("0.{}1", "0".repeat((-power - 1) as usize)) } else { whole(power) };
        let _ = writeln!(
            svg,
            "<text class=\"faint\" text-anchor=\"end\" x=\"{}\" y=\"{:.1}\">{name}</text>",
            CORNER.0 - 6.0,
            at + 3.5
        );
    }
    for power in across.0 as i32..=across.1 as i32 {
        let (at, name) = (x(10f64.powi(power)), whole(power));
        let _ =
            writeln!(svg, "<line class=\"grid\" x1=\"{at:.1}\" y1=\"{}\" x2=\"{at:.1}\" y2=\"{bottom}\"/>", CORNER.1);
        let _ = writeln!(
            svg,
            "<text class=\"faint\" text-anchor=\"middle\" x=\"{at:.1}\" y=\"{}\">{name}</text>",
            bottom + 14.0
        );
    }
    if let Some(goal) = chart.goal.map(y) {
        let _ = writeln!(
            svg,
            "<line class=\"goal\" x1=\"{}\" y1=\"{goal:.1}\" x2=\"{right}\" y2=\"{goal:.1}\"/>",
            CORNER.0
        );
    }
    for line in &chart.lines {
        let places: Vec<String> =
            line.points.iter().map(|(talks, value)| format!("{:.1},{:.1}", x(*talks), y(*value))).collect();
        let _ = writeln!(svg, "<polyline class=\"{}\" points=\"{}\"/>", line.kind, places.join(" "));
        if line.kind == "ours-most" {
            continue;
        }
        for (talks, value) in &line.points {
            let (across, up) = (x(*talks), y(*value));
            let told = format!("{} conversations: {}", thousands(*talks as usize), figure(*value));
            let _ = writeln!(
                svg,
                "<circle class=\"{}\" cx=\"{across:.1}\" cy=\"{up:.1}\" r=\"3\"><title>{told}</title></circle>",
                line.kind
            );
        }
    }
}

/// A power of ten as it is written.
fn whole(power: i32) -> String {
    match power {
        6.. => format!("{}M", thousands(10usize.pow(power as u32 - 6))),
        _ => thousands(10usize.pow(power.max(0) as u32)),
    }
}
