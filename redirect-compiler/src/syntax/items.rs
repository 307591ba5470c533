//! A set of things that are written.

use crate::syntax::document::Item;

/// Items, each there or not: the numbers are dense, so that a place for each takes less than a hash.
#[derive(Default, Debug)]
pub(crate) struct Items {
    scopes: Vec<bool>,
    rules: Vec<bool>,
    lines: Vec<bool>,
    asserts: Vec<bool>,
}

impl Items {
    pub(crate) fn has(&self, item: Item) -> bool {
        let (places, number) = match item {
            Item::Scope(number) => (&self.scopes, number),
            Item::Rule(number) => (&self.rules, number),
            Item::Line(number) => (&self.lines, number),
            Item::Assert(number) => (&self.asserts, number),
        };
        number < places.len() && places[number]
    }

    fn add(&mut self, item: Item) {
        let (places, number) = match item {
            Item::Scope(number) => (&mut self.scopes, number),
            Item::Rule(number) => (&mut self.rules, number),
            Item::Line(number) => (&mut self.lines, number),
            Item::Assert(number) => (&mut self.asserts, number),
        };
        if number >= places.len() {
            places.resize(number + 1, false);
        }
        places[number] = true;
    }
}

impl FromIterator<Item> for Items {
    fn from_iter<I: IntoIterator<Item = Item>>(items: I) -> Items {
        let mut set = Items::default();
        items.into_iter().for_each(|item| set.add(item));
        set
    }
}
