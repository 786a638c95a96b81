"""Pass `resolve`: every parameter becomes the value it has at law_at."""

from dataclasses import replace
from datetime import date

from engine.compile.draft import Draft, DraftRule
from engine.compile.refusal import ParameterHasNoValue
from engine.condition_rewriting import with_leaves, with_values
from engine.conditions import Condition, Literal
from engine.issues import Issue
from engine.pack import Pack, ParameterDef, ParameterValue, Rule


def resolve(draft: Draft) -> Draft:
    """The draft with Literals only; raises ParameterHasNoValue where a parameter says nothing at law_at."""
    rules = {key: _resolved_rule(rule, draft.law_at) for key, rule in draft.rules.items()}
    return replace(draft, rules=rules)


def rule_at(pack: Pack, rule: Rule, law_at: date) -> Rule:
    """The rule of that pack as it reads on that day, with literals in place of parameters; raises ParameterHasNoValue."""
    unless = tuple(each.when for each in rule.unless)
    draft = DraftRule(key=f"{pack.ref.pack}#{rule.id}", pack=pack, rule=rule, when=rule.when, unless=unless)
    read = _resolved_rule(draft, law_at)
    clauses = (replace(clause, when=when) for clause, when in zip(rule.unless, read.unless, strict=True))
    return replace(rule, when=read.when, unless=tuple(clauses))


def parameter_at(rule: DraftRule, name: str, law_at: date) -> tuple[ParameterDef, ParameterValue]:
    """The definition and the one value of `$name` in the rule's pack on that day."""
    definition = rule.pack.parameters.get(name)
    values = definition.values if definition else ()
    for value in values:
        if definition and value.in_force.covers(law_at):
            return definition, value
    raise ParameterHasNoValue(
        Issue(
            code="parameter-has-no-value",
            where=rule.where,
            zh=f"规则 {rule.key} 引用的参数 ${name} 在 {law_at} 没有取值。",
            en=f"Rule {rule.key} uses ${name}, which has no value on {law_at}.",
            hint_zh="请在 parameters 中为这一天补上取值及其依据。",
            hint_en="Give it a dated value with its basis under parameters.",
        )
    )


def _resolved_rule(rule: DraftRule, law_at: date) -> DraftRule:
    def resolved(condition: Condition) -> Condition:
        return with_leaves(condition, lambda leaf: with_values(leaf, valued))

    def valued(name: str) -> Literal:
        return Literal(parameter_at(rule, name, law_at)[1].value)

    return replace(rule, when=resolved(rule.when), unless=tuple(map(resolved, rule.unless)))
