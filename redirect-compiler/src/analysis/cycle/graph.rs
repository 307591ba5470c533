//! Which rules may take the targets of which, by the text that both begin with.

use crate::analysis::automata::alphabet::{Symbol, byte, normal_word};
use crate::analysis::model::site::Site;
use crate::analysis::trivial::Onward;
use crate::lower::checked_rule::CheckedRule;
use redirect_core::internals::pattern::Piece;

/// The most rules that one is taken to lead to. The others are left to the requests that are sent.
const MAX_NEXT: usize = 64;

/// For each rule those that may take its targets.
#[derive(Default)]
pub(crate) struct Graph {
    next: Vec<Vec<usize>>,
}

/// What a target or a source begins with, and whether that is all of it.
struct Start {
    text: Vec<u8>,
    is_whole: bool,
}

impl Graph {
    pub(crate) fn of(site: &Site<'_, '_>) -> Graph {
        let sources: Vec<Start> = site.rules.iter().map(source).collect();
        let (whole, patterns): (Vec<usize>, Vec<usize>) =
            (0..sources.len()).partition(|&rule| sources[rule].is_whole);
        let mut whole: Vec<(&[u8], usize)> =
            whole.into_iter().map(|rule| (&sources[rule].text[..], rule)).collect();
        whole.sort_unstable();
        let next = |rule: usize| match site.onward(rule) {
            Onward::Ends => Vec::new(),
            Onward::By(next) => vec![next],
            Onward::Unknown => {
                let Some(target) = target(&site.rules[rule]) else { return Vec::new() };
                let meets = |&&rule: &&usize| target.may_be(&sources[rule]);
                let mut next: Vec<usize> = patterns.iter().filter(meets).copied().collect();
                let first = whole.partition_point(|(source, _)| *source < &target.text[..]);
                let is_met = |(source, _): &&(&[u8], usize)| target.begins(source);
                let met = whole[first..].iter().take_while(is_met);
                next.extend(met.map(|(_, rule)| *rule).take(MAX_NEXT));
                next.truncate(MAX_NEXT);
                next
            }
        };
        Graph { next: (0..sources.len()).map(next).collect() }
    }

    pub(crate) fn next(&self, rule: usize) -> &[usize] {
        self.next.get(rule).map_or(&[], Vec::as_slice)
    }

    /// All rules that may take the targets of one; `None` where they are too many to tell.
    pub(crate) fn takers(&self, rule: usize) -> Option<&[usize]> {
        Some(self.next(rule)).filter(|next| next.len() < MAX_NEXT)
    }

    /// Those of [`cycles`](Graph::cycles) that are of these rules alone.
    pub(crate) fn rounds_of(&self, rules: &[usize]) -> Vec<Vec<usize>> {
        let place = |rule: &usize| rules.iter().position(|other| other == rule);
        let next = |rule: &usize| self.next(*rule).iter().filter_map(place).collect();
        let inner = Graph { next: rules.iter().map(next).collect() };
        let named = |set: Vec<usize>| set.into_iter().map(|place| rules[place]).collect();
        inner.cycles().into_iter().map(named).collect()
    }

    /// The sets of rules that lead to each other: each rule of one may be reached from itself.
    pub(crate) fn cycles(&self) -> Vec<Vec<usize>> {
        let mut components = Components::of(self);
        (0..self.next.len()).for_each(|rule| components.visit(rule));
        let leads_to_itself =
            |set: &Vec<usize>| set.len() > 1 || self.next(set[0]).contains(&set[0]);
        components.found.into_iter().filter(leads_to_itself).collect()
    }
}

impl Start {
    /// Whether a target that begins like this may be of a source that begins like that.
    fn may_be(&self, source: &Start) -> bool {
        self.text.starts_with(&source.text) || !self.is_whole && source.text.starts_with(&self.text)
    }

    /// Whether it is a whole text, or begins it.
    fn begins(&self, text: &[u8]) -> bool {
        if self.is_whole { self.text == text } else { text.starts_with(&self.text) }
    }
}

fn source(rule: &CheckedRule<'_>) -> Start {
    if let Some(key) = rule.source.literal().filter(|key| !key.contains(&b'%')) {
        return Start { text: trimmed(key.to_ascii_lowercase()), is_whole: true };
    }
    let text = match rule.source.pieces.first() {
        Some(Piece::Literal(text)) => comparable(&normal_word(text)),
        _ => Vec::new(),
    };
    Start { text, is_whole: rule.source.literal().is_some() }
}

fn target(rule: &CheckedRule<'_>) -> Option<Start> {
    let (text, is_whole) = rule.beginning()?;
    Some(Start { text: comparable(&text), is_whole })
}

/// Difference case and final slash, which may make no difference.
fn comparable(word: &[Symbol]) -> Vec<u8> {
    trimmed(word.iter().map(|&symbol| byte(symbol).to_ascii_lowercase()).collect())
}

fn trimmed(mut text: Vec<u8>) -> Vec<u8> {
    if text.last() == Some(&b'/') {
        text.pop();
    }
    text
}

/// The strongly connected components of a graph (Tarjan), without recursion.
struct Components<'g> {
    graph: &'g Graph,
    order: Vec<Option<usize>>,
    low: Vec<usize>,
    is_open: Vec<bool>,
    open: Vec<usize>,
    count: usize,
    found: Vec<Vec<usize>>,
}

impl<'g> Components<'g> {
    fn of(graph: &'g Graph) -> Components<'g> {
        let len = graph.next.len();
        Components {
            graph,
            order: vec![None; len],
            low: vec![0; len],
            is_open: vec![false; len],
            open: Vec::new(),
            count: 0,
            found: Vec::new(),
        }
    }

    fn visit(&mut self, rule: usize) {
        if self.order[rule].is_some() {
            return;
        }
        // Each with the number of its next rules that have been seen.
        let mut path = vec![(rule, 0)];
        self.enter(rule);
        while let Some((rule, seen)) = path.last_mut() {
            let rule = *rule;
            let next = self.graph.next(rule).get(*seen).copied();
            *seen += 1;
            match next {
                Some(next) if self.order[next].is_none() => {
                    self.enter(next);
                    path.push((next, 0));
                }
                Some(next) if self.is_open[next] => {
                    self.low[rule] = self.low[rule].min(self.order[next].unwrap_or_default());
                }
                Some(_) => {}
                None => {
                    path.pop();
                    self.leave(rule);
                    if let Some((before, _)) = path.last() {
                        self.low[*before] = self.low[*before].min(self.low[rule]);
                    }
                }
            }
        }
    }

    fn enter(&mut self, rule: usize) {
        self.order[rule] = Some(self.count);
        self.low[rule] = self.count;
        self.count += 1;
        self.is_open[rule] = true;
        self.open.push(rule);
    }

    fn leave(&mut self, rule: usize) {
        if Some(self.low[rule]) != self.order[rule] {
            return;
        }
        let first = self.open.iter().rposition(|&open| open == rule).unwrap_or_default();
        let mut set = self.open.split_off(first);
        for &rule in &set {
            self.is_open[rule] = false;
        }
        set.sort_unstable();
        self.found.push(set);
    }
}
