/// The bytes of one act, and what stands in them.
///
///     {"act":…,"at":…,"by":{"office":…,"person":…},"closed":…?,"docket":…,"open":{…},"sig":…?,"v":1}
///
/// Canonical JSON: an entry has one spelling, and that spelling is what the ledger hashes. See docs/ledger.md.
public struct Entry: Sendable {
    /// Exactly as hashed.
    public let bytes: [UInt8]
    fileprivate let places: Places

    /// Where the fields stand within the bytes.
    fileprivate struct Places: Sendable {
        var act: Range<Int>
        var at: Range<Int>
        var office: Range<Int>
        var person: Range<Int>
        var closed: Range<Int>?
        var docket: Range<Int>
        var open: Range<Int>
        var signature: Range<Int>?
    }

    /// What happened: `noticePublished`.
    public var act: String { text(places.act) }
    /// The instant, `YYYY-MM-DDTHH:MM:SS.sssZ`.
    public var at: String { text(places.at) }
    /// What somebody acted as.
    public var office: String { text(places.office) }
    /// Pseudonymous id of who acted.
    public var person: String { text(places.person) }
    /// SHA-256(salt ‖ bytes) of the closed part; nil when the act has none.
    public var closed: Hash? { places.closed.flatMap { Hash(hex: text($0)) } }
    /// `kind/id` of the matter.
    public var docket: String { text(places.docket) }
    /// The act's public fields: a canonical JSON object.
    public var open: ArraySlice<UInt8> { bytes[places.open] }
    /// The author's signature, base64, over the entry's bytes without this field; nil when unsigned.
    public var signature: String? { places.signature.map { text($0) } }

    /// The hash under which the entry stands in the tree.
    public var leafHash: Hash { MerkleTree.leafHash(bytes) }

    /// Whether this is an act of that name, without making a text of it.
    public func isAct(_ name: String) -> Bool { bytes[places.act].elementsEqual(name.utf8) }

    private func text(_ place: Range<Int>) -> String {
        bytes.withUnsafeBufferPointer { String(decoding: UnsafeBufferPointer(rebasing: $0[place]), as: UTF8.self) }
    }

    /// Writes an act down.
    /// - Parameter open: a canonical JSON object; it is checked and then taken as it is.
    /// - Throws: ``EntryError``.
    public init(
        act: String, at: String, office: String, person: String, docket: String, open: [UInt8], closed: Hash? = nil,
        signature: String? = nil
    ) throws(EntryError) {
        guard EntryField.isAct(act.utf8) else { throw EntryError.field("act") }
        guard EntryField.isInstant(Array(at.utf8)) else { throw EntryError.field("at") }
        guard EntryField.isPlain(office.utf8) else { throw EntryError.field("office") }
        guard EntryField.isPlain(person.utf8) else { throw EntryError.field("person") }
        guard EntryField.isDocket(docket.utf8) else { throw EntryError.field("docket") }
        if let signature, !EntryField.isSignature(signature) { throw EntryError.field("sig") }
        try CanonicalJSON.checkObject(open)
        var bytes: [UInt8] = []
        bytes.reserveCapacity(open.count + 320)
        func add(_ text: StaticString) {
            bytes.append(contentsOf: UnsafeBufferPointer(start: text.utf8Start, count: text.utf8CodeUnitCount))
        }
        func field(_ content: some Sequence<UInt8>) -> Range<Int> {
            let start = bytes.count
            bytes.append(contentsOf: content)
            return start..<bytes.count
        }
        add("{\"act\":\"")
        let actPlace = field(act.utf8)
        add("\",\"at\":\"")
        let atPlace = field(at.utf8)
        add("\",\"by\":{\"office\":\"")
        let officePlace = field(office.utf8)
        add("\",\"person\":\"")
        let personPlace = field(person.utf8)
        add("\"},\"")
        var closedPlace: Range<Int>?
        if let closed {
            add("closed\":\"")
            closedPlace = field(closed.hex.utf8)
            add("\",\"")
        }
        add("docket\":\"")
        let docketPlace = field(docket.utf8)
        add("\",\"open\":")
        let openPlace = field(open)
        var signaturePlace: Range<Int>?
        if let signature {
            add(",\"sig\":\"")
            signaturePlace = field(signature.utf8)
            add("\"")
        }
        add(",\"v\":1}")
        guard bytes.count <= EntryBundle.maximumEntry else { throw EntryError.tooLong(bytes.count) }
        self.bytes = bytes
        places = Places(
            act: actPlace, at: atPlace, office: officePlace, person: personPlace, closed: closedPlace,
            docket: docketPlace, open: openPlace, signature: signaturePlace)
    }

    /// Reads an entry in one pass; everything that the writer would not have written is refused.
    /// - Throws: ``EntryError``.
    public init(bytes: [UInt8]) throws(EntryError) {
        let outcome = bytes.withUnsafeBufferPointer { buffer -> Result<Places, EntryError> in
            Result { () throws(EntryError) in try Places(reading: buffer) }
        }
        places = try outcome.get()
        self.bytes = bytes
    }

    /// Reads an entry from a part of a larger buffer, such as a bundle.
    /// - Throws: ``EntryError``.
    public init(bytes: ArraySlice<UInt8>) throws(EntryError) { try self.init(bytes: Array(bytes)) }
}

extension Entry: Hashable {
    public static func == (left: Entry, right: Entry) -> Bool { left.bytes == right.bytes }
    public func hash(into hasher: inout Hasher) { hasher.combine(bytes) }
}

extension Entry.Places {
    /// One pass over the bytes.
    init(reading bytes: UnsafeBufferPointer<UInt8>) throws(EntryError) {
        guard bytes.count <= EntryBundle.maximumEntry else { throw EntryError.tooLong(bytes.count) }
        func part(_ range: Range<Int>) -> UnsafeBufferPointer<UInt8> { UnsafeBufferPointer(rebasing: bytes[range]) }
        var scanner = CanonicalScanner(bytes)
        try scanner.expect("{\"act\":\"")
        act = try scanner.plainString()
        guard EntryField.isAct(part(act)) else { throw EntryError.field("act") }
        try scanner.expect(",\"at\":\"")
        at = try scanner.plainString()
        guard EntryField.isInstant(part(at)) else { throw EntryError.field("at") }
        try scanner.expect(",\"by\":{\"office\":\"")
        office = try scanner.plainString()
        guard EntryField.isPlain(part(office)) else { throw EntryError.field("office") }
        try scanner.expect(",\"person\":\"")
        person = try scanner.plainString()
        guard EntryField.isPlain(part(person)) else { throw EntryError.field("person") }
        try scanner.expect("},\"")
        if scanner.skip("closed\":\"") {
            let place = try scanner.plainString()
            guard EntryField.isDigest(part(place)) else { throw EntryError.field("closed") }
            closed = place
            try scanner.expect(",\"")
        } else {
            closed = nil
        }
        try scanner.expect("docket\":\"")
        docket = try scanner.plainString()
        guard EntryField.isDocket(part(docket)) else { throw EntryError.field("docket") }
        try scanner.expect(",\"open\":")
        let start = scanner.position
        try scanner.object()
        open = start..<scanner.position
        if scanner.skip(",\"sig\":\"") {
            let place = try scanner.plainString()
            guard EntryField.isSignature(String(decoding: part(place), as: UTF8.self)) else {
                throw EntryError.field("sig")
            }
            signature = place
        } else {
            signature = nil
        }
        try scanner.expect(",\"v\":1}")
        guard scanner.isAtEnd else { throw scanner.failure(.trailingBytes) }
    }
}
