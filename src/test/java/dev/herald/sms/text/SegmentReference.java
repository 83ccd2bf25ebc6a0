package dev.herald.sms.text;

import java.text.BreakIterator;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/**
 * Segments counted the other way round: in bits, as a message of 140 octets holds them, from the code tables of 3GPP TS
 * 23.038 written out by position, moving whole characters back when the header takes their place.
 */
final class SegmentReference {
    private static final int MESSAGE_BITS = 140 * 8;
    private static final int HEADER_BITS = 6 * 8;

    /** Table 6.2.1 by rows of sixteen. */
    private static final String[] TABLE = {"@£$¥èéùìòÇ\nØø\rÅå", "Δ_ΦΓΛΩΠΨΣΘΞ\u001bÆæßÉ", " !\"#¤%&'()*+,-./",
            "0123456789:;<=>?", "¡ABCDEFGHIJKLMNO", "PQRSTUVWXYZÄÖÑÜ§", "¿abcdefghijklmno", "pqrstuvwxyzäöñüà"};
    /** Table 6.2.1.1 by position. */
    private static final Map<Integer, Character> EXTENSIONS = Map.of(0x0A, '\f', 0x14, '^', 0x28, '{', 0x29, '}', 0x2F,
            '\\', 0x3C, '[', 0x3D, '~', 0x3E, ']', 0x40, '|', 0x65, '€');
    private static final Map<Character, Integer> BITS = bits();

    private static final String[] OTHERS = {"ç", "á", "ł", "你", "好", "م", "ร", "ก็", "é", "😀", "👍🏽",
            "👨‍👩‍👧‍👦", "🇩🇪", "❤️", "🏳️‍🌈", "1️⃣", "👩🏻‍💻", "नि", "각", "“", "—", "…", "𝒳", "\r\n", "\u200d",
            "\u0301"};

    private SegmentReference() {}

    record Count(String encoding, int segments) {}

    static Count count(String text) {
        boolean gsm = text.chars().allMatch(c -> BITS.containsKey((char) c));
        List<Integer> sizes = new ArrayList<>();
        BreakIterator characters = BreakIterator.getCharacterInstance();
        characters.setText(text);
        int from = characters.first();
        for (int to = characters.next(); to != BreakIterator.DONE; from = to, to = characters.next()) {
            String character = text.substring(from, to);
            if (gsm) {
                character.chars().forEach(c -> sizes.add(BITS.get((char) c)));
            } else if (character.equals("\r\n")) {
                sizes.addAll(List.of(16, 16));
            } else {
                sizes.add(16 * character.length());
            }
        }
        return new Count(gsm ? "GSM-7" : "UCS-2", pack(sizes));
    }

    private static int pack(List<Integer> sizes) {
        if (sizes.stream().mapToInt(Integer::intValue).sum() <= MESSAGE_BITS) {
            return 1;
        }
        int messages = 0;
        int at = 0;
        while (at < sizes.size()) {
            int free = MESSAGE_BITS - HEADER_BITS;
            while (at < sizes.size() && sizes.get(at) <= free) {
                free -= sizes.get(at++);
            }
            messages++;
        }
        return messages;
    }

    private static Map<Character, Integer> bits() {
        Map<Character, Integer> bits = new HashMap<>();
        for (String row : TABLE) {
            row.chars().filter(c -> c != 0x1B).forEach(c -> bits.put((char) c, 7));
        }
        EXTENSIONS.values().forEach(c -> bits.put(c, 14));
        return bits;
    }

    /** Of any length up to 1600, plain, with extension characters, or with anything. */
    static String randomText(Random random) {
        int length = random.nextBoolean() ? random.nextInt(330) : random.nextInt(1600);
        int extended = random.nextInt(3) * 15;
        int other = random.nextInt(3) == 0 ? random.nextInt(100) : 0;
        List<Character> alphabet = List.copyOf(BITS.keySet());
        List<Character> extensions = List.copyOf(EXTENSIONS.values());
        StringBuilder text = new StringBuilder();
        while (text.length() < length) {
            int dice = random.nextInt(100);
            if (dice < other) {
                text.append(OTHERS[random.nextInt(OTHERS.length)]);
            } else if (dice < other + extended) {
                text.append(extensions.get(random.nextInt(extensions.size())));
            } else {
                text.append(alphabet.get(random.nextInt(alphabet.size())));
            }
        }
        return text.toString();
    }
}
