package dev.herald.email.mime;

import dev.herald.email.Emails;
import dev.herald.email.address.AddressParser;
import dev.herald.email.address.Addresses;
import dev.herald.email.address.EmailAddress;
import dev.herald.email.address.InvalidFieldException;
import dev.herald.message.Email;
import dev.herald.message.LedgerId;
import dev.herald.message.MessageRef;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Instant;
import java.time.InstantSource;

/** Composes emails for tests, always at the same time. */
final class Composing {
    static final Instant NOW = Instant.parse("2026-11-22T10:15:30Z");

    private Composing() {}

    static ComposedMessage compose(Emails emails) throws InvalidFieldException, IOException {
        Email email = emails.build();
        EmailAddress sender = AddressParser.parseOne("sender",
                email.sender() == null ? "Acme Shop <no-reply@acme.example>" : email.sender());
        return new MessageComposer(new LedgerId("0123456789abcdef"), InstantSource.fixed(NOW)).compose(email,
                Addresses.of(email, sender), 1 << 20,
                new MessageRef(2251799813685249L, 2251799813685200L));
    }

    static byte[] bytes(ComposedMessage message) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        message.writeTo(bytes);
        return bytes.toByteArray();
    }
}
