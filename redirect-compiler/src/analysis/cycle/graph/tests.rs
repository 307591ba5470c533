use super::Graph;
use crate::analysis::test_rules::with_site;
use crate::lower::checked_rule::CheckedIndex;
use test_support::Random;

fn positions(rules: &[CheckedIndex]) -> Vec<usize> {
    rules.iter().map(|rule| rule.position()).collect()
}

fn cycles(graph: &Graph) -> Vec<Vec<usize>> {
    let mut cycles: Vec<_> = graph.cycles().iter().map(|cycle| positions(cycle)).collect();
    cycles.sort();
    cycles
}

#[test]
fn an_edge_leads_to_each_rule_that_may_match_a_target() {
    let rules = [
        ("/a/{x}", "/b/{x}"),
        ("/b/{x}/c", "/a/{x}"),
        ("/b/y", "/end"),
        ("/{x}/z", "/elsewhere/{x}"),
        ("/static", "/b/y"),
    ];
    with_site(&rules, |site, trivial| {
        let graph = Graph::new(site.rules, trivial);
        let edges: Vec<Vec<usize>> =
            site.indices().map(|rule| positions(&graph.successors(rule))).collect();
        assert_eq!(edges, [vec![1, 2, 3], vec![0, 3], vec![3], vec![3], vec![1, 2, 3]]);
        assert_eq!(cycles(&graph), [vec![0, 1], vec![3]]);
        let within = graph.within(&[CheckedIndex::new(0), CheckedIndex::new(3)]);
        assert_eq!(cycles(&within), [[3]]);
        assert_eq!(positions(&within.successors(CheckedIndex::new(0))), [3]);
    });
}

/// Returns whether a path can have both prefixes, each given with whether it is a whole path.
fn are_compatible(target: (&str, bool), source: (&str, bool)) -> bool {
    match (target.1, source.1) {
        (true, true) => target.0 == source.0,
        (true, false) => target.0.starts_with(source.0),
        (false, true) => source.0.starts_with(target.0),
        (false, false) => target.0.starts_with(source.0) || source.0.starts_with(target.0),
    }
}

#[test]
fn edges_and_cycles_are_those_of_a_comparison_of_all_pairs() {
    let mut random = Random(7);
    let texts = ["/a", "/b", "/ab", "/a/b", "/a/b/c", "/b/a", "/abc", "/a/ab", "/bb"];
    for _ in 0..60 {
        let mut rules: Vec<(String, String)> = Vec::new();
        for number in 0..2 + random.below(9) {
            let (source, target) = (random.pick(&texts), random.pick(&texts));
            let source = match random.below(4) {
                0 => source.to_string(),
                1 => format!("{source}/{{x}}/{number}"),
                2 => format!("{source}{{x}}/{number}"),
                _ => format!("/{{x}}{source}/{number}"),
            };
            let target = match random.below(3) {
                1 if source.contains('{') => format!("{target}/{{x}}"),
                2 if source.contains('{') => format!("{target}{{x}}"),
                _ => target.to_string(),
            };
            if rules.iter().all(|(known, _)| *known != source) {
                rules.push((source, target));
            }
        }
        let rules: Vec<(&str, &str)> = rules.iter().map(|(a, b)| (&a[..], &b[..])).collect();
        with_site(&rules, |site, trivial| {
            let graph = Graph::new(site.rules, trivial);
            let prefix = |text: &str| {
                let end = text.find('{');
                let slash = if end.is_none() { "/" } else { "" };
                (format!("{}{slash}", &text[..end.unwrap_or(text.len())]), end.is_none())
            };
            let prefixes: Vec<_> = rules.iter().map(|(source, _)| prefix(source)).collect();
            let mut edges = Vec::new();
            for (rule, (_, target)) in rules.iter().enumerate() {
                let (text, is_whole) = prefix(target);
                let is_successor = |&other: &usize| {
                    let (source, is_source_whole) = &prefixes[other];
                    are_compatible((&text, is_whole), (source, *is_source_whole))
                };
                let expected: Vec<usize> = (0..rules.len()).filter(is_successor).collect();
                let found = positions(&graph.successors(CheckedIndex::new(rule)));
                // The trivial analysis knows that some of the edges are not there.
                assert!(found.iter().all(|other| expected.contains(other)), "{rules:?}");
                if !is_whole {
                    assert_eq!(found, expected, "{rules:?}");
                }
                edges.push(found);
            }
            assert_eq!(cycles(&graph), components(&edges), "{rules:?}");
        });
    }
}

/// Returns the sets of nodes that reach each other and themselves, by transitive closure.
fn components(edges: &[Vec<usize>]) -> Vec<Vec<usize>> {
    let nodes = edges.len();
    let mut reaches = vec![vec![false; nodes]; nodes];
    for (node, successors) in edges.iter().enumerate() {
        for &successor in successors {
            reaches[node][successor] = true;
        }
    }
    for via in 0..nodes {
        for from in 0..nodes {
            for to in 0..nodes {
                reaches[from][to] |= reaches[from][via] && reaches[via][to];
            }
        }
    }
    let mut components: Vec<Vec<usize>> = Vec::new();
    for node in (0..nodes).filter(|&node| reaches[node][node]) {
        let is_mutual = |&other: &usize| reaches[node][other] && reaches[other][node];
        let component: Vec<usize> = (0..nodes).filter(is_mutual).collect();
        if component.first() == Some(&node) {
            components.push(component);
        }
    }
    components
}
