//! Strongly connected components of a directed graph.

/// Returns the strongly connected components that contain a cycle: those with several nodes, and
/// single nodes with an edge to themselves. The nodes of each are sorted.
///
/// Only nodes that are reachable from the first `roots` nodes are visited.
///
/// `successor` takes a node and the number of an edge from it, and returns the node that the edge
/// leads to, or `None` after the last edge. This is Tarjan's algorithm (*Depth-First Search and
/// Linear Graph Algorithms*, 1972) in linear time. It uses an explicit stack, because a path
/// through a large table could overflow the call stack.
pub(crate) fn cyclic_components(
    nodes: usize,
    roots: usize,
    successor: &dyn Fn(usize, usize) -> Option<usize>,
) -> Vec<Vec<usize>> {
    let mut search = Tarjan::new(nodes);
    for node in 0..roots {
        search.visit(node, successor);
    }
    let mut components = search.components;
    components.retain(|component| component.len() > 1 || has_loop(component[0], successor));
    components
}

/// Returns whether a node has an edge to itself.
fn has_loop(node: usize, successor: &dyn Fn(usize, usize) -> Option<usize>) -> bool {
    let mut edge = 0;
    while let Some(next) = successor(node, edge) {
        if next == node {
            return true;
        }
        edge += 1;
    }
    false
}

struct Tarjan {
    /// The order in which nodes were entered, or `None` for nodes that have not been entered.
    order: Vec<Option<usize>>,
    /// The lowest order of a node on the stack that is known to be reachable from each node.
    low_link: Vec<usize>,
    is_on_stack: Vec<bool>,
    /// The entered nodes whose component is not complete.
    stack: Vec<usize>,
    entered: usize,
    components: Vec<Vec<usize>>,
}

impl Tarjan {
    fn new(nodes: usize) -> Tarjan {
        Tarjan {
            order: vec![None; nodes],
            low_link: vec![0; nodes],
            is_on_stack: vec![false; nodes],
            stack: Vec::new(),
            entered: 0,
            components: Vec::new(),
        }
    }

    /// Searches depth-first from a node, unless it has been entered, and collects the components.
    fn visit(&mut self, root: usize, successor: &dyn Fn(usize, usize) -> Option<usize>) {
        if self.order[root].is_some() {
            return;
        }
        // The path from the root: each node with the number of its next edge.
        let mut path = vec![(root, 0)];
        self.enter(root);
        while let Some((node, edge)) = path.last_mut() {
            let node = *node;
            let next = successor(node, *edge);
            *edge += 1;
            match next.map(|next| (next, self.order[next])) {
                Some((next, None)) => {
                    self.enter(next);
                    path.push((next, 0));
                }
                Some((next, Some(order))) if self.is_on_stack[next] => {
                    self.low_link[node] = self.low_link[node].min(order);
                }
                Some(_) => {}
                None => {
                    path.pop();
                    self.leave(node);
                    if let Some((parent, _)) = path.last() {
                        self.low_link[*parent] = self.low_link[*parent].min(self.low_link[node]);
                    }
                }
            }
        }
    }

    fn enter(&mut self, node: usize) {
        self.order[node] = Some(self.entered);
        self.low_link[node] = self.entered;
        self.entered += 1;
        self.is_on_stack[node] = true;
        self.stack.push(node);
    }

    /// Completes the component of a node, if the node was the first of the component to be entered.
    #[expect(clippy::expect_used, reason = "an impossible state")]
    fn leave(&mut self, node: usize) {
        if Some(self.low_link[node]) != self.order[node] {
            return;
        }
        let first = self.stack.iter().rposition(|&open| open == node);
        let first =
            first.expect("invariant: a node is on the stack until its component is complete");
        let mut component = self.stack.split_off(first);
        for &node in &component {
            self.is_on_stack[node] = false;
        }
        component.sort_unstable();
        self.components.push(component);
    }
}

#[cfg(test)]
mod tests {
    use super::cyclic_components;

    fn components(edges: &[&[usize]]) -> Vec<Vec<usize>> {
        let successor = |node: usize, edge: usize| edges[node].get(edge).copied();
        let mut components = cyclic_components(edges.len(), edges.len(), &successor);
        components.sort();
        components
    }

    #[test]
    fn components_are_maximal_sets_of_nodes_that_reach_each_other() {
        let none: &[Vec<usize>] = &[];
        assert_eq!(components(&[]), none);
        assert_eq!(components(&[&[1], &[2], &[]]), none);
        assert_eq!(components(&[&[0], &[]]), [[0]]);
        assert_eq!(components(&[&[1], &[0], &[0]]), [[0, 1]]);
        assert_eq!(components(&[&[1], &[2], &[0, 3], &[4], &[3]]), [vec![0, 1, 2], vec![3, 4]]);
        // Two cycles that share a node are one component.
        assert_eq!(components(&[&[1, 2], &[0], &[0]]), [[0, 1, 2]]);
    }

    #[test]
    fn a_long_path_does_not_exhaust_the_call_stack() {
        let nodes = 200_000;
        let successor = |node: usize, edge: usize| (edge == 0).then_some((node + 1) % nodes);
        let components = cyclic_components(nodes, nodes, &successor);
        assert_eq!(components, [(0..nodes).collect::<Vec<_>>()]);
    }
}
