import Foundation
import HTTPTypes
import Hummingbird
import Statute
import Testing

@testable import Site

@Suite("Pages kept ready for passers-by")
struct PassersByTests {
    private let noon = Instant(milliseconds: 1_790_000_000_000)
    private let key = PassersBy.Key(uri: "/section/2026-000001", language: .chinese)

    private func kept(limit: Int = 4, version: Int? = 3) -> PassersBy {
        let pages = PassersBy(limit: limit)
        _ = pages.keep(
            Response(status: .ok), Array("page".utf8), as: key, at: noon, size: 10, version: version, packed: false)
        return pages
    }

    @Test("A page is kept for the second it was made in, and no longer")
    func second() {
        let pages = kept()
        #expect(pages.page(key, now: noon.advanced(byMilliseconds: 999), size: 10, packed: false) { 3 } != nil)
        #expect(pages.page(key, now: noon.advanced(byMilliseconds: 1000), size: 10, packed: false) { 3 } == nil)
        // A clock that is set back makes the page anew too.
        #expect(pages.page(key, now: noon.advanced(byMilliseconds: -1), size: 10, packed: false) { 3 } == nil)
    }

    @Test("An act in the page's docket makes it anew; an act elsewhere does not")
    func acts() {
        #expect(kept().page(key, now: noon, size: 11, packed: false) { 3 } != nil)
        #expect(kept().page(key, now: noon, size: 11, packed: false) { 4 } == nil)
        #expect(kept(version: nil).page(key, now: noon, size: 11, packed: false) { nil } == nil)
        #expect(kept(version: nil).page(key, now: noon, size: 10, packed: false) { nil } != nil)
    }

    @Test("Languages and addresses are kept apart, and gzip is said to be gzip (RFC 9110 §8.4)")
    func apart() {
        let pages = kept()
        let english = PassersBy.Key(uri: key.uri, language: .english)
        let other = PassersBy.Key(uri: key.uri + "?x", language: .chinese)
        #expect(pages.page(english, now: noon, size: 10, packed: false) { 3 } == nil)
        #expect(pages.page(other, now: noon, size: 10, packed: false) { 3 } == nil)
        let packed = pages.page(key, now: noon, size: 10, packed: true) { 3 }
        #expect(packed?.headers[.contentEncoding] == "gzip")
        #expect(pages.page(key, now: noon, size: 10, packed: false) { 3 }?.headers[.contentEncoding] == nil)
    }

    @Test("However many addresses are asked for, only so many pages are kept")
    func bounded() {
        let pages = kept(limit: 2)
        for index in 0..<10 {
            let one = PassersBy.Key(uri: "/?\(index)", language: .chinese)
            _ = pages.keep(Response(status: .ok), [], as: one, at: noon, size: 10, version: nil, packed: false)
        }
        #expect(pages.count == 2)
        let later = noon.advanced(byMilliseconds: 2000)
        _ = pages.keep(Response(status: .ok), [], as: key, at: later, size: 10, version: nil, packed: false)
        #expect(pages.count == 1)
    }
}
