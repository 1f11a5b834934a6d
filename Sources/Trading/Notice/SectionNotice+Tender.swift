import Desk
import Sealing

extension Tender {
    /// What bidders seal by; nil until every holder declared a key and the notice is out.
    /// - Parameters:
    ///   - holderName: how people read a holder.
    ///   - vkey: the log's key, by which receipts are signed.
    ///   - site: the public address.
    public func sealingNotice(
        holderName: (KeyHolder) -> String, vkey: String, site: String
    ) -> SectionNotice? {
        guard let plan, let document, let deadline, notice != nil else { return nil }
        let keys = KeyHolder.allCases.compactMap { openingKeys[$0] }
        guard keys.count == KeyHolder.allCases.count else { return nil }
        return SectionNotice(
            section: number, title: plan.title, deadline: deadline.description,
            windowMinutes: document.openingWindowMinutes, t: OpeningKey.threshold,
            holders: keys.map { key in
                SectionNotice.Holder(
                    name: holderName(key.holder), office: key.office.description, publicKey: key.publicKey,
                    keyID: key.keyID)
            }, vkey: vkey, site: site)
    }
}
