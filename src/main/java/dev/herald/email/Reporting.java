package dev.herald.email;

import dev.herald.email.address.AddressParser;
import dev.herald.email.address.EmailAddress;
import dev.herald.email.address.InvalidFieldException;
import dev.herald.email.report.BounceAddress;
import dev.herald.email.smtp.Extensions;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What servers are asked to report about the messages of a preset, and where to (RFC 3461).
 *
 * @param request empty: nothing beside what they do by themselves
 */
record Reporting(BounceAddress address, Set<ReportSettings.Request> request) {
    private static final String EXTENSION = "DSN";
    private static final HexFormat HEX = HexFormat.of().withUpperCase();

    /** The envelope's sender for a job's message. */
    EmailAddress sender(long jobKey) throws InvalidFieldException {
        return AddressParser.parseOne("reports.address", address.of(jobKey));
    }

    /** Parameters of MAIL FROM (RFC 3461 sections 4.3 and 4.4). */
    List<String> ofMail(Extensions server, long jobKey) {
        return isAsked(server) ? List.of("RET=HDRS", "ENVID=" + address.tag(jobKey)) : List.of();
    }

    /** Parameters of RCPT TO (RFC 3461 sections 4.1 and 4.2). */
    List<String> ofRecipient(Extensions server, EmailAddress recipient) {
        if (!isAsked(server)) {
            return List.of();
        }
        List<String> parameters = new ArrayList<>(2);
        parameters.add("NOTIFY=" + request.stream().sorted().map(Enum::name).collect(Collectors.joining(",")));
        if (!recipient.needsSmtpUtf8()) { // RFC 6533 has another form for these
            parameters.add("ORCPT=rfc822;" + xtext(recipient.wireAddress()));
        }
        return parameters;
    }

    private boolean isAsked(Extensions server) {
        return !request.isEmpty() && server.offer(EXTENSION);
    }

    /** RFC 3461 section 4. */
    private static String xtext(String address) {
        StringBuilder text = new StringBuilder(address.length());
        for (byte b : address.getBytes(StandardCharsets.US_ASCII)) {
            if (b > ' ' && b < 0x7f && b != '+' && b != '=') {
                text.append((char) b);
            } else {
                text.append('+').append(HEX.toHexDigits(b));
            }
        }
        return text.toString();
    }
}
