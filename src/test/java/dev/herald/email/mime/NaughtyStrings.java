package dev.herald.email.mime;

import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Texts that break senders, each on one line. */
final class NaughtyStrings {
    private static final List<String> TEXTS = List.of("plain words", " leading space", "trailing space ",
            "  two  spaces  ",
            "\ttab\tin\tbetween\t", "=?utf-8?Q?looks_encoded?=", "=?utf-8?B?bG9va3M=?= =?utf-8?B?ZW5jb2RlZA==?=",
            "a=?utf-8?Q?b?=c", "=?", "?=", "=", "==", "=20", "=E4", "a_b_c", "100%", "%s%d%n%x", "$(id) `id` ; rm -rf",
            "{{secrets.X}} ${x} #{x} <%= x %>", "\"quoted\"", "\"", "\\", "\\\"", "'", "''", "back\\slash",
            "<b>bold</b>",
            "<script>alert(1)</script>", "a@b.example", "<a@b.example>", "a, b; c: d", "(comment)", "((", "))",
            "[literal]",
            ":", ";", ",", ".", "..", ". leading dot", ".", "@", "From here", ">From here", "--=_boundary", "--",
            "- - -",
            "Bcc: eve@example.com", "x\u000bBcc: eve@example.com", "x\u0085Bcc: eve@example.com",
            "x\u2028Bcc: eve@example.com",
            "x\u2029y", "\u760d\u760aBcc: eve@example.com", "\u560d\u560aBcc: eve@example.com", "null", "NULL",
            "undefined",
            "true", "0", "-1", "1e309", "NaN", "nil", "None", "\u00e4\u00f6\u00fc\u00df \u00c4\u00d6\u00dc",
            "na\u00efve caf\u00e9",
            "\u0141\u00f3d\u017a", "\u0395\u03bb\u03bb\u03b7\u03bd\u03b9\u03ba\u03ac",
            "\u0420\u0443\u0441\u0441\u043a\u0438\u0439",
            "\u65e5\u672c\u8a9e\u306e\u30c6\u30ad\u30b9\u30c8", "\u4e2d\u6587\u6d4b\u8bd5", "\ud55c\uad6d\uc5b4",
            "\u0627\u0644\u0639\u0631\u0628\u064a\u0629", "\u05e2\u05d1\u05e8\u05d9\u05ea", "\u202eright to left\u202c",
            "\u2067isolated\u2069", "\u200e\u200f", "\u200b zero \u200d width \ufeff", "\ufeffbom",
            "\u00ad soft \u00ad hyphen",
            "\u00a0no-break\u00a0", "\ud83d\ude00", "\ud83d\udc68\u200d\ud83d\udc69\u200d\ud83d\udc67",
            "\ud83c\udde9\ud83c\uddea",
            "Z\u0351\u036b\u0343\u036a\u0302\u036b\u033d\u034fa\u0334\u0319\u0324lgo", "e\u0301 \u00e9",
            "\ud835\udcd7\ud835\udcee\ud835\udcf5\ud835\udcf5\ud835\udcf8",
            "\uff21\uff22\uff23", "\ufffd", "\ufffe", "\uffff", "\udbff\udfff", "\u0001\u0002\u0003\u001b[31mred",
            "\u007f\u0080\u009f",
            "x\u0008\u000cy", "'; DROP TABLE mail; --", "../../../etc/passwd", "C:\\con\\nul", "aux.txt",
            "\u2215\u2044",
            "?", "*", "|",
            "I\u0307stanbul \u0131", "\u1e9e", "\ufb03", "\u212b", "bell\u0007");

    private NaughtyStrings() {}

    /** All of them, and some at every length around the limits of lines and encoded words. */
    static List<String> all() {
        Stream<String> lengths = IntStream.rangeClosed(56, 80).boxed()
                .flatMap(n -> Stream.of("x".repeat(n), "\u00e4".repeat(n), "\ud83d\ude00".repeat(n),
                        "word ".repeat(n / 5) + "w",
                        "x".repeat(n) + " \u00fc", "\u00fc" + " ".repeat(n) + "\u00fc"));
        return Stream
                .of(TEXTS.stream(), lengths,
                        Stream.of("x".repeat(1200), "\u65e5".repeat(400), "word ".repeat(250) + "."))
                .flatMap(texts -> texts).toList();
    }
}
