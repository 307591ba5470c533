//! The recorded results of all clients, and their differences from measured ones.

/// The results of one client.
pub(crate) struct ClientResults {
    pub(crate) client: String,
    pub(crate) version: String,
    /// Each experiment with its result.
    pub(crate) pairs: Vec<(String, String)>,
}

impl ClientResults {
    pub(crate) fn result(&self, experiment: &str) -> Option<&str> {
        self.pairs.iter().find(|(known, _)| known == experiment).map(|(_, result)| &**result)
    }

    /// Returns the name, formatted as code, and the version.
    pub(crate) fn heading(&self) -> String {
        format!("`{}` {}", self.client, self.version)
    }

    pub(crate) fn title(&self) -> String {
        format!("{} {}", self.client, self.version)
    }
}

#[derive(Default)]
pub(crate) struct Record {
    pub(crate) clients: Vec<ClientResults>,
}

impl Record {
    /// Parses lines of client, version, experiment and result, separated by tabs.
    pub(crate) fn read(text: &str) -> Result<Record, String> {
        let mut record = Record::default();
        for (number, line) in text.lines().enumerate() {
            let fields: Vec<_> = line.split('\t').collect();
            let [client, version, experiment, result] = fields[..] else {
                return Err(format!("line {}: expected four fields separated by tabs", number + 1));
            };
            let pair = (experiment.to_owned(), result.to_owned());
            match record.clients.last_mut() {
                Some(last) if last.client == client => last.pairs.push(pair),
                _ => record.clients.push(ClientResults {
                    client: client.into(),
                    version: version.into(),
                    pairs: vec![pair],
                }),
            }
        }
        Ok(record)
    }

    pub(crate) fn write(&self) -> String {
        let lines = self.clients.iter().flat_map(|ClientResults { client, version, pairs }| {
            pairs.iter().map(move |(experiment, result)| {
                format!("{client}\t{version}\t{experiment}\t{result}\n")
            })
        });
        lines.collect()
    }

    pub(crate) fn client(&self, client: &str) -> Option<&ClientResults> {
        self.clients.iter().find(|known| known.client == client)
    }

    /// Replaces the results of a client, or appends them.
    pub(crate) fn replace(&mut self, results: ClientResults) {
        match self.clients.iter_mut().find(|known| known.client == results.client) {
            Some(known) => *known = results,
            None => self.clients.push(results),
        }
    }

    /// Compares measured results with the recorded ones. A difference is an error only if the
    /// version of the client is the same.
    pub(crate) fn compare(&self, measured: &ClientResults) -> Comparison {
        let Some(known) = self.client(&measured.client) else {
            return Comparison::Differs(vec![format!("{} is not in the record", measured.title())]);
        };
        let experiments = known.pairs.iter().map(|(experiment, _)| experiment);
        let new = measured.pairs.iter().map(|(experiment, _)| experiment);
        let new = new.filter(|experiment| known.result(experiment).is_none());
        let differences: Vec<_> = experiments
            .chain(new)
            .filter(|experiment| known.result(experiment) != measured.result(experiment))
            .map(|experiment| {
                let result = |results: &ClientResults| {
                    results.result(experiment).unwrap_or("nothing").to_owned()
                };
                let (today, then) = (result(measured), result(known));
                format!("{}, {experiment}: {today}, expected {then}", measured.title())
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
            let pair = |experiment: &str, result: &str| (experiment.to_owned(), result.to_owned());
            let pairs = vec![pair("301 GET", "GET"), pair("301 POST", post)];
            let measured = ClientResults { client: client.into(), version: version.into(), pairs };
            match Record::read(RECORD).unwrap().compare(&measured) {
                Comparison::Same => "same".to_owned(),
                Comparison::Differs(lines) => format!("differs: {}", lines.concat()),
                Comparison::NewVersion(lines, known) => {
                    format!("changed since {known}: {}", lines.concat())
                }
            }
        };
        let cases = [
            ("wget", "1.21", "GET", "same"),
            ("wget", "1.24", "GET", "same"),
            ("wget", "1.21", "POST", "differs: wget 1.21, 301 POST: POST, expected GET"),
            ("wget", "1.24", "POST", "changed since 1.21: wget 1.24, 301 POST: POST, expected GET"),
            ("wget2", "1.21", "GET", "differs: wget2 1.21 is not in the record"),
        ];
        for (client, version, post, expected) in cases {
            assert_eq!(compare(client, version, post), expected);
        }
    }
}
