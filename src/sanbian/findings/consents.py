"""Checks of who agreed: in writing, each household for itself, a proxy by mandate (同意)."""

from __future__ import annotations

from collections.abc import Iterator

from dateutil.relativedelta import relativedelta

from sanbian.contract import Contribution, Signature
from sanbian.findings.grounds import case, civil_code, land, practice
from sanbian.findings.subjects import MU, Subject, named, plural
from sanbian.findings.values import Check, Found
from sanbian.register import holdings
from sanbian.wording import Text


def _unsigned(subject: Subject) -> Iterator[Found]:
    """Land for more than a year by word of mouth, and proxies without a written mandate."""
    contract, procedure = subject.contract, subject.contract.procedure
    is_long = contract.ends is None or contract.ends >= (
        contract.starts + relativedelta(years=1)
    )
    if procedure.written is False and is_long and _lands(subject):
        yield Found(
            at="$.procedure.written",
            says=Text(
                zh="土地流转超过一年，没有书面合同",
                en="land goes over for more than a year without a written contract",
            ),
        )
    by_proxy = [each for each in procedure.signatures if each.by and not each.mandate]
    if by_proxy:
        codes = named([each.household for each in by_proxy])
        yield Found(
            at="$.procedure.signatures",
            says=Text(
                zh=f"{len(by_proxy)} 户由别人代签，没有书面委托：{codes.zh}",
                en=f"for {plural(len(by_proxy), 'household')} another signed without a "
                f"written mandate: {codes.en}",
            ),
        )


def _lands(subject: Subject) -> list[Contribution]:
    """Land of households, not of a party."""
    return [
        given for _, given in subject.contributions("land") if not subject.party(given.by)
    ]


def _consents(subject: Subject) -> Iterator[Found]:
    lands = _lands(subject)
    procedure = subject.contract.procedure
    signed = {each.household for each in procedure.signatures}
    if not lands:
        return
    if signed and subject.register is not None:
        yield from _not_among(subject, lands, procedure.signatures)
        return
    consents = len(signed) if signed else procedure.consents
    if consents is None or procedure.households is None:
        yield Found(
            at="$.procedure",
            says=Text(
                zh="农户土地入股，没有写应签多少户、签了多少户",
                en="households' land is put in, but the file does not say how many had to sign "
                "and how many did",
            ),
            severity="warning",
        )
    elif consents < procedure.households:
        missing = procedure.households - consents
        yield Found(
            at="$.procedure.signatures" if signed else "$.procedure.consents",
            says=Text(
                zh=f"应签 {procedure.households} 户，只签了 {consents} 户，{missing} 户的土地"
                "没有本户同意",
                en=f"{consents} of {procedure.households} households signed: the land of "
                f"{missing} is put in without their consent",
            ),
        )


def _not_among(
    subject: Subject, lands: list[Contribution], signatures: tuple[Signature, ...]
) -> Iterator[Found]:
    """Households on the register whose land is in, and who did not sign (被入股)."""
    signed = {each.household for each in signatures}
    assert subject.register is not None
    strangers = sorted(signed - {each.code for each in subject.register.households})
    if strangers:
        codes = named(strangers)
        yield Found(
            at="$.procedure.signatures",
            says=Text(
                zh=f"签字的 {len(strangers)} 户不在名册上：{codes.zh}",
                en=f"{plural(len(strangers), 'household')} that signed cannot be found on the "
                f"register: {codes.en}",
            ),
            severity="warning",
        )
    missing = sorted(_owners(subject, lands) - signed)
    if missing:
        codes = named(missing)
        yield Found(
            at="$.procedure.signatures",
            says=Text(
                zh=f"名册上 {len(missing)} 户的土地入股，没有本户签字：{codes.zh}",
                en=f"the land of {plural(len(missing), 'household')} on the register is in "
                f"without a signature: {codes.en}",
            ),
        )


def _owners(subject: Subject, lands: list[Contribution]) -> set[str]:
    """Who puts land in: the holders of the class that does; else who has land, or everyone."""
    assert subject.register is not None
    classes = {given.by for given in lands}
    held = {
        code
        for (code, share_class), shares in holdings(subject.register, on=subject.on).items()
        if share_class in classes and shares
    }
    if any(each.id in classes for each in subject.contract.share_classes):
        return held
    areas = [each.id for each in subject.contract.measures if each.unit in MU]
    return {
        each.code
        for each in subject.register.households
        if each.counts_on(subject.on)
        and (not areas or any(each.measures.get(area) for area in areas))
    }


CHECKS = (
    Check(
        code="SB103",
        title=Text(zh="书面合同，本户签字", en="In writing, signed by each household"),
        severity="error",
        do=Text(
            zh="补签书面合同；代签的补书面委托（mandate：日期、存放处），或由本户重签",
            en="sign in writing; where another signed add the written mandate (mandate: its day "
            "and where it lies), or have the household sign itself",
        ),
        rests_on=(
            land("第四十条、第三十六条", "art. 40 and 36"),
            civil_code(
                "第一百六十五条、第一百七十一条、第四百九十条", "art. 165, 171 and 490"
            ),
            case(
                "凤县：100 户名单，伪造签名和手印",
                "Fengxian: a list of 100 households with forged signatures and prints",
            ),
        ),
        look=_unsigned,
    ),
    Check(
        code="SB204",
        title=Text(zh="土地入股各户同意", en="Each household agrees to its land going in"),
        severity="error",
        do=Text(
            zh="没有签字的各户，补签或退出其土地；多数表决不能代替本户同意",
            en="have each household sign, or leave its land out; a majority cannot agree for it",
        ),
        rests_on=(
            land("第三十八条第一项、第五十七条、第六十条", "art. 38 no. 1, 57 and 60"),
            practice(
                "泾川县 2018-05-25 三变改革讲话：改革底线",
                "Jingchuan county, speech of 2018-05-25: bottom lines",
            ),
        ),
        look=_consents,
    ),
)
