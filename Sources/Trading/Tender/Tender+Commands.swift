import Desk
import Statute
import Store

extension Tender {
    /// Everything that an office may do to a section, in the order of the trade.
    public static let commands: [Command<Tender>] =
        DocumentForms.commands + ScanForms.commands + GateForms.commands + FilingForms.commands
        + NoticeDraftForms.commands + NoticeForms.commands + ClarificationForms.commands
        + SubmittedNoticeForms.commands + OpeningForms.commands + ValidityForms.commands
        + CommitteeForms.commands + EvaluationForms.commands + AwardForms.commands + ContractForms.commands
        + AwardReportForms.commands + DepositForms.commands
        + ArchiveForms.commands
}

/// The trade's kinds of docket: one line each.
public enum Trading {
    public static let kinds: [DocketKind] = [
        DocketKind(Organisation.self, commands: Organisation.commands, registers: [Organisation.register]),
        DocketKind(Person.self, commands: Person.commands, registers: [Person.register]),
        DocketKind(Disclosure.self, commands: Disclosure.commands, registers: [Disclosure.register]),
        DocketKind(Project.self, commands: Project.commands, registers: [Project.register]),
        DocketKind(
            Tender.self, commands: Tender.commands,
            registers: [
                Tender.register, Tender.fileRegister, Tender.recordRegister, Tender.correctionRegister,
                Tender.scanRegister, Tender.findingRegister, Tender.filingRegister,
            ]),
        DocketKind(
            NegativeBehaviour.self, commands: NegativeBehaviour.commands, registers: [NegativeBehaviour.register]),
        DocketKind(ApprovedPlan.self, commands: ApprovedPlan.commands, registers: [ApprovedPlan.register]),
        DocketKind(LocalRules.self, commands: LocalRules.commands, registers: [LocalRules.register]),
        DocketKind(ReceiptsBook.self, commands: []), DocketKind(TermWarning.self, commands: []),
    ]

    /// Everything that is kept from the acts of these kinds.
    /// - Parameter law: by which duties and terms are due.
    public static func registers(law: Statute) -> [Register] {
        kinds.flatMap(\.registers) + [
            DoingRegister.register, DutyRegister.register(kinds, law: law), TermRegister.register(kinds, law: law),
        ]
    }
}
