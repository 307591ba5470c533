//! The recorded results of all clients, and their differences from measured ones.

/// The answers of one client.
pub(crate) struct Answers {
    pub(crate) client: String,
    pub(crate) version: String,
    /// Question and answer.
    pub(crate) pairs: Vec<(String, String)>,
}

impl Answers {
    pub(crate) fn of(&self, experiment: &str) -> Option<&str> {
        self.pairs.iter().find(|(known, _)| known == experiment).map(|(_, answer)| &**answer)
    }

    /// Returns the name as code, and the version.
    pub(crate) fn heading(&self) -> String {
        format!("`{}` {}", self.client, self.version)
    }

    pub(crate) fn title(&self) -> String {
        format!("{} {}", self.client, self.version)
    }
}

#[derive(Default)]
pub(crate) struct Record {
    pub(crate) clients: Vec<Answers>,
}

impl Record {
    /// Parses lines of client, version, experiment and result, separated by tabs.
    pub(crate) fn read(text: &str) -> Result<Record, String> {
        let mut record = Record::default();
        for (number, line) in text.lines().enumerate() {
            let fields: Vec<_> = line.split('\t').collect();
            let [client, version, experiment, answer] = fields[..] else {
                return Err(format!("line {}: four fields with tabs between", number + 1));
            };
            let pair = (experiment.to_owned(), answer.to_owned());
            match record.clients.last_mut() {
                Some(last) if last.client == client => last.pairs.push(pair),
                _ => record.clients.push(Answers {
                    client: client.into(),
                    version: version.into(),
                    pairs: vec![pair],
                }),
            }
        }
        Ok(record)
    }

    pub(crate) fn write(&self) -> String {
        let lines = self.clients.iter().flat_map(|Answers { client, version, pairs }| {
            pairs.iter().map(move |(experiment, answer)| {
                format!("{client}\t{version}\t{experiment}\t{answer}\n")
            })
        });
        lines.collect()
    }

    pub(crate) fn of(&self, client: &str) -> Option<&Answers> {
        self.clients.iter().find(|known| known.client == client)
    }

    /// Replaces the results of a client, or appends them.
    pub(crate) fn replace(&mut self, answers: Answers) {
        match self.clients.iter_mut().find(|known| known.client == answers.client) {
            Some(known) => *known = answers,
            None => self.clients.push(answers),
        }
    }

    /// Compares measured results with the recorded ones. A difference is an error for the same
    /// version of the client, and news for another.
    pub(crate) fn compare(&self, measured: &Answers) -> Comparison {
        let Some(known) = self.of(&measured.client) else {
            return Comparison::Differs(vec![format!("{} is not in the table", measured.title())]);
        };
        let experiments = known.pairs.iter().map(|(experiment, _)| experiment);
        let new = measured.pairs.iter().map(|(experiment, _)| experiment);
        let new = new.filter(|experiment| known.of(experiment).is_none());
        let differences: Vec<_> = experiments
            .chain(new)
            .filter(|experiment| known.of(experiment) != measured.of(experiment))
            .map(|experiment| {
                let answer =
                    |answers: &Answers| answers.of(experiment).unwrap_or("nothing").to_owned();
                let (today, then) = (answer(measured), answer(known));
                format!("{}, {experiment}: {today}, and not {then}", measured.title())
            })
            .collect();
        match differences {
            none if none.is_empty() => Comparison::Same,
            differences if known.version == measured.version => Comparison::Differs(differences),
            differences => Comparison::NewVersion(differences, known.version.clone()),
        }
    }
}

pub(crate) enum Comparison {
    Same,
    Differs(Vec<String>),
    /// The differences, and the recorded version.
    NewVersion(Vec<String>, String),
}

#[cfg(test)]
mod tests {
    use super::*;

    const RECORD: &str = "wget\t1.21\t301 GET\tGET\nwget\t1.21\t301 POST\tGET\n";

    #[test]
    fn record_round_trips() {
        assert_eq!(Record::read(RECORD).map(|record| record.write()), Ok(RECORD.to_owned()));
        assert!(Record::read("wget\t1.21\t301 GET\n").is_err());
    }

    #[test]
    fn differences_are_errors_only_for_the_same_version() {
        let compare = |client: &str, version: &str, post: &str| {
            let pair = |experiment: &str, answer: &str| (experiment.to_owned(), answer.to_owned());
            let pairs = vec![pair("301 GET", "GET"), pair("301 POST", post)];
            let measured = Answers { client: client.into(), version: version.into(), pairs };
            match Record::read(RECORD).unwrap().compare(&measured) {
                Comparison::Same => "same".to_owned(),
                Comparison::Differs(lines) => format!("differs: {}", lines.concat()),
                Comparison::NewVersion(lines, known) => {
                    format!("news since {known}: {}", lines.concat())
                }
            }
        };
        let cases = [
            ("wget", "1.21", "GET", "same"),
            ("wget", "1.24", "GET", "same"),
            ("wget", "1.21", "POST", "differs: wget 1.21, 301 POST: POST, and not GET"),
            ("wget", "1.24", "POST", "news since 1.21: wget 1.24, 301 POST: POST, and not GET"),
            ("wget2", "1.21", "GET", "differs: wget2 1.21 is not in the table"),
        ];
        for (client, version, post, expected) in cases {
            assert_eq!(compare(client, version, post), expected);
        }
    }
}
