package dev.herald.dispatch;

import dev.herald.message.Channel;
import dev.herald.message.Channel.Preparation;
import dev.herald.message.Email;
import dev.herald.message.Message;
import dev.herald.message.MessageRef;
import dev.herald.message.Sms;

/** The channel for each kind of message. */
public record Channels(Channel<Email> email, Channel<Sms> sms) {

    Preparation prepare(Message message, MessageRef ref) {
        return switch (message) {
            case Email mail -> email.prepare(mail, ref);
            case Sms text -> sms.prepare(text, ref);
        };
    }
}
