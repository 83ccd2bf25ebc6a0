package dev.herald.crash;

import java.util.List;
import java.util.stream.Stream;

/**
 * What became of the messages of a campaign.
 *
 * @param kills how often a Herald was killed
 * @param once how many the servers got once
 * @param lost how many were reported as sent, but never arrived, or never reported at all
 * @param unconfirmed how many were reported to the operator, who decided by what had arrived
 * @param unreached how many of those had not arrived
 * @param unexpected texts of other incidents
 */
record Tally(int kills, int messages, int once, int twice, int lost, int unconfirmed, int unreached,
        List<String> unexpected) {
    static final String HEADER = "%-26s %6s %9s %10s %6s %5s %12s %12s".formatted("", "kills", "messages", "sent once",
            "twice", "lost", "unconfirmed", "not arrived");

    String row(String title) {
        return "%-26s %6d %9d %10d %6d %5d %12d %12d".formatted(title, kills, messages, once, twice, lost, unconfirmed,
                unreached);
    }

    Tally plus(Tally other) {
        return new Tally(kills + other.kills, messages + other.messages, once + other.once, twice + other.twice,
                lost + other.lost, unconfirmed + other.unconfirmed, unreached + other.unreached,
                Stream.concat(unexpected.stream(), other.unexpected.stream()).distinct().toList());
    }
}
