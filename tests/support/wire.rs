//! HTTP/1.1 as far as the tests need it, by hand: what came in, and answers that may be cut or slow.

use std::{
    collections::BTreeMap,
    io::{self, BufRead, BufReader, Read, Write},
    thread,
    time::Duration,
};

/// A request as it came in.
#[derive(Clone, Debug)]
pub struct Incoming {
    pub method: String,
    pub target: String,
    /// Names in lower case.
    pub headers: BTreeMap<String, String>,
    pub body: Vec<u8>,
}

impl Incoming {
    /// Reads one request; `None` where the client has closed.
    pub fn read(stream: &mut impl Read) -> io::Result<Option<Self>> {
        let mut reader = BufReader::new(stream);
        let mut line = String::new();
        if reader.read_line(&mut line)? == 0 {
            return Ok(None);
        }
        let mut words = line.split_whitespace().map(str::to_owned);
        let (Some(method), Some(target)) = (words.next(), words.next()) else {
            return Err(io::Error::other("no request line"));
        };
        let mut headers = BTreeMap::new();
        loop {
            let mut line = String::new();
            reader.read_line(&mut line)?;
            let Some((name, value)) = line.trim_end().split_once(':') else {
                break;
            };
            headers.insert(name.to_ascii_lowercase(), value.trim().to_owned());
        }
        let length = headers
            .get("content-length")
            .and_then(|text| text.parse().ok())
            .unwrap_or(0);
        let mut body = vec![0; length];
        reader.read_exact(&mut body)?;
        Ok(Some(Self {
            method,
            target,
            headers,
            body,
        }))
    }

    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.get(name).map(String::as_str)
    }

    pub fn path(&self) -> &str {
        self.target.split('?').next().unwrap_or_default()
    }

    pub fn query(&self) -> &str {
        self.target.split_once('?').map_or("", |(_, query)| query)
    }
}

/// An answer.
#[derive(Clone, Debug)]
pub struct Reply {
    pub status: u16,
    pub headers: Vec<(String, String)>,
    pub body: Vec<u8>,
    pub manner: Manner,
}

/// How an answer is given.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Manner {
    Whole,
    /// After a while.
    Slow(Duration),
    /// Half of the body, then the connection ends.
    HalfBody,
    /// Nothing: the connection ends.
    Silent,
}

impl Reply {
    pub fn new(status: u16, content_type: &str, body: impl Into<Vec<u8>>) -> Self {
        let headers = vec![("content-type".to_owned(), content_type.to_owned())];
        Self {
            status,
            headers,
            body: body.into(),
            manner: Manner::Whole,
        }
    }

    pub fn json(status: u16, body: impl Into<Vec<u8>>) -> Self {
        Self::new(status, "application/json;charset=utf-8", body)
    }

    pub fn with_header(mut self, name: &str, value: &str) -> Self {
        self.headers.push((name.to_owned(), value.to_owned()));
        self
    }

    pub fn given(mut self, manner: Manner) -> Self {
        self.manner = manner;
        self
    }

    pub fn write(&self, stream: &mut impl Write) -> io::Result<()> {
        let mut sent = self.body.len();
        match self.manner {
            Manner::Silent => return Ok(()),
            Manner::Slow(wait) => thread::sleep(wait),
            Manner::HalfBody => sent /= 2,
            Manner::Whole => {}
        }
        let mut head = Vec::new();
        write!(head, "HTTP/1.1 {} Whatever\r\n", self.status)?;
        for (name, value) in &self.headers {
            write!(head, "{name}: {value}\r\n")?;
        }
        write!(
            head,
            "content-length: {}\r\nconnection: close\r\n\r\n",
            self.body.len()
        )?;
        stream.write_all(&head)?;
        stream.write_all(&self.body[..sent])?;
        stream.flush()
    }
}
