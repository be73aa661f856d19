//! Names and values of a summary in the reader's language. The JSON stays English, and so do words of the API.

use std::borrow::Cow;

use super::{MASKED, PSK};
use crate::findings::Lang;

/// The parameters in Chinese, by their names in the JSON.
const NAMES: [(&str, &str); 24] = [
    ("tunnel id", "隧道 ID"),
    ("role", "角色"),
    ("device address", "设备侧地址"),
    ("cloud address", "云端地址"),
    ("device identity", "设备侧身份标识"),
    ("cloud identity", "云端身份标识"),
    (PSK, "预共享密钥"),
    ("IKE version", "IKE 版本"),
    ("IKE mode", "IKE 协商模式"),
    ("IKE encryption", "IKE 加密算法"),
    ("IKE integrity", "IKE 认证算法"),
    ("IKE DH group", "IKE DH 组"),
    ("IKE SA lifetime", "IKE SA 的生存周期"),
    ("ESP encryption", "ESP 加密算法"),
    ("ESP integrity", "ESP 认证算法"),
    ("PFS", "PFS"),
    ("CHILD_SA lifetime", "CHILD_SA 的生存周期"),
    ("DPD", "DPD"),
    ("NAT traversal", "NAT 穿越"),
    ("BGP device AS", "BGP 设备侧 AS 号"),
    ("BGP device address", "BGP 设备侧地址"),
    ("BGP cloud AS", "BGP 云端 AS 号"),
    ("BGP cloud address", "BGP 云端地址"),
    ("BGP network", "BGP 隧道网段"),
];

/// Values in Chinese, by the parameter that has them: an identity may read `on`, too.
const VALUES: [(&str, &str, &str); 14] = [
    ("role", "single", "单隧道"),
    ("role", "active", "主隧道"),
    ("role", "standby", "备隧道"),
    ("role", "shared", "负载分担"),
    ("IKE mode", "main", "main（主模式）"),
    ("IKE mode", "aggressive", "aggressive（野蛮模式）"),
    (PSK, "set", "已设置"),
    (PSK, MASKED, "已隐藏"),
    ("PFS", "disabled", "disabled（关闭）"),
    ("DPD", "on", "开启"),
    ("DPD", "off", "关闭"),
    ("NAT traversal", "on", "开启"),
    ("NAT traversal", "off", "关闭"),
    ("", MASKED, "已隐藏"),
];

pub(super) fn name_in(name: &'static str, lang: Lang) -> &'static str {
    let chinese = || NAMES.iter().find(|(en, _)| *en == name);
    match lang {
        Lang::En => name,
        Lang::Zh => chinese().map_or(name, |(_, zh)| zh),
    }
}

/// A value of the parameter of this name.
pub(super) fn value_in<'v>(name: &str, value: &'v str, lang: Lang) -> Cow<'v, str> {
    if lang == Lang::En {
        return value.into();
    }
    let seconds = value.strip_suffix(" s");
    if let Some(seconds) = seconds.filter(|_| name.ends_with("lifetime")) {
        return format!("{seconds} 秒").into();
    }
    let length = value.strip_prefix("set, ");
    let length = length.and_then(|rest| rest.strip_suffix(" characters"));
    if let Some(length) = length.filter(|_| name == PSK) {
        return format!("已设置，{length} 个字符").into();
    }
    // What the document hides is told by its word, whatever it is; no value is that word.
    let is = |(of, en, _): &&(&str, &str, &str)| (*of == name || of.is_empty()) && *en == value;
    let chinese = VALUES.iter().find(is);
    chinese.map_or(value, |(_, _, zh)| zh).into()
}

/// Where a value is from: the name of an operation stays.
pub(super) fn source_in(source: &'static str, lang: Lang) -> &'static str {
    match (lang, source) {
        (Lang::Zh, "assumed") => "假定",
        (Lang::Zh, "option") => "命令行选项",
        _ => source,
    }
}

/// How wide a text stands on a terminal: a Chinese character takes two columns.
pub(super) fn columns(text: &str) -> usize {
    text.chars().map(|c| 1 + usize::from(!c.is_ascii())).sum()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_are_told_by_their_parameter() {
        let chinese = |name, value| value_in(name, value, Lang::Zh).into_owned();
        assert_eq!(chinese("DPD", "on"), "开启");
        assert_eq!(chinese("device identity", "on"), "on");
        assert_eq!(chinese(PSK, "set, 20 characters"), "已设置，20 个字符");
        assert_eq!(chinese("IKE SA lifetime", "86400 s"), "86400 秒");
        assert_eq!(chinese("cloud address", MASKED), "已隐藏");
        assert_eq!(value_in("DPD", "on", Lang::En), "on");
    }
}
