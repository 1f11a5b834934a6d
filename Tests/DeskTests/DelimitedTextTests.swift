import Testing

@testable import Desk

@Suite("Comma-separated values (RFC 4180)")
struct DelimitedTextTests {
    private func fault(_ text: String) -> String? {
        do {
            _ = try DelimitedText.rows(text)
            return nil
        } catch { return "\(error)" }
    }

    @Test("Quoted fields hold commas, quotes and line breaks; a byte order mark and CRLF are passed over")
    func rows() throws {
        let text = "\u{FEFF}name, estimate\r\n\"甲,\"\"乙\"\"\n丙\", 12 \r\n\r\n丁,\r\n"
        let rows = try DelimitedText.rows(text)
        #expect(rows.map(\.line) == [2, 5])
        #expect(rows[0].values == ["name": "甲,\"乙\"\n丙", "estimate": "12"])
        #expect(rows[1].values == ["name": "丁", "estimate": ""])
    }

    @Test("What is no table is refused with its line")
    func faults() {
        #expect(fault("") == "line 1: noRows")
        #expect(fault("a,b\n1,2\n3") == "line 3: unevenRow")
        #expect(fault("a\n\"1") == "line 2: quoteOpen")
        #expect(fault("a\n\"1\"2") == "line 2: textAfterQuote")
        #expect(fault("a\nx\"1\"") == "line 2: textAfterQuote")
    }
}
