package dev.herald.email.report;

import static java.util.Map.entry;
import static org.assertj.core.api.Assertions.assertThat;

import dev.herald.email.report.Reports.Taken;
import dev.herald.message.LedgerId;
import dev.herald.message.MessageRef;
import dev.herald.message.later.AcceptedMessages;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Mail in the form in which servers of many kinds send it: what it is taken for, and about which message. */
class BounceCorpusTest {
    private static final Path FOLDER = Path.of("src/test/resources/reports");
    private static final long JOB = 2251799813685406L;
    private static final LedgerId LEDGER = new LedgerId("0123456789abcdef");
    private static final LedgerId OTHER = new LedgerId("fedcba9876543210");
    private static final BounceAddress ADDRESS = address(LEDGER);

    private static final Map<String, List<String>> MEANINGS = Map.ofEntries(
            entry("postfix", List.of("bounced ann@guest.example 5.1.1")),
            entry("postfix-old", List.of("bounced ann@guest.example 5.1.1")),
            entry("postfix-delay", List.of("delayed ann@guest.example 4.4.1")),
            entry("postfix-success",
                    List.of("delivered ann+news@guest.example 2.0.0", "relayed list@guest.example 2.0.0",
                            "relayed bob+42@far.example 2.0.0")),
            entry("exchange-online", List.of("bounced ann@guest.example 5.1.10")),
            entry("exchange-text", List.of("bounced ann@guest.example 5.1.1")),
            entry("exchange-2000-text", List.of("bounced ann@guest.example ")),
            entry("exchange-2003-text", List.of("bounced ann@guest.example 5.1.1")),
            entry("gmail", List.of("bounced ann@gmail.example 5.1.1")),
            entry("exim", List.of("bounced ann@guest.example 5.7.1", "bounced bob@guest.example ")),
            entry("exim-gave-up", List.of("bounced ann@guest.example 4.3.0")),
            entry("exim-warning", List.of("delayed ann@guest.example ")),
            entry("qmail", List.of("bounced ann@guest.example 4.4.1", "bounced bob@guest.example 5.1.1")),
            entry("qmail-behind-a-relay", List.of("bounced ann@guest.example 5.1.1")),
            entry("sendmail", List.of("bounced ann@guest.example 5.1.1")),
            entry("sendmail-old", List.of("bounced ann@guest.example ")),
            entry("yahoo", List.of("bounced ann@yahoo.example ")),
            entry("ses", List.of("bounced ann@guest.example 5.2.1")),
            entry("international", List.of("bounced björn@gäste.example 5.1.1")),
            entry("arf-yahoo", List.of("complained ann@yahoo.example ")),
            entry("arf-redacted", List.of("complained  ")),
            entry("jmrp-hotmail", List.of("complained ann@hotmail.example ")),
            entry("without-a-code", List.of("bounced  ")),
            entry("unknown-encoding", List.of("bounced ann@guest.example 5.1.1")));

    private final List<String> heard = new ArrayList<>();
    private final Reports reports = new Reports(ADDRESS, new OneMessage(), status -> {
        assertThat(status.messageId()).isEqualTo(id(LEDGER));
        heard.add(status.status() + ' ' + status.recipient() + ' ' + status.statusCode());
    }, status -> {});

    @ParameterizedTest
    @MethodSource("reports")
    void isTakenForWhatItSays(Path file) throws IOException {
        byte[] mail = mail(file);

        assertThat(reports.mayBeOne(mail)).isTrue();
        assertThat(reports.take(mail)).isEqualTo(Taken.YES);
        assertThat(heard).isEqualTo(MEANINGS.get(file.getFileName().toString().replace(".eml", "")));
    }

    @ParameterizedTest
    @MethodSource("reports")
    void isNoneWithoutProofOfItsMessage(Path file) throws IOException {
        String mail = new String(mail(file), StandardCharsets.UTF_8).replace(id(LEDGER), id(OTHER))
                .replace(ADDRESS.of(JOB), address(OTHER).of(JOB)).replace(ADDRESS.tag(JOB), address(OTHER).tag(JOB));

        assertThat(reports.take(mail.getBytes(StandardCharsets.UTF_8))).isEqualTo(Taken.NO);
        assertThat(heard).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("reports")
    void breaksNothingWhereverItIsCutOff(Path file) throws IOException {
        byte[] mail = mail(file);
        for (int length = 0; length < mail.length; length += 7) {
            reports.take(Arrays.copyOf(mail, length));
        }
    }

    @ParameterizedTest
    @MethodSource("others")
    void staysWhereItIs(Path file) throws IOException {
        assertThat(reports.take(mail(file))).isEqualTo(Taken.NO);
        assertThat(heard).isEmpty();
    }

    @Test
    void eachFormHasAMeaning() throws IOException {
        assertThat(reports()).extracting(file -> file.getFileName().toString().replace(".eml", ""))
                .containsExactlyInAnyOrderElementsOf(MEANINGS.keySet());
    }

    static List<Path> reports() throws IOException {
        return files(FOLDER);
    }

    static List<Path> others() throws IOException {
        return files(FOLDER.resolve("none"));
    }

    private static List<Path> files(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.toString().endsWith(".eml")).sorted().toList();
        }
    }

    private static byte[] mail(Path file) throws IOException {
        return Files.readString(file).replace("{tag}", ADDRESS.of(JOB)).replace("{envid}", ADDRESS.tag(JOB))
                .replace("{id}", id(LEDGER)).replace("{othertag}", address(OTHER).of(JOB))
                .replace("{otherenvid}", address(OTHER).tag(JOB)).replace("{otherid}", id(OTHER))
                .replace("{forgedtag}", wrong(ADDRESS.of(JOB))).replace("{forgedenvid}", wrong(ADDRESS.tag(JOB)))
                .replace("{forgedid}", wrong(id(LEDGER))).replace("\n", "\r\n").getBytes(StandardCharsets.UTF_8);
    }

    /** Of the right form. */
    private static String wrong(String proof) {
        return proof.replaceFirst("[0-9a-f]{16}(?=[0-9a-z]{10,11}(?:@|$)|@)", "0123456789abcdef");
    }

    private static String id(LedgerId ledger) {
        return "<herald." + JOB + '.' + ledger.signature(JOB) + "@acme.example>";
    }

    private static BounceAddress address(LedgerId ledger) {
        return new BounceAddress("bounces@acme.example", true, ledger);
    }

    private static final class OneMessage implements AcceptedMessages {
        @Override
        public Optional<Known> of(long jobKey) {
            return jobKey == JOB
                    ? Optional.of(new Known(new MessageRef(JOB, 2, "acme"), id(LEDGER)))
                    : Optional.empty();
        }

        @Override
        public Optional<Known> withId(String messageId) {
            return Optional.empty();
        }
    }
}
