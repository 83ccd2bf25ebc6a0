package dev.herald.sms.text;

import java.text.Normalizer;
import java.util.HashMap;
import java.util.Map;

/**
 * What a typewriter has for characters outside of GSM-7: those that Twilio's smart encoding replaces, and some more.
 *
 * @see <a href="https://www.twilio.com/docs/messaging/services/smart-encoding-char-list">Twilio's list</a>
 */
final class SmartEncoding {
    /** Each the replacement and, after a space, what it replaces. */
    private static final String[] ROWS = {"\" «»“”„‟″ʺˮ❝❞〝〞", "' ‘’‚‛′´`ʹʻʼʽˈˊˋ❛❜︐︑\u0313\u0314", "- ‐‑‒–—―−•⁃⎼⎽﹣",
            "... …", "/ ÷⁄∕⧸\u0337\u0338", "\\ ⧵⧹﹨\u20E5", "| ∣⎜⎟⎸⎹⏐\u20D2\u20D3", "_ ‗\u0332", "1/4 ¼", "1/2 ½",
            "3/4 ¾",
            "! ǃ︕﹗", "!! ‼", "# ﹟", "$ ﹩", "% ﹪", "& ﹠", "( ❨❪⟮⦅﹙", ") ❩❫⟯⦆﹚", "* ⁎∗⊛⧆✢✣✤✥✱✲✳✺✻✼✽❃❉❊❋﹡", "+ ˖﹢",
            ", 、﹐﹑､\u0326", ". 。﹒｡", ": ː˸⦂꞉︓", "; ⁏︔﹔", "< ‹﹤", "> ›﹥", "= ꞊﹦\u0347", "? ︖﹖", "@ ﹫", "^ ˆ\u0302\u1DCD",
            "{ ❴﹛", "} ❵﹜", "~ ˜˷∼\u0303\u0330\u0334", "A ᴀ", "B ʙ", "C ᴄ", "D ᴅ", "E ᴇ", "F ꜰ", "G ɢ", "H ʜ", "I ɪ",
            "J ᴊ",
            "K ᴋ", "L ʟ", "M ᴍ", "N ɴ", "O ᴏ", "P ᴘ", "R ʀ", "S ꜱ", "T ᴛ", "U ᴜ", "V ᴠ", "W ᴡ", "Y ʏ", "Z ᴢ",
            "\n \u0085\u2028\u2029"};
    private static final String NOTHING = "\u00AD\u200B\u200C\u2060\uFEFF";
    private static final Map<Integer, String> PLAIN = plain();

    private SmartEncoding() {}

    private static Map<Integer, String> plain() {
        Map<Integer, String> plain = new HashMap<>();
        for (String row : ROWS) {
            int space = row.indexOf(' ');
            row.substring(space + 1).codePoints().forEach(c -> plain.put(c, row.substring(0, space)));
        }
        NOTHING.codePoints().forEach(c -> plain.put(c, ""));
        return plain;
    }

    /** {@code text} with every character replaced for which there is a plain one. */
    static String plain(String text) {
        StringBuilder plain = new StringBuilder(text.length());
        Normalizer.normalize(text, Normalizer.Form.NFC).codePoints().forEach(c -> {
            String replacement = PLAIN.get(c);
            if (replacement != null) {
                plain.append(replacement);
            } else if (c >= 0xFF01 && c <= 0xFF5E) { // the full-width forms of ASCII
                plain.append((char) (c - 0xFEE0));
            } else if (c == '\t' || (c != ' ' && Character.isSpaceChar(c))) {
                plain.append(' ');
            } else if (!Character.isISOControl(c) || c == '\n' || c == '\r' || c == '\f') {
                plain.appendCodePoint(c);
            }
        });
        return plain.toString();
    }
}
