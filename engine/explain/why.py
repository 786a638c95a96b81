"""Why, or why not, in sentences for one audience: the party itself, the officer, the auditor."""

from engine.catalogue import Catalogue
from engine.compile.program import Program
from engine.evaluate import BothLaws, Judgement
from engine.explain.auditor import for_auditor
from engine.explain.explaining import explain
from engine.explain.officer import for_officer
from engine.explain.sentence import Audience, Sentence
from engine.explain.subject import for_subject
from engine.explain.telling import Asked
from engine.explain.titles import Titles
from engine.explain.walk import Walk
from engine.facts import Situation

WRITERS = {Audience.SUBJECT: for_subject, Audience.OFFICER: for_officer, Audience.AUDITOR: for_auditor}


def why(
    program: Program,
    situation: Situation,
    judgement: Judgement,
    key: str,
    audience: Audience,
    lang: str = "zh",
    *,
    catalogue: Catalogue | None = None,
    both: BothLaws | None = None,
    act_law: Program | None = None,
) -> tuple[Sentence, ...]:
    """Why the rule "pack#rule" is met, not met or unknown, said to `audience` in "zh" or "en".

    The judgement must be of this program and situation; KeyError where the program lacks the rule. `catalogue` gives
    the names of roles, scopes and departments. `both`: the same rule under the law of the act (whose
    program is `act_law`) and of the decision.
    """
    rules = {rule.key: rule for rule in program.rules}
    explanation = explain(program, situation, judgement, key)
    finding = next(each for each in judgement.findings if each.key == key)
    titles = Titles(
        program=program,
        situation=situation,
        lang=lang,
        catalogue=catalogue,
        masked=audience is Audience.SUBJECT,
        rules=rules,
    )
    asked = Asked(
        rule=rules[key],
        finding=finding,
        judgement=judgement,
        explanation=explanation,
        walk=Walk(program=program, situation=situation),
        titles=titles,
        both=both,
        act_law=act_law,
    )
    return tuple(dict.fromkeys(WRITERS[audience](asked)))
