//! Compares in pairs: A, B, C, A, B, C, …, so that other load on the machine affects all alike.

use crate::process::Cost;

/// One of the things compared.
pub struct Contestant<'a> {
    pub name: String,
    /// Does the work once.
    pub run: Box<dyn FnMut() -> Cost + 'a>,
}

/// What a contestant took.
pub struct Row {
    pub name: String,
    pub costs: Vec<Cost>,
    /// Of each round, the wall time over that of the first contestant.
    pub ratios: Vec<f64>,
}

/// Runs all contestants in turn, once to warm up and then for a number of rounds.
pub fn compare(contestants: &mut [Contestant], rounds: usize, warm: bool) -> Vec<Row> {
    let mut rows: Vec<Row> = contestants
        .iter()
        .map(|who| Row { name: who.name.clone(), costs: Vec::new(), ratios: Vec::new() })
        .collect();
    for round in 0..rounds + usize::from(warm) {
        let costs: Vec<Cost> = contestants.iter_mut().map(|who| (who.run)()).collect();
        if warm && round == 0 {
            continue;
        }
        for (row, cost) in rows.iter_mut().zip(&costs) {
            row.costs.push(*cost);
            row.ratios.push(cost.wall / costs[0].wall);
        }
    }
    rows
}

/// Returns the least, the median and the greatest value.
pub fn spread(values: impl IntoIterator<Item = f64>) -> [f64; 3] {
    let mut values: Vec<f64> = values.into_iter().collect();
    values.sort_by(f64::total_cmp);
    [values[0], values[values.len() / 2], values[values.len() - 1]]
}

/// Prints rows as a Markdown table. `unit` is `s` or `ms`.
pub fn print(title: &str, rows: &[Row], unit: &str) {
    let scale = if unit == "ms" { 1e3 } else { 1.0 };
    let first = &rows[0].name;
    println!("\n## {title}\n");
    println!("| what | wall {unit} | cpu {unit} | peak MB | of its own MB | wall / {first} |");
    println!("|---|---|---|---|---|---|");
    for row in rows {
        let [low, wall, high] = spread(row.costs.iter().map(|cost| cost.wall * scale));
        let [_, cpu, _] = spread(row.costs.iter().map(|cost| cost.cpu * scale));
        let peak = |of: fn(&Cost) -> f64| match row.costs.iter().map(of).fold(0.0, f64::max) {
            0.0 => "–".to_string(),
            peak => format!("{peak:.0}"),
        };
        let (resident, own) = (peak(|cost| cost.resident), peak(|cost| cost.anonymous));
        let [least, ratio, most] = spread(row.ratios.iter().copied());
        println!(
            "| {} | {wall:.2} [{low:.2}–{high:.2}] | {cpu:.2} | {resident} | {own} | {ratio:.2} [{least:.2}–{most:.2}] |",
            row.name
        );
    }
}
