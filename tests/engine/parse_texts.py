"""Small texts the parse tests start from: a catalogue and one sound pack of each kind, and ways to break them."""

from collections.abc import Mapping
from functools import cache

from engine.catalogue import Catalogue
from engine.issues import Issue
from engine.pack import Pack
from engine.parse import parse_catalogue, parse_pack

CATALOGUE_TEXTS: Mapping[str, str] = {
    "facts.yaml": """\
catalogue: facts
version: "1"
title: 信用信息目录
subject:
  fields:
    type: {type: code, title: 类型, always: yes, values: {enterprise: 企业, natural_person: 自然人}}
    region: {type: area, title: 区划}
    registered_on: {type: date, title: 登记日期}
entry:
  fields:
    authority: {type: code, title: 认定单位}
    document: {type: text, title: 文号}
    decided_on: {type: date, title: 决定日期}
    colour: {type: code, title: 类别}
    gravity: {type: code, title: 程度}
kinds:
  tax.finding:
    title: 税务稽查结论
    law_date: found_on
    subjects: [enterprise]
    adverse: yes
    reported_by: [tax]
    document: yes
    fields:
      case_no: {type: text, title: 案号, always: yes}
      found_on: {type: date, title: 认定日期, always: yes}
      paid_on: {type: date, title: 缴纳日期}
      violation: {type: code, title: 行为, values: {evasion: 偷税, invoice: 虚开}}
      amount: {type: money, title: 税款, unit: 万元, min: 0, max: "1000000"}
      paid: {type: money, title: 已缴}
      highest_year_share: {type: ratio, title: 占比, unit: "%", min: 0, max: 100}
      invoices: {type: integer, title: 份数, min: 0}
      fled: {type: flag, title: 走逃}
      place: {type: area, title: 地点}
  tax.decision:
    title: 税务处理决定
    law_date: decided_on
    subjects: [enterprise]
    adverse: yes
    reported_by: [tax]
    document: yes
    fields:
      case_no: {type: text, title: 案号}
      decided_on: {type: date, title: 决定日期}
      until: {type: date, title: 最后一日}
      case_id: {type: integer, title: 编号}
""",
    "departments.yaml": """\
catalogue: departments
version: "1"
departments:
  tax: {title: 税务局, vertical: yes}
  finance: {title: 财政厅}
""",
    "matters.yaml": """\
catalogue: matters
version: "1"
matters:
  government-procurement.bid:
    {title: 参加政府采购, department: finance, stages: [review], roles: [subject, legal_representative], scopes: [procurement]}
""",
    "roles.yaml": 'catalogue: roles\nversion: "1"\nroles: {legal_representative: 法定代表人}\n',
    "scopes.yaml": 'catalogue: scopes\nversion: "1"\nscopes: {procurement: 政府采购}\n',
    "effects.yaml": 'catalogue: effects\nversion: "1"\neffects: {deny: 不予许可}\n',
}

DAYS = """\
catalogue: working-days
version: "1"
title: 工作日日历
years:
  "2023":
    source: {title: 关于2023年部分节假日安排的通知, assurance: mirror}
    days_off: [2023-10-02, 2023-10-03]
    working: [2023-10-07]
  "2024":
    source:
      title: 关于2024年部分节假日安排的通知
      document: 示例〔2023〕1号
      address: https://example.org/2024
      note: 示例
      assurance: verified
    days_off: [2024-01-01]
    working: []
"""

CRITERIA = """\
pack: rules/cn/tax-major-violation
version: "2022.1"
kind: criteria
title: 重大税收违法失信主体认定标准
jurisdiction: "000000"
authority: tax
mode: mirrored
in_force: {from: 2022-02-01}
gaps: [文书送达方式未写入]
sources:
  order-54:
    title: 重大税收违法失信主体信息公布管理办法
    document: 国家税务总局令第54号
    level: department_rule
    in_force: {from: 2022-02-01}
    assurance: mirror
parameters:
  evasion_floor:
    title: 不缴或者少缴税款
    unit: CNY
    values:
      - {from: 2022-02-01, until: 2024-01-01, value: 1000000, basis: [order-54 art 6(1)]}
      - {from: 2024-01-01, value: 1000000.50, basis: [order-54 art 6(1)]}
lists:
  tax-major-violation:
    title: 重大税收违法失信主体
    colour: black
    gravity: serious
    term: P3Y
    remedy: 缴清税款后可以申请提前停止公布
    remedy_basis: [order-54]
    procedure:
      - {step: notice, title: 告知, required: yes, term: P5D, basis: [order-54 art 9]}
      - {step: approval, title: 复核, required: no, local_policy: yes}
rules:
  - id: evasion
    title: 偷税数额大且比例高
    basis: [order-54 art 6(1)]
    when:
      all:
        - record: tax.finding
          where: {violation: evasion, amount: {gte: $evasion_floor}, highest_year_share: {gte: 10%}}
          with: {record: tax.decision, same: case_no, where: {served: true, final: true}}
          without: {record: tax.finding, same: [case_no], where: {fled: yes}}
    unless:
      - {id: corrected, title: 已更正, when: {met: repaid}, basis: [{source: order-54, article: "7", assurance: unverified}]}
    then: {propose: tax-major-violation}
    explain: "{tax.finding.document}:少缴税款 {tax.finding.amount}"
  - id: repaid
    title: 已缴清
    basis: [order-54 art 7]
    when: {record: tax.finding, where: {amount: $paid}}
    then: {conclude: yes}
"""

MEASURES = """\
pack: memoranda/cn/tax-2016
version: "2016.2"
kind: measures
title: 合作备忘录
jurisdiction: "000000"
in_force: {from: 2016-12-30, until: 2022-01-01}
memorandum: {document: 发改财金〔2016〕2798号, date: 2016-12-30, departments: 34}
sources:
  procurement-law:
    {title: 政府采购法, document: 主席令第68号, level: law, in_force: {from: 2003-01-01}, assurance: verified}
measures:
  - id: no-procurement
    row: 9
    title: 禁止参加政府采购活动
    instruction: 核查供应商资格
    upon: {list: tax-major-violation}
    applies: {matters: [government-procurement.*], stages: [review], roles: [subject]}
    effect: deny
    discretion: must
    executor: finance
    lasts: while_listed
    feedback: {due: P10D}
    basis: [procurement-law art 22]
    excludes: [reward.*]
  - id: banned
    title: 三年内禁止
    instruction: 不予受理
    when: {record: tax.decision, where: {final: yes}}
    applies: {matters: ["*"], stages: [acceptance], roles: [subject, legal_representative]}
    effect: deny
    discretion: must
    executor: finance
    lasts: {ban: {scope: procurement, lasts: P3Y, from: $record.decided_on, start_inferred: yes}}
    basis: [procurement-law art 77]
"""

FRAMEWORK = """\
pack: rules/cn/framework
version: "2020.1"
kind: framework
title: 法律适用规则
jurisdiction: "000000"
in_force: {from: 2020-12-18}
sources:
  guidance-49:
    {title: 指导意见, document: 国办发〔2020〕49号, level: central_policy, in_force: {from: 2020-12-18}, assurance: verified}
framework:
  legality_floor:
    - {id: floor, effects: [deny, restrict], levels: [law, admin_regulation], from: 2020-12-18, otherwise: review,
       reason: 限制须有法律法规依据, basis: [guidance-49]}
  assurance_ceiling:
    - {id: unread, assurance: unverified, heaviest: review, reason: 依据未核对, local_policy: yes}
  reward_bar:
    - {id: bar, colour: black, gravity: serious, reason: 严重失信期间不予激励, basis: [guidance-49]}
"""

REPAIR = """\
pack: rules/cn/repair
version: "2026.1"
kind: repair
title: 信用修复规则
jurisdiction: "000000"
in_force: {from: 2026-04-01}
sources:
  order-1:
    {title: 示例修复办法, document: 示例令第1号, level: department_rule, in_force: {from: 2026-04-01}, assurance: verified}
repair:
  counts_from: decided
  counts_basis: [order-1 art 2]
  lists: [tax-major-violation]
  authorities: [tax]
  classes:
    - {id: minor, title: 轻微, shortest: none, longest: P3M, early: yes, may_stay_hidden: yes, basis: [order-1 art 3]}
    - id: serious
      title: 严重
      concerns: penalty
      shortest: P6M
      longest: P3Y
      early: yes
      extends_to_bar: yes
      exceptions:
        - {fields: [food, fire], shortest: P1Y, basis: [order-1 art 4]}
      basis: [order-1 art 3]
  conditions:
    - {id: duty_performed, title: 已经履行义务, basis: [order-1 art 5]}
    - {id: training, title: 参加培训, required: no, basis: [order-1 art 5]}
  materials:
    - {id: performance_proof, title: 履行证明, basis: [order-1 art 6]}
  windows:
    - {id: credit_china, title: 信用中国网站, basis: [order-1 art 7]}
  never_early:
    - {id: stop-business, title: 责令停产停业, basis: [order-1 art 8]}
  pauses:
    - {id: reorganisation, title: 重整计划执行期间, basis: [order-1 art 9]}
"""


@cache
def the_catalogue() -> Catalogue:
    catalogue, issues = parse_catalogue(CATALOGUE_TEXTS)
    assert issues == ()
    assert catalogue is not None
    return catalogue


def read(text: str) -> tuple[Pack | None, tuple[Issue, ...]]:
    return parse_pack(text, "draft.yaml", the_catalogue())


def sound(text: str) -> Pack:
    """The pack of a text without any issue."""
    pack, issues = read(text)
    assert [issue.line() for issue in issues] == []
    assert pack is not None
    return pack


def edited(text: str, old: str, new: str) -> str:
    """The text with the one place `old` replaced."""
    assert text.count(old) == 1, old
    return text.replace(old, new)


def only_issue(text: str) -> Issue:
    """The single issue of a text that must have exactly one."""
    pack, issues = read(text)
    assert pack is None
    assert len(issues) == 1, [issue.line() for issue in issues]
    return issues[0]


def with_when(condition: str) -> str:
    """The criteria pack whose rule `repaid` asks this condition."""
    return edited(CRITERIA, "when: {record: tax.finding, where: {amount: $paid}}", f"when: {condition}")


def with_windows() -> str:
    """The criteria pack with a range for a term, and a rule that asks windows of time, a dated role and two units."""
    windows = (
        "{record: tax.finding, where: {paid_on: {past: P3Y, in_year: -1}, found_on: {within: {period: P5WD, at: $paid_on}}},"
        " with: {record: tax.decision, where: {decided_on: {past: {period: P1Y, at: $outer.found_on}}}}}"
    )
    held = "{entry: {list: tax-major-violation, of: {role: legal_representative, held: start}}}"
    units = "{ratio: {of: {count: {record: tax.finding}}, to: {sum: invoices, record: tax.finding}, is: {gte: 10%}}}"
    text = edited(with_when(f"{{any: [{windows}, {held}, {units}, {{ban: {{scope: any}}}}]}}"), "P5D", "P5WD")
    return edited(text, "term: P3Y", "term: {from: P2Y, to: P5Y}")
